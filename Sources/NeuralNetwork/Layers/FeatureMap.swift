/// A view of an image's features, `[height, width, channels]` without gaps; valid as long as the
/// memory it was made for.
public struct FeatureMap {
  /// The first channel of the first pixel.
  public let base: UnsafeMutablePointer<Float>
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int
  /// Scalars of a pixel.
  public let channels: Int

  /// Views memory of `height × width × channels` floats.
  public init(_ base: UnsafeMutablePointer<Float>, height: Int, width: Int, channels: Int) {
    self.base = base
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// The number of scalars.
  public var count: Int { height * width * channels }
}
