/// A text tower with the tokenizer it was trained with.
struct TextSide: Sendable {
  let tokenizer: any Tokenizer
  let network: any TextNetwork

  /// Embeds texts, one a thread. A text longer than the context is read in windows, whose unit vectors
  /// are averaged by their lengths; one that fits becomes what the reference implementation makes of it.
  ///
  /// Throws: `ModelError` naming `model` where a vector has no direction.
  func embed(
    _ texts: [String], threads: Int, model: String
  ) throws(ModelError) -> [TextEmbedding] {
    try ConcurrentMap.map(texts, threads: threads) { text throws(ModelError) in
      let windows = tokenizer.windows(of: text)
      var pooled: [Float] = []
      for ids in windows.ids {
        let window = try Embedding(
          of: network(ids) { _ in }, model: model, modality: .text)
        guard windows.ids.count > 1 else {
          return TextEmbedding(
            embedding: window, tokenCount: windows.count, wasCut: windows.wasCut)
        }
        if pooled.isEmpty { pooled = [Float](repeating: 0, count: window.scalars.count) }
        for (index, scalar) in window.scalars.enumerated() {
          pooled[index] += scalar * Float(ids.count)
        }
      }
      return TextEmbedding(
        embedding: try Embedding(of: pooled, model: model, modality: .text),
        tokenCount: windows.count, wasCut: windows.wasCut)
    }
  }
}

extension Embedding {
  /// Scales what a tower gives to length one.
  ///
  /// Throws: `ModelError` for a vector without a direction, which broken weights give.
  init(of scalars: [Float], model: String, modality: Modality) throws(ModelError) {
    let squares = scalars.reduce(0.0) { $0 + Double($1) * Double($1) }
    guard squares > 0, squares.isFinite else {
      throw .noDirection(model: model, modality: modality)
    }
    self.init(normalizing: scalars)
  }
}
