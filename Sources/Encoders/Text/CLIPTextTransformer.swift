import Kernels
import NeuralNetwork

/// CLIP's text transformer in the variants that checkpoints have: causal or not, read at the end of
/// the text or elsewhere, projected or not; `open_clip.transformer.TextTransformer`.
///
/// Where no token sees those after it, only the tokens up to the one that is read are computed;
/// otherwise all of the context, since the padding is seen.
final class CLIPTextTransformer: TextNetwork {
  /// What a configuration says about it.
  struct Plan: Sendable, Equatable {
    let vocabularySize: Int
    /// Tokens of a text, start, end and padding included.
    let contextLength: Int
    /// Scalars of a token.
    let width: Int
    let heads: Int
    let layers: Int
    /// Scalars of a token within a block's feed-forward part.
    let hiddenWidth: Int
    let activation: Elementwise.Function
    /// Scalars of the result.
    let outputs: Int
    /// Whether a token sees only itself and those before it.
    let isCausal: Bool
    let pooling: Pooling
    /// Whether the token that is read is projected; otherwise it is the result.
    let projects: Bool
  }

  /// Which token is read in the end.
  enum Pooling: Sendable, Equatable {
    /// The first of the largest number, which in CLIP's vocabulary ends a text.
    case largestToken
    /// The first of a number; the first of all where there is none.
    case token(Int32)
    case first
    /// The last of the context.
    case last
  }

  /// What OpenCLIP fills the context up with.
  private static let padding: Int32 = 0

  private let plan: Plan
  private let tokenEmbedding: EmbeddingTable
  private let positionalEmbedding: EmbeddingTable
  private let blocks: [TransformerBlock]
  private let finalNormalization: LayerNormalization
  private let projection: LinearLayer?
  private let workspaces: WorkspacePool

  /// Reads `token_embedding`, `positional_embedding`, `transformer`, `ln_final` and
  /// `text_projection` under OpenCLIP's names.
  init(_ plan: Plan, from text: ParameterReader) throws(WeightsError) {
    let width = plan.width
    self.plan = plan
    tokenEmbedding = try EmbeddingTable(
      entries: plan.vocabularySize, width: width, from: text["token_embedding"])
    positionalEmbedding = try EmbeddingTable(
      entries: plan.contextLength, width: width, named: "positional_embedding", from: text)
    var blocks: [TransformerBlock] = []
    for index in 0..<plan.layers {
      blocks.append(
        try TransformerBlock(
          width: width, heads: plan.heads, hiddenWidth: plan.hiddenWidth,
          activation: .smooth(plan.activation), isCausal: plan.isCausal,
          from: text["transformer"]["resblocks"][index]))
    }
    self.blocks = blocks
    finalNormalization = try LayerNormalization(width: width, from: text["ln_final"])
    projection =
      plan.projects
      ? try LinearLayer(
        projection: "text_projection", inputs: width, outputs: plan.outputs, from: text) : nil
    workspaces = WorkspacePool(
      count: Workspace.rounded(plan.contextLength * width) + Workspace.rounded(width)
        + (blocks.map { $0.scratchCount(plan.contextLength) }.max() ?? 0))
  }

  /// Embeds the tokens of one text, start and end included; traps beyond the context or the
  /// vocabulary.
  ///
  /// - Parameter observe: called with the tokens `[1, tokens, width]` before the first and after
  ///   each block, and with the normalised token that is read in the end.
  func callAsFunction(
    _ ids: [Int32], observe: (FeatureMap) -> Void = { _ in }
  ) -> [Float] {
    let (tokens, position) = input(ids)
    let width = plan.width
    return workspaces.withWorkspace { workspace in
      workspace.withScratch(tokens.count * width) { states in
        workspace.withScratch(width) { scratch in
          embed(tokens, into: states, scratch: scratch)
          let features = FeatureMap(states, height: 1, width: tokens.count, channels: width)
          observe(features)
          for block in blocks {
            block(states, count: tokens.count, workspace: workspace)
            observe(features)
          }
          finalNormalization(states + position * width, count: 1, into: scratch)
          observe(FeatureMap(scratch, height: 1, width: 1, channels: width))
          return [Float](unsafeUninitializedCapacity: plan.outputs) { buffer, count in
            if let base = buffer.baseAddress {
              if let projection {
                projection(scratch, count: 1, into: base)
              } else {
                base.update(from: scratch, count: width)
              }
            }
            count = plan.outputs
          }
        }
      }
    }
  }

  /// The tokens to compute, and the position of the one that is read.
  private func input(_ ids: [Int32]) -> (tokens: [Int32], position: Int) {
    precondition(!ids.isEmpty && ids.count <= plan.contextLength)
    let padding = plan.contextLength - ids.count
    let position =
      switch plan.pooling {
      case .largestToken: ids.firstIndex(of: ids.max() ?? 0) ?? 0
      case .token(let id): ids.firstIndex(of: id) ?? 0
      case .first: 0
      case .last: plan.contextLength - 1
      }
    guard plan.isCausal, position < ids.count else {
      return (ids + Array(repeating: Self.padding, count: padding), position)
    }
    return (Array(ids[...position]), position)
  }

  /// Sums the embeddings of each token and of its position.
  private func embed(
    _ tokens: [Int32], into states: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let width = plan.width
    for (position, token) in tokens.enumerated() {
      let state = states + position * width
      tokenEmbedding(Int(token), into: state)
      positionalEmbedding(position, into: scratch)
      for index in 0..<width { state[index] += scratch[index] }
    }
  }
}
