internal import Encoders
internal import Imaging

/// A model that takes no time: every picture and text has the same embedding. What is left is the
/// cost of everything else.
struct ConstantModel: EmbeddingModel {
  let name = "constant"
  let fingerprint = ModelFingerprint(hashing: "ConstantModel 1")
  let dimension = 8
  let imageSide = 16

  private let embedding = Embedding(normalizing: [Float](repeating: 1, count: 8))

  func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    BackgroundStatistics(mean: 0, deviation: 1, bestOfThousand: 1)
  }

  func prepare(_ image: Image) -> PreparedImage {
    PreparedImage(side: imageSide, pixels: image.fitted(to: imageSide, fit: .squash).pixels)
  }

  func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
    images.map { _ in embedding }
  }

  func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
    texts.map { _ in TextEmbedding(embedding: embedding, tokenCount: 2, wasCut: false) }
  }
}
