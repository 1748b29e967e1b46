/// Some rows of an image's features, `[height, width, channels]`, the latest in place of the oldest:
/// what a band of a convolution needs of features that are never in memory as a whole.
public struct FeatureRows {
  /// The memory: `[capacity, width, channels]`.
  public let base: UnsafeMutablePointer<Float>
  /// Rows of the image.
  public let height: Int
  /// Columns.
  public let width: Int
  /// Scalars of a pixel.
  public let channels: Int
  /// Rows there is memory for.
  public let capacity: Int

  /// Views memory of `capacity × width × channels` floats.
  public init(
    _ base: UnsafeMutablePointer<Float>, height: Int, width: Int, channels: Int, capacity: Int
  ) {
    self.base = base
    self.height = height
    self.width = width
    self.channels = channels
    self.capacity = capacity
  }

  /// Views features that are in memory as a whole.
  public init(_ features: FeatureMap) {
    self.init(
      features.base, height: features.height, width: features.width, channels: features.channels,
      capacity: features.height)
  }

  /// Where a row lies, or would; it takes the place of the row `capacity` before it.
  public func row(_ row: Int) -> UnsafeMutablePointer<Float> {
    base + row % capacity * width * channels
  }

  /// Calls `body` with each run of `rows` whose memory has no gap.
  public func forEachRun(in rows: Range<Int>, _ body: (Range<Int>) -> Void) {
    var first = rows.lowerBound
    while first < rows.upperBound {
      let end = min(rows.upperBound, (first / capacity + 1) * capacity)
      body(first..<end)
      first = end
    }
  }
}
