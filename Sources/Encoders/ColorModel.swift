public import Imaging

/// A model without weights that sees nothing but colour: an image is its mean colour, a text the
/// mean of the colours it names. For tests of everything that stands on a model.
public struct ColorModel: EmbeddingModel {
  /// The name given at the start; models of different names have different fingerprints.
  public let name: String
  /// The hash of the name.
  public let fingerprint: ModelFingerprint
  /// Eight: three primaries, three opponent colours, brightness and a constant.
  public let dimension = 8
  /// The side to which images are fitted.
  public let imageSide = 16
  /// The most words read, as the context of a text tower is limited.
  public let contextLength = 64

  /// Makes a model; a second name makes a second, incompatible model.
  public init(name: String = "color") {
    self.name = name
    fingerprint = ModelFingerprint(hashing: "ColorModel 1 " + name)
  }

  /// Statistics of colours drawn uniformly from the RGB cube, the same for all kinds of pairs.
  public func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    BackgroundStatistics(mean: 0.1, deviation: 0.54, bestOfThousand: 0.997)
  }

  /// Squashes the image to 16 × 16.
  public func prepare(_ image: Image) -> PreparedImage {
    PreparedImage(side: imageSide, pixels: image.fitted(to: imageSide, fit: .squash).pixels)
  }

  /// The mean colours of the images; `threads` changes nothing.
  public func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
    images.map { image in
      var sums = [0, 0, 0]
      for index in image.pixels.indices { sums[index % 3] += Int(image.pixels[index]) }
      let count = Float(255 * image.side * image.side)
      return Self.embedding(
        red: Float(sums[0]) / count, green: Float(sums[1]) / count, blue: Float(sums[2]) / count)
    }
  }

  /// The mean of the named colours; a text that names none lies at mid-grey.
  public func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
    texts.map { text in
      let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
      let read = words.prefix(contextLength - 2)
      let colors = read.compactMap { Self.colors[String($0)] }
      var mean = SIMD3<Float>(repeating: colors.isEmpty ? 0.5 : 0)
      for color in colors { mean += color }
      if !colors.isEmpty { mean /= Float(colors.count) }
      return TextEmbedding(
        embedding: Self.embedding(red: mean.x, green: mean.y, blue: mean.z),
        tokenCount: words.count + 2, wasCut: read.count < words.count)
    }
  }

  /// The colour words the model knows, as red, green and blue from 0 to 1.
  public static let colors: [String: SIMD3<Float>] = [
    "red": SIMD3(1, 0, 0), "green": SIMD3(0, 0.6, 0), "blue": SIMD3(0, 0, 1),
    "yellow": SIMD3(1, 1, 0), "cyan": SIMD3(0, 1, 1), "magenta": SIMD3(1, 0, 1),
    "orange": SIMD3(1, 0.55, 0), "purple": SIMD3(0.5, 0, 0.5), "pink": SIMD3(1, 0.7, 0.75),
    "brown": SIMD3(0.5, 0.3, 0.1), "black": SIMD3(0, 0, 0), "white": SIMD3(1, 1, 1),
    "grey": SIMD3(0.5, 0.5, 0.5), "gray": SIMD3(0.5, 0.5, 0.5), "lime": SIMD3(0.2, 1, 0.2),
    "navy": SIMD3(0, 0, 0.5), "teal": SIMD3(0, 0.5, 0.5),
  ]

  private static func embedding(red: Float, green: Float, blue: Float) -> Embedding {
    Embedding(normalizing: [
      red - 0.5, green - 0.5, blue - 0.5, red - green, green - blue, blue - red,
      (red + green + blue) / 3 - 0.5, 0.25,
    ])
  }
}
