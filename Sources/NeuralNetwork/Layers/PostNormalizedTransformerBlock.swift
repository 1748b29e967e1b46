/// A transformer's residual block with normalisation last, as in the original (Vaswani et al., 2017)
/// and in BERT: attention, then two linear layers with an activation between; each is added to what
/// comes in, and the sum is normalised.
public struct PostNormalizedTransformerBlock: Sendable {
  private let attention: MultiHeadAttention
  private let attentionNormalization: LayerNormalization
  private let feedForward: FeedForward
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
    feedForward = try FeedForward(
      width: width, hiddenWidth: hiddenWidth, activation: activation, from: parameters["mlp"])
    feedForwardNormalization = try LayerNormalization(
      width: width, epsilon: epsilon, from: parameters["ln_2"])
  }

  /// The floats of workspace that a call on `count` tokens needs.
  public func scratchCount(_ count: Int) -> Int {
    max(attention.scratchCount(count), feedForward.scratchCount(count))
  }

  /// Changes `count` tokens `[count, width]` in place.
  public func callAsFunction(
    _ tokens: UnsafeMutablePointer<Float>, count: Int, workspace: Workspace
  ) {
    attention(tokens, count: count, adding: tokens, into: tokens, workspace: workspace)
    attentionNormalization(tokens, count: count, into: tokens)
    feedForward(tokens, count: count, addingTo: tokens, workspace: workspace)
    feedForwardNormalization(tokens, count: count, into: tokens)
  }
}
