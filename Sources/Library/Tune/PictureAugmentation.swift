internal import Imaging
internal import Tuning

/// Pictures changed in ways that leave what is said about them true: cut, mirrored, in other light, stored
/// once more with loss.
enum PictureAugmentation {
  /// The least share of the area that a cut keeps, and how far its shape may differ from the picture's.
  private static let leastArea = 0.4
  private static let aspects = 0.75...1.333
  /// By how much brightness, contrast and saturation change at most; hues do not, since words name them.
  private static let strength = 0.3
  /// How many pictures are stored once more, and how badly.
  private static let recompressedShare = 0.3
  private static let qualities = 30...95

  /// A random cut of a picture, as large as a model wants it.
  ///
  /// - Parameters:
  ///   - fit: makes a picture as large as the model wants it.
  ///   - mirrors: whether the words about it allow left to become right.
  static func apply(
    to image: Image, mirrors: Bool, fit: (Image) -> Image,
    using generator: inout SeededGenerator
  ) -> Image {
    var result = image.cut(using: &generator)
    if mirrors, generator.unit() < 0.5 { result = result.mirrored }
    result = fit(result).inOtherLight(using: &generator)
    guard generator.unit() < recompressedShare else { return result }
    let bytes = ImageEncoder.jpeg(
      result, quality: Int.random(in: qualities, using: &generator))
    return (try? ImageDecoder.decode(bytes).image) ?? result
  }

  fileprivate static func aspect(_ generator: inout SeededGenerator) -> Double {
    Double.random(in: aspects, using: &generator)
  }

  fileprivate static func area(_ generator: inout SeededGenerator) -> Double {
    Double.random(in: leastArea...1, using: &generator)
  }

  /// A factor about one.
  fileprivate static func factor(_ generator: inout SeededGenerator) -> Float {
    Float(1 + Double.random(in: -strength...strength, using: &generator))
  }
}

extension Image {
  /// A part of random size, shape and place.
  fileprivate func cut(using generator: inout SeededGenerator) -> Image {
    let area = PictureAugmentation.area(&generator)
    let aspect = PictureAugmentation.aspect(&generator)
    func side(_ length: Int, _ share: Double) -> Int {
      max(1, min(length, Int((Double(length) * share).rounded())))
    }
    let columns = side(width, (area * aspect).squareRoot())
    let rows = side(height, (area / aspect).squareRoot())
    let left = Int.random(in: 0...width - columns, using: &generator)
    let top = Int.random(in: 0...height - rows, using: &generator)
    var cut: [UInt8] = []
    cut.reserveCapacity(columns * rows * 3)
    for row in top..<top + rows {
      let first = (row * width + left) * 3
      cut += pixels[first..<first + columns * 3]
    }
    return Image(width: columns, height: rows, pixels: cut)
  }

  /// Left becomes right.
  fileprivate var mirrored: Image {
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { turned, count in
      count = pixels.count
      for row in 0..<height {
        for column in 0..<width {
          let source = (row * width + column) * 3
          let target = (row * width + width - 1 - column) * 3
          for channel in 0..<3 { turned[target + channel] = pixels[source + channel] }
        }
      }
    }
    return Image(width: width, height: height, pixels: turned)
  }

  /// Brightness, contrast about the middle grey, and saturation about the luma (BT.601) times random factors.
  fileprivate func inOtherLight(using generator: inout SeededGenerator) -> Image {
    let brightness = PictureAugmentation.factor(&generator)
    let contrast = PictureAugmentation.factor(&generator)
    let saturation = PictureAugmentation.factor(&generator)
    let lit = [UInt8](unsafeUninitializedCapacity: pixels.count) { lit, count in
      count = pixels.count
      pixels.withUnsafeBufferPointer { pixels in
        for first in stride(from: 0, to: pixels.count, by: 3) {
          let (red, green, blue) = (
            Float(pixels[first]), Float(pixels[first + 1]), Float(pixels[first + 2])
          )
          let luma = 0.299 * red + 0.587 * green + 0.114 * blue
          func value(_ channel: Float) -> UInt8 {
            let saturated = luma + saturation * (channel - luma)
            let contrasted = 128 + contrast * (saturated * brightness - 128)
            return UInt8(max(0, min(255, contrasted.rounded())))
          }
          (lit[first], lit[first + 1], lit[first + 2]) = (value(red), value(green), value(blue))
        }
      }
    }
    return Image(width: width, height: height, pixels: lit)
  }
}
