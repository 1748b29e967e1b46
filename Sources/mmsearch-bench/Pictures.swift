internal import Imaging

/// Pictures to measure with, the same on every machine.
enum Pictures {
  /// Soft waves of colour with fine grain: compresses about as a photograph does.
  static func photograph(width: Int, height: Int, seed: Int = 1) -> Image {
    var state = UInt32(truncatingIfNeeded: seed) &* 2_654_435_761 | 1
    var pixels = [UInt8](repeating: 0, count: width * height * 3)
    for row in 0..<height {
      for column in 0..<width {
        state = state &* 1_664_525 &+ 1_013_904_223
        let grain = Int(state >> 27)
        let wave = (row * 3 + seed * 40) / 7 ^ (column * 2 + seed * 90) / 9
        for channel in 0..<3 {
          let slope = (row * (channel + 1) + column * (3 - channel)) / 16
          pixels[(row * width + column) * 3 + channel] = UInt8((wave / 4 + slope + grain) & 0xff)
        }
      }
    }
    return Image(width: width, height: height, pixels: pixels)
  }
}
