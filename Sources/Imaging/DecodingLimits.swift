/// Bounds on what one file may cost, so that a hostile one is refused before it is paid for.
public struct DecodingLimits: Sendable, Equatable {
  /// Width times height as stored. The standard is the figure at which Pillow refuses a
  /// "decompression bomb": three bytes a pixel for half a gigabyte.
  public var maximumPixels: Int
  /// Pixels of either side. Only PNG can reach it; it bounds the work of resizing a thread-thin strip.
  public var maximumSide: Int
  /// Scans of a JPEG. Cameras and encoders write about ten; each costs a walk over all coefficients,
  /// so that pictures of more than a twentieth of `maximumPixels` are allowed fewer, down to 25.
  public var maximumScans: Int
  /// Bytes for the decoded pixels and the decoder's own arrays together.
  public var maximumMemory: Int
  /// Bytes of the file.
  public var maximumFileBytes: Int

  /// Bounds of the caller's choice.
  public init(
    maximumPixels: Int = 178_956_970, maximumSide: Int = 1_000_000, maximumScans: Int = 500,
    maximumMemory: Int = 1 << 30, maximumFileBytes: Int = 1 << 29
  ) {
    self.maximumPixels = maximumPixels
    self.maximumSide = maximumSide
    self.maximumScans = maximumScans
    self.maximumMemory = maximumMemory
    self.maximumFileBytes = maximumFileBytes
  }

  /// 179 million pixels, a million a side, 500 scans, 1 GiB of memory, files of 512 MiB.
  public static let standard = DecodingLimits()

  /// How many scans a JPEG of a size may have: all together visit at most 25 times `maximumPixels`.
  func scans(forPixels pixels: Int) -> UInt32 {
    let affordable = 25 * Double(maximumPixels) / Double(max(pixels, 1))
    return UInt32(clamping: min(maximumScans, Int(min(affordable, 1e9))))
  }
}
