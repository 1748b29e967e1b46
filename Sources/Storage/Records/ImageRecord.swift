/// What was learnt about an image by decoding it, kept by content: copies share it.
public struct ImageRecord: Sendable, Equatable {
  /// The hash of the file's bytes.
  public var content: ContentHash
  /// Pixels across, upright.
  public var width: Int
  /// Pixels down, upright.
  public var height: Int
  /// The name of the file format.
  public var format: String
  /// Whether the image is one flat colour.
  public var isBlank: Bool

  /// An image as it is to be stored.
  public init(content: ContentHash, width: Int, height: Int, format: String, isBlank: Bool) {
    self.content = content
    self.width = width
    self.height = height
    self.format = format
    self.isBlank = isBlank
  }
}
