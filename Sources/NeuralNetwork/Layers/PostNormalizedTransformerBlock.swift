/// A transformer's residual block with normalisation last, as in the original (Vaswani et al., 2017)
/// and in BERT: attention, then two linear layers with an activation between; each is added to what
/// comes in, and the sum is normalised.
public struct PostNormalizedTransformerBlock: Sendable {
  private let attention: MultiHeadAttention
  private let attentionNormalization: LayerNormalization
  private let expansion: LinearLayer
  private let contraction: LinearLayer
  private let feedForwardNormalization: LayerNormalization

  /// Reads `attn`, `ln_1`, `mlp.c_fc`, `mlp.c_proj` and `ln_2`.
  public init(
    width: Int, heads: Int, hiddenWidth: Int, activation: Activation, epsilon: Float,
    from parameters: ParameterReader
  ) throws(WeightsError) {
    attention = try MultiHeadAttention(
      width: width, heads: heads, isCausal: false, from: parameters["attn"])
    attentionNormalization = try LayerNormalization(
      width: width, epsilon: epsilon, from: parameters["ln_1"])
    expansion = try LinearLayer(
      inputs: width, outputs: hiddenWidth, activation: activation, from: parameters["mlp"]["c_fc"])
    contraction = try LinearLayer(
      inputs: hiddenWidth, outputs: width, from: parameters["mlp"]["c_proj"])
    feedForwardNormalization = try LayerNormalization(
      width: width, epsilon: epsilon, from: parameters["ln_2"])
  }

  /// The floats of workspace that a call on `count` tokens needs.
  public func scratchCount(_ count: Int) -> Int {
    max(attention.scratchCount(count), Workspace.rounded(count * expansion.outputs))
  }

  /// Changes `count` tokens `[count, width]` in place.
  public func callAsFunction(
    _ tokens: UnsafeMutablePointer<Float>, count: Int, workspace: Workspace
  ) {
    attention(tokens, count: count, adding: tokens, into: tokens, workspace: workspace)
    attentionNormalization(tokens, count: count, into: tokens)
    workspace.withScratch(count * expansion.outputs) { hidden in
      expansion(tokens, count: count, into: hidden)
      contraction(hidden, count: count, adding: tokens, into: tokens)
    }
    feedForwardNormalization(tokens, count: count, into: tokens)
  }
}
