public import Imaging

/// What an embedding was made from.
public enum Modality: String, Codable, Sendable {
  /// A picture.
  case image
  /// Words.
  case text
}

/// Cosine similarities between queries and items that have nothing to do with each other.
///
/// They give a score its meaning: similarities of text to text and of text to image lie on
/// different scales, and a best score within the background means that nothing matches.
public struct BackgroundStatistics: Sendable, Codable, Equatable {
  /// The mean similarity of unrelated pairs.
  public let mean: Float
  /// Its standard deviation.
  public let deviation: Float
  /// The median best similarity of an unrelated query among 1000 items.
  public let bestOfThousand: Float

  /// States the three numbers.
  public init(mean: Float, deviation: Float, bestOfThousand: Float) {
    self.mean = mean
    self.deviation = deviation
    self.bestOfThousand = bestOfThousand
  }

  enum CodingKeys: String, CodingKey {
    case mean, deviation
    case bestOfThousand = "best_of_1000"
  }
}

/// Maps images and texts to unit vectors whose inner product is their similarity.
///
/// Every method may be called from any thread, several at once.
public protocol EmbeddingModel: Sendable {
  /// The model's name, for people.
  var name: String { get }
  /// The identity stored with every vector.
  var fingerprint: ModelFingerprint { get }
  /// The number of coordinates of an embedding.
  var dimension: Int { get }
  /// The side of the square image the model looks at, in pixels.
  var imageSide: Int { get }
  /// What it embeds; the others are never given to it.
  var modalities: Set<Modality> { get }

  /// The similarities to expect between an unrelated query and item of the given kinds.
  func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics

  /// Fits an image to the model's input, as its training did.
  func prepare(_ image: Image) -> PreparedImage

  /// Embeds images, one image a thread, in order. A batch gives exactly what its images give one by
  /// one, whatever `threads` is.
  func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding]

  /// Embeds texts, one text a thread, in order; an empty text is a text like any other.
  func embed(texts: [String], threads: Int) throws -> [TextEmbedding]

  /// Compares the model's files with the hashes that were declared for them, if any were.
  func verifyFiles() throws(ModelError)
}

extension EmbeddingModel {
  /// Images and texts.
  public var modalities: Set<Modality> { [.image, .text] }

  /// Nothing to compare.
  public func verifyFiles() throws(ModelError) {}
}
