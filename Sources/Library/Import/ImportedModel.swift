internal import Encoders
internal import Imaging
internal import Storage

/// A model of which there are vectors but no weights: known by name and dimension, it compares what it has
/// embedded and embeds nothing.
struct ImportedModel: EmbeddingModel {
  let name: String
  let fingerprint: ModelFingerprint
  let dimension: Int

  var imageSide: Int { 1 }
  var modalities: Set<Modality> { [] }

  /// A model that vectors are said to be of; those with a fingerprint of ours keep it.
  init(name: String, dimension: Int, fingerprint: ModelFingerprint? = nil) {
    self.name = name
    self.dimension = dimension
    self.fingerprint =
      fingerprint ?? ModelFingerprint(hashing: "imported 1 \(dimension) \(name)")
  }

  /// A model that a library knows without a folder; nil where the fingerprint is none.
  init?(_ record: ModelRecord) {
    guard let fingerprint = ModelFingerprint(hex: record.fingerprint) else { return nil }
    self.init(name: record.name, dimension: record.dimension, fingerprint: fingerprint)
  }

  /// Nothing is known of unrelated pairs: every score is as good as it is.
  func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    BackgroundStatistics(mean: 0, deviation: 1, bestOfThousand: 0)
  }

  func prepare(_ image: Image) -> PreparedImage {
    PreparedImage(side: 1, pixels: image.fitted(to: 1, fit: .squash).pixels)
  }

  func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] { throw absence }

  func embed(texts: [String], threads: Int) throws -> [TextEmbedding] { throw absence }

  /// Why it embeds nothing, and what to do.
  var absence: LibraryError {
    LibraryError(
      "the library has vectors of \(name), but the model itself is not here; add it with "
        + "mmsearch model add and import again with --model")
  }
}

extension ModelRecord {
  /// Whether it is known by vectors alone: there is nothing that it embeds.
  var isImported: Bool { parts.isEmpty }
}
