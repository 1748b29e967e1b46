internal import Glibc

/// 64 bits that say how the light and dark of a picture are spread, alike for copies that were scaled,
/// recompressed or slightly retouched.
///
/// The DCT hash of pHash (Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions",
/// 2010, section 3.2.1; `ph_dct_imagehash`): the picture in grey at 32 × 32, its two-dimensional cosine
/// transform, and of the eight by eight lowest frequencies beyond the constant ones whether each lies
/// above their median. pHash's mean filter before the resizing is left out: the resizing is antialiased.
public struct PerceptualHash: Sendable, Hashable {
  /// The bits, the lowest vertical frequency first, within it the lowest horizontal one first; the first
  /// is the most significant.
  public let bits: UInt64

  /// Takes the bits of a hash.
  public init(bits: UInt64) {
    self.bits = bits
  }

  /// Computes the hash of an upright picture.
  public init(of image: Image) {
    let small = image.resized(width: Self.side, height: Self.side)
    let luma = (0..<Self.side * Self.side).map { index in
      let pixel = SIMD3<Float>(
        Float(small.pixels[3 * index]), Float(small.pixels[3 * index + 1]),
        Float(small.pixels[3 * index + 2]))
      return (pixel * Self.lumaWeights).sum()
    }
    let lowest = Self.lowestFrequencies(of: luma)
    let sorted = lowest.sorted()
    let median = (sorted[31] + sorted[32]) / 2
    bits = lowest.reduce(0) { $0 << 1 | ($1 > median ? 1 : 0) }
  }

  /// The number of bits in which two hashes differ, from 0 to 64; about 32 for unrelated pictures.
  public func distance(to other: PerceptualHash) -> Int {
    (bits ^ other.bits).nonzeroBitCount
  }

  /// ITU-R BT.601, as pHash's Y channel.
  private static let lumaWeights = SIMD3<Float>(0.299, 0.587, 0.114)
  private static let side = 32
  private static let kept = 8

  /// The frequencies 1 … 8 down by 1 … 8 across, `[8, 8]`, of a square of values.
  private static func lowestFrequencies(of values: [Float]) -> [Float] {
    // Across first: `[32, 8]`, then down.
    var across = [Float](repeating: 0, count: side * kept)
    for row in 0..<side {
      for frequency in 0..<kept {
        for column in 0..<side {
          across[row * kept + frequency] +=
            values[row * side + column] * basis[frequency * side + column]
        }
      }
    }
    var lowest = [Float](repeating: 0, count: kept * kept)
    for vertical in 0..<kept {
      for row in 0..<side {
        let factor = basis[vertical * side + row]
        for horizontal in 0..<kept {
          lowest[vertical * kept + horizontal] += factor * across[row * kept + horizontal]
        }
      }
    }
    return lowest
  }

  /// cos(π · (2x + 1) · frequency / 64) for the frequencies 1 … 8, `[8, 32]`.
  private static let basis: [Float] = (0..<kept).flatMap { frequency in
    (0..<side).map { place in
      Float(cos(Double.pi * Double((2 * place + 1) * (frequency + 1)) / Double(2 * side)))
    }
  }
}
