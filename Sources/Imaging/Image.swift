/// An upright picture of 8-bit RGB pixels in memory.
public struct Image: Sendable, Equatable {
  /// Pixels a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// `[height, width, 3]`: rows from the top, red, green, blue, 0 … 255, sRGB assumed.
  public let pixels: [UInt8]

  /// Traps unless both sides are positive and `pixels` holds `height · width · 3` values.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0, "an image has at least one pixel")
    precondition(pixels.count == width * height * 3, "an image has three values a pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Whether the whole picture is one flat colour: no channel's values span more than 4.
  ///
  /// A span of 4 is noise of ±2, which is what quantisation leaves of a flat colour in a JPEG of
  /// ordinary quality; the faintest drawing one could search for spans more. Ends at the first pixel
  /// that settles it, so a true photograph costs a few comparisons.
  public var isBlank: Bool {
    pixels.withUnsafeBufferPointer { pixels in
      var lowest = (pixels[0], pixels[1], pixels[2])
      var highest = lowest
      for index in stride(from: 3, to: pixels.count, by: 3) {
        lowest.0 = min(lowest.0, pixels[index])
        highest.0 = max(highest.0, pixels[index])
        lowest.1 = min(lowest.1, pixels[index + 1])
        highest.1 = max(highest.1, pixels[index + 1])
        lowest.2 = min(lowest.2, pixels[index + 2])
        highest.2 = max(highest.2, pixels[index + 2])
        if highest.0 - lowest.0 > 4 || highest.1 - lowest.1 > 4 || highest.2 - lowest.2 > 4 {
          return false
        }
      }
      return true
    }
  }
}
