internal import Encoders
internal import Imaging
internal import SystemPackage

/// How near the embeddings of a model in fewer bits are to those in `float32`: cosines over twelve texts and over
/// pictures of the demo catalogue, which are the same for all models.
public struct PrecisionLoss: Sendable, Equatable {
  /// The least and the middle of some cosines.
  public struct Cosines: Sendable, Equatable {
    /// The least.
    public let least: Double
    /// The middle.
    public let median: Double

    init?(_ values: [Float]) {
      guard !values.isEmpty else { return nil }
      let sorted = values.sorted()
      least = Double(sorted[0])
      median = Double(sorted[sorted.count / 2])
    }
  }

  /// Of texts; nil for a model of pictures alone.
  public let texts: Cosines?
  /// Of pictures; nil for a model of texts alone.
  public let pictures: Cosines?

  private static let texts = [
    "a red mug", "a dog running on a beach", "two people on a bicycle in the rain",
    "a bowl of green apples on a wooden table", "a black leather boot", "sunset over the sea",
    "an old map of Europe", "a striped cotton shirt with short sleeves", "a white cat asleep",
    "the front of a brick house with a blue door", "something to carry books to school",
    "a child blowing out candles on a birthday cake",
  ]

  /// The most pictures of the catalogue that are taken, evenly over their names.
  private static let mostPictures = 16

  /// Embeds the same with both models.
  ///
  /// Throws: `LibraryError` where the demo catalogue is missing, `ModelError`.
  init(of model: any EmbeddingModel, to exact: any EmbeddingModel, threads: Int) throws {
    func cosines(_ embed: (any EmbeddingModel) throws -> [Embedding]) rethrows -> Cosines? {
      Cosines(try zip(embed(model), embed(exact)).map { $0.similarity(to: $1) })
    }
    texts =
      model.modalities.contains(.text)
      ? try cosines { try $0.embed(texts: Self.texts, threads: threads).map(\.embedding) } : nil
    guard model.modalities.contains(.image) else {
      pictures = nil
      return
    }
    let images = try Self.images()
    pictures = try cosines { model in
      try model.embed(images.map { model.prepare($0) }, threads: threads)
    }
  }

  private static func images() throws -> [Image] {
    let folder = FilePath(try Assets.demoCatalogDirectory()).appending("images")
    var walk = DirectoryWalk(root: folder, isExcluded: { _ in false })
    var paths: [String] = []
    while let file = walk.next() { paths.append(file.path.string) }
    paths.sort()
    let step = max(1, paths.count / mostPictures)
    // Some files of the catalogue are broken on purpose.
    let images = stride(from: 0, to: paths.count, by: step).compactMap {
      try? ImageDecoder.decode(fileAt: paths[$0]).decoded.image
    }
    return Array(images.prefix(mostPictures))
  }
}
