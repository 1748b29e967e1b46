import Kernels
import NeuralNetwork

/// Maps tokens to vectors of the shared space, not yet of length one: CLIP's causal transformer,
/// read at the end-of-text token (Radford et al., 2021, section 2.4).
///
/// Since no token sees those after it, only the tokens up to the end of the text are computed.
final class TextTower: Sendable {
  private let tokenEmbedding: EmbeddingTable
  private let positionalEmbedding: EmbeddingTable
  private let blocks: [TransformerBlock]
  private let finalNormalization: LayerNormalization
  private let projection: LinearLayer
  private let width: Int
  private let workspaces: WorkspacePool

  /// Reads `text` as the card describes it.
  init(_ card: ModelCard, from parameters: ParameterReader) throws(WeightsError) {
    let text = parameters["text"]
    let section = card.text
    width = section.width
    tokenEmbedding = try EmbeddingTable(
      entries: section.vocabularySize, width: width, from: text["token_embedding"])
    positionalEmbedding = try EmbeddingTable(
      entries: section.contextLength, width: width, named: "positional_embedding", from: text)
    var blocks: [TransformerBlock] = []
    for index in 0..<section.layers {
      blocks.append(
        try TransformerBlock(
          width: width, heads: section.heads, hiddenWidth: 4 * width,
          activation: .smooth(section.activation == .gelu ? .gelu : .quickGELU), isCausal: true,
          from: text["transformer"]["resblocks"][index]))
    }
    self.blocks = blocks
    finalNormalization = try LayerNormalization(width: width, from: text["ln_final"])
    projection = LinearLayer(
      weights: try text.tensor("text_projection", shape: [width, card.dimension]), bias: nil,
      layout: .inputsFirst)
    let length = section.contextLength
    workspaces = WorkspacePool(
      count: Workspace.rounded(length * width) + Workspace.rounded(width)
        + (blocks.map { $0.scratchCount(length) }.max() ?? 0))
  }

  /// Embeds the tokens of one text, of which the last ends it; traps beyond the context or the
  /// vocabulary.
  ///
  /// - Parameter observe: called with the tokens `[1, tokens, width]` after each block, and with the
  ///   normalised last token in the end.
  func callAsFunction(
    _ tokens: [Int32], observe: (FeatureMap) -> Void = { _ in }
  ) -> [Float] {
    precondition(!tokens.isEmpty && tokens.count <= positionalEmbedding.entries)
    return workspaces.withWorkspace { workspace in
      workspace.withScratch(tokens.count * width) { states in
        workspace.withScratch(width) { scratch in
          embed(tokens, into: states, scratch: scratch)
          for block in blocks {
            block(states, count: tokens.count, workspace: workspace)
            observe(FeatureMap(states, height: 1, width: tokens.count, channels: width))
          }
          finalNormalization(states + (tokens.count - 1) * width, count: 1, into: scratch)
          observe(FeatureMap(scratch, height: 1, width: 1, channels: width))
          return [Float](unsafeUninitializedCapacity: projection.outputs) { buffer, count in
            if let base = buffer.baseAddress { projection(scratch, count: 1, into: base) }
            count = projection.outputs
          }
        }
      }
    }
  }

  /// Sums the embeddings of each token and of its position.
  private func embed(
    _ tokens: [Int32], into states: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for (position, token) in tokens.enumerated() {
      let state = states + position * width
      tokenEmbedding(Int(token), into: state)
      positionalEmbedding(position, into: scratch)
      for index in 0..<width { state[index] += scratch[index] }
    }
  }
}
