/// The feed-forward half of a residual block: two linear layers with an activation between, whose
/// result is added to what the block changes.
public struct FeedForward: Sendable {
  private let expansion: LinearLayer
  private let contraction: LinearLayer

  /// Takes a layer to the hidden width, with the activation, and one back.
  public init(expansion: LinearLayer, contraction: LinearLayer) {
    precondition(expansion.outputs == contraction.inputs, "both layers have one hidden width")
    self.expansion = expansion
    self.contraction = contraction
  }

  /// Reads `c_fc` and `c_proj`.
  init(
    width: Int, hiddenWidth: Int, activation: Activation, from parameters: ParameterReader
  ) throws(WeightsError) {
    expansion = try LinearLayer(
      inputs: width, outputs: hiddenWidth, activation: activation, from: parameters["c_fc"])
    contraction = try LinearLayer(
      inputs: hiddenWidth, outputs: width, from: parameters["c_proj"])
  }

  /// The floats of workspace that a call on `count` rows needs.
  public func scratchCount(_ count: Int) -> Int {
    Workspace.rounded(count * expansion.outputs)
  }

  /// Adds what becomes of `count` rows `[count, width]` to the residual, which may be the rows themselves.
  public func callAsFunction(
    _ rows: UnsafePointer<Float>, count: Int, addingTo residual: UnsafeMutablePointer<Float>,
    workspace: Workspace
  ) {
    workspace.withScratch(count * expansion.outputs) { hidden in
      expansion(rows, count: count, into: hidden)
      contraction(hidden, count: count, adding: residual, into: residual)
    }
  }
}
