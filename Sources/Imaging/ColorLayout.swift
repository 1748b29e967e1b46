/// Which colours lie where in a picture, whatever its light and dark: what a ``PerceptualHash`` does not see.
///
/// The mean blue and red differences (Cb and Cr of ITU-R BT.601) of a grid of four by four cells, as in the
/// colour layout of MPEG-7 (ISO/IEC 15938-3, section 6.6) before its transform.
public struct ColorLayout: Sendable, Hashable {
  /// Cb and Cr of each cell in turn, row by row, −128 … 127.
  public let differences: SIMD32<Int8>

  /// Takes the differences of a layout.
  public init(differences: SIMD32<Int8>) {
    self.differences = differences
  }

  /// Computes the layout of an upright picture.
  public init(of image: Image) {
    let small = image.resized(width: Self.side, height: Self.side)
    var differences = SIMD32<Int8>.zero
    for cell in 0..<Self.side * Self.side {
      let (red, green, blue) = (
        Float(small.pixels[3 * cell]), Float(small.pixels[3 * cell + 1]),
        Float(small.pixels[3 * cell + 2])
      )
      let blueDifference = -0.168736 * red - 0.331264 * green + 0.5 * blue
      let redDifference = 0.5 * red - 0.418688 * green - 0.081312 * blue
      differences[2 * cell] = Int8(min(blueDifference.rounded(), 127))
      differences[2 * cell + 1] = Int8(min(redDifference.rounded(), 127))
    }
    self.differences = differences
  }

  /// The largest difference of a cell in either colour, from 0 to 255.
  public func distance(to other: ColorLayout) -> Int {
    differences.indices.reduce(0) {
      max($0, abs(Int(differences[$1]) - Int(other.differences[$1])))
    }
  }

  private static let side = 4
}
