import Kernels
import NeuralNetwork

/// BERT (Devlin et al., 2019) with its tokens pooled to one vector, as sentence-transformers do it
/// (Reimers and Gurevych, 2019); `transformers.BertModel`.
///
/// One text is computed at a time, so that there is no padding to mask.
final class BERTEncoder: TextNetwork {
  /// What a configuration says about it.
  struct Plan: Sendable, Equatable {
    let vocabularySize: Int
    /// The most tokens there are positions for.
    let positionCount: Int
    /// Kinds of text, of which the first is taken.
    let typeCount: Int
    /// Scalars of a token and of the result.
    let width: Int
    let heads: Int
    let layers: Int
    /// Scalars of a token within a block's feed-forward part.
    let hiddenWidth: Int
    let activation: Activation
    /// Added to variances.
    let epsilon: Float
    let pooling: Pooling
  }

  /// What becomes of the tokens in the end.
  enum Pooling: Sendable, Equatable {
    /// The mean of all, marks of start and end included.
    case mean
    /// The mark of the start.
    case first
  }

  private let plan: Plan
  private let words: EmbeddingTable
  private let positions: EmbeddingTable
  /// The embedding of the first kind of text.
  private let kind: FloatStorage
  private let normalization: LayerNormalization
  private let blocks: [PostNormalizedTransformerBlock]
  private let workspaces: WorkspacePool

  /// Reads `embeddings` under the names of `transformers`, and `blocks` under OpenCLIP's.
  init(_ plan: Plan, from parameters: ParameterReader) throws(WeightsError) {
    self.plan = plan
    let width = plan.width
    let embeddings = parameters["embeddings"]
    words = try EmbeddingTable(
      entries: plan.vocabularySize, width: width, from: embeddings["word_embeddings"])
    positions = try EmbeddingTable(
      entries: plan.positionCount, width: width, from: embeddings["position_embeddings"])
    let kinds = try EmbeddingTable(
      entries: plan.typeCount, width: width, from: embeddings["token_type_embeddings"])
    kind = FloatStorage(count: width)
    kinds(0, into: kind.base)
    normalization = try LayerNormalization(
      width: width, epsilon: plan.epsilon, from: embeddings["LayerNorm"])
    var blocks: [PostNormalizedTransformerBlock] = []
    for index in 0..<plan.layers {
      blocks.append(
        try PostNormalizedTransformerBlock(
          width: width, heads: plan.heads, hiddenWidth: plan.hiddenWidth,
          activation: plan.activation, epsilon: plan.epsilon, from: parameters["blocks"][index]))
    }
    self.blocks = blocks
    workspaces = WorkspacePool(
      count: Workspace.rounded(plan.positionCount * width) + Workspace.rounded(width)
        + (blocks.map { $0.scratchCount(plan.positionCount) }.max() ?? 0))
  }

  func callAsFunction(
    _ ids: [Int32], observe: (FeatureMap) -> Void = { _ in }
  ) -> [Float] {
    precondition(!ids.isEmpty && ids.count <= plan.positionCount)
    let width = plan.width
    return workspaces.withWorkspace { workspace in
      workspace.withScratch(ids.count * width) { states in
        workspace.withScratch(width) { scratch in
          for (position, id) in ids.enumerated() {
            let state = states + position * width
            words(Int(id), into: state)
            positions(position, into: scratch)
            for index in 0..<width { state[index] += scratch[index] + kind.base[index] }
          }
        }
        normalization(states, count: ids.count, into: states)
        let features = FeatureMap(states, height: 1, width: ids.count, channels: width)
        observe(features)
        for block in blocks {
          block(states, count: ids.count, workspace: workspace)
          observe(features)
        }
        return [Float](unsafeUninitializedCapacity: width) { buffer, count in
          if let base = buffer.baseAddress {
            switch plan.pooling {
            case .mean: features.average(into: base)
            case .first: base.update(from: states, count: width)
            }
            observe(FeatureMap(base, height: 1, width: 1, channels: width))
          }
          count = width
        }
      }
    }
  }
}
