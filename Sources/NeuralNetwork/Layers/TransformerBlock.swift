/// A transformer's residual block with normalisation first, as in CLIP: attention, then two linear
/// layers with an activation between, each added to what comes in.
public struct TransformerBlock: Sendable {
  private let attentionNormalization: LayerNormalization
  private let attention: MultiHeadAttention
  private let feedForwardNormalization: LayerNormalization
  private let feedForward: FeedForward

  /// Reads `ln_1`, `attn`, `ln_2`, `mlp.c_fc` and `mlp.c_proj`.
  public init(
    width: Int, heads: Int, hiddenWidth: Int, activation: Activation, isCausal: Bool,
    from parameters: ParameterReader
  ) throws(WeightsError) {
    attentionNormalization = try LayerNormalization(width: width, from: parameters["ln_1"])
    attention = try MultiHeadAttention(
      width: width, heads: heads, isCausal: isCausal, from: parameters["attn"])
    feedForwardNormalization = try LayerNormalization(width: width, from: parameters["ln_2"])
    feedForward = try FeedForward(
      width: width, hiddenWidth: hiddenWidth, activation: activation, from: parameters["mlp"])
  }

  /// The floats of workspace that a call on `count` tokens needs.
  public func scratchCount(_ count: Int) -> Int {
    Workspace.rounded(count * attention.width)
      + max(attention.scratchCount(count), feedForward.scratchCount(count))
  }

  /// Changes `count` tokens `[count, width]` in place.
  public func callAsFunction(
    _ tokens: UnsafeMutablePointer<Float>, count: Int, workspace: Workspace
  ) {
    workspace.withScratch(count * attention.width) { normalized in
      attentionNormalization(tokens, count: count, into: normalized)
      attention(normalized, count: count, adding: tokens, into: tokens, workspace: workspace)
      feedForwardNormalization(tokens, count: count, into: normalized)
      feedForward(normalized, count: count, addingTo: tokens, workspace: workspace)
    }
  }
}
