import Kernels

/// Self-attention with several heads; `torch.nn.MultiheadAttention`.
public struct MultiHeadAttention: Sendable {
  /// Scalars of a token.
  public let width: Int
  private let heads: Int
  private let isCausal: Bool
  private let projection: LinearLayer
  private let output: LinearLayer

  /// Reads `in_proj_weight` `[3 · width, width]`, `in_proj_bias` `[3 · width]` and `out_proj`.
  ///
  /// - Parameter isCausal: whether a token sees only itself and the tokens before it.
  public init(
    width: Int, heads: Int, isCausal: Bool, from parameters: ParameterReader
  ) throws(WeightsError) {
    precondition(width.isMultiple(of: heads))
    self.width = width
    self.heads = heads
    self.isCausal = isCausal
    projection = try LinearLayer(
      inputs: width, outputs: 3 * width, weightName: "in_proj_weight", biasName: "in_proj_bias",
      from: parameters)
    output = try LinearLayer(inputs: width, outputs: width, from: parameters["out_proj"])
  }

  /// The floats of workspace that a call on `count` tokens needs.
  public func scratchCount(_ count: Int) -> Int {
    Workspace.rounded(4 * count * width)
      + Workspace.rounded(Attention.scratchCount(tokens: count, headWidth: width / heads))
  }

  /// Attends among `count` tokens `[count, width]` and adds a residual, which may be the output.
  public func callAsFunction(
    _ tokens: UnsafePointer<Float>, count: Int, adding residual: UnsafePointer<Float>? = nil,
    into result: UnsafeMutablePointer<Float>, workspace: Workspace
  ) {
    workspace.withScratch(4 * count * width) { projected in
      workspace.withScratch(Attention.scratchCount(tokens: count, headWidth: width / heads)) {
        scratch in
        let attended = projected + 3 * count * width
        projection(tokens, count: count, into: projected)
        Attention.apply(
          to: projected, tokens: count, heads: heads, headWidth: width / heads,
          isCausal: isCausal, scratch: scratch, into: attended)
        output(attended, count: count, adding: residual, into: result)
      }
    }
  }
}
