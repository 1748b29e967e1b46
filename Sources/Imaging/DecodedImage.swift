/// A decoded picture and what is worth knowing about its decoding.
public struct DecodedImage: Sendable {
  /// The upright pixels, perhaps at a reduced scale.
  public let image: Image
  /// What the signature said, whatever the file's name.
  public let format: ImageFormat
  /// Pixels a row of the whole upright picture, before any reduction.
  public let width: Int
  /// Rows of the whole upright picture, before any reduction.
  public let height: Int
  /// Share of the stored rows that the file held: 1, or at least 0.9 where it was cut.
  public let decodedRowFraction: Double
  /// One sentence on damage that did not prevent decoding.
  public let warning: String?
}
