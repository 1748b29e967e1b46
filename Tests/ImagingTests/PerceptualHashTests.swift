import Foundation
import Imaging
import Testing

@Suite("The perceptual hash")
struct PerceptualHashTests {
  /// A picture by formula, the same as in `make_perceptual_hashes.py`.
  static func picture(_ width: Int, _ height: Int, _ kind: Int) -> Image {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let (across, down) = (x - width / 2, y - height / 3)
        let red = x * 255 / width + kind * 40
        let green = y * y * kind * 7 / height + x * 3
        let blue = (across * across + down * down) * (kind + 1) * 300 / (width * height)
        for value in [red, green, blue] { pixels.append(UInt8(value % 256)) }
      }
    }
    return Image(width: width, height: height, pixels: pixels)
  }

  static let goldens: [(width: Int, height: Int, kind: Int, bits: UInt64)] = [
    (96, 64, 0, 0x38C2_6D39_826D_DE5A),
    (96, 64, 1, 0x2B2B_6ACA_3A76_846D),
    (64, 96, 2, 0x430A_4357_D795_AA2F),
    (31, 57, 3, 0x5D01_2AAF_B92F_1659),
    (200, 200, 4, 0xE5A5_A5AF_0E0E_0F0E),
    (5, 3, 5, 0xF8AD_F8F8_F0A5_8051),
  ]

  @Test("is that of the reference, bit for bit", arguments: goldens)
  func golden(width: Int, height: Int, kind: Int, bits: UInt64) {
    let hash = PerceptualHash(of: Self.picture(width, height, kind))
    // A frequency that equals the median but for rounding may fall on either side of it.
    #expect(hash.distance(to: PerceptualHash(bits: bits)) <= 1, "\(hash.bits)")
  }

  @Test("of a picture that was scaled and recompressed differs in few bits, of another in many")
  func likeness() throws {
    let picture = Self.picture(240, 180, 1)
    let hash = PerceptualHash(of: picture)
    for (width, height) in [(120, 90), (480, 360), (64, 48)] {
      let copy = try ImageDecoder.decode(
        ImageEncoder.jpeg(picture.resized(width: width, height: height), quality: 60)
      ).image
      #expect(hash.distance(to: PerceptualHash(of: copy)) <= 6)
    }
    for kind in [0, 2, 3, 4] {
      #expect(hash.distance(to: PerceptualHash(of: Self.picture(240, 180, kind))) >= 16)
    }
  }

  @Test("a layout of colours survives scaling and compression, and tells red cups from blue")
  func colors() throws {
    /// A cup of one colour on white.
    func cup(_ color: [UInt8]) -> Image {
      var pixels = [UInt8](repeating: 255, count: 3 * 96 * 96)
      for y in 30..<80 {
        for x in 20..<70 {
          pixels.replaceSubrange(3 * (96 * y + x)..<3 * (96 * y + x) + 3, with: color)
        }
      }
      return Image(width: 96, height: 96, pixels: pixels)
    }
    let red = cup([200, 30, 30])
    let layout = ColorLayout(of: red)
    let copy = try ImageDecoder.decode(
      ImageEncoder.jpeg(red.resized(width: 200, height: 200), quality: 50)
    ).image
    #expect(layout.distance(to: ColorLayout(of: copy)) <= 5)
    #expect(layout.distance(to: ColorLayout(of: cup([30, 30, 200]))) > 60)
    #expect(layout.distance(to: ColorLayout(of: cup([60, 60, 60]))) > 60)
    // By the formula of BT.601: −28.7 and 85.
    let plain = ColorLayout(
      of: Image(width: 8, height: 8, pixels: (0..<192).map { [200, 30, 30][$0 % 3] }))
    #expect(plain.differences == SIMD32((0..<32).map { $0 % 2 == 0 ? -29 : 85 }))
  }
}
