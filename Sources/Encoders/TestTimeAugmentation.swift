public import Imaging

/// A model that looks at several views of each image and takes the mean of what it sees
/// (test-time augmentation; Krizhevsky, Sutskever and Hinton 2012, section 4.1). Texts are embedded
/// as they are.
///
/// Its vectors lie in the model's space but are others, hence the fingerprint of its own.
public struct TestTimeAugmentation: EmbeddingModel {
  /// Which views of an image are averaged.
  public enum Views: String, Sendable, CaseIterable {
    /// The image and its mirror image.
    case flip
    /// The image, its middle and its four corners, each ⅞ of a side.
    case crops
  }

  private let base: any EmbeddingModel
  private let views: Views

  /// Averages views of the images that `base` embeds.
  public init(_ base: any EmbeddingModel, views: Views) {
    self.base = base
    self.views = views
  }

  /// The model's name with the views: `default@flip`.
  public var name: String { "\(base.name)@\(views.rawValue)" }
  /// A hash over the model's and the views.
  public var fingerprint: ModelFingerprint {
    ModelFingerprint(hashing: "\(base.fingerprint.hex) averaged over \(views.rawValue)")
  }
  /// The model's.
  public var dimension: Int { base.dimension }
  /// The model's.
  public var imageSide: Int { base.imageSide }
  /// The model's.
  public var modalities: Set<Modality> { base.modalities }

  /// The model's: a mean of views is nearer to everything, by much less than the deviation.
  public func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    base.background(query, item)
  }

  /// Fits an image as the model does.
  public func prepare(_ image: Image) -> PreparedImage { base.prepare(image) }

  /// Embeds all views of each image, which takes the model's time as often as there are views.
  public func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
    let views = images.map(views(of:))
    var embeddings = try base.embed(views.flatMap { $0 }, threads: threads)[...]
    return views.map { views in
      var sum = [Float](repeating: 0, count: dimension)
      for embedding in embeddings.prefix(views.count) {
        for index in sum.indices { sum[index] += embedding.scalars[index] }
      }
      embeddings = embeddings.dropFirst(views.count)
      return Embedding(normalizing: sum)
    }
  }

  /// Embeds texts as the model does.
  public func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
    try base.embed(texts: texts, threads: threads)
  }

  /// Compares the model's files with the hashes declared for them.
  public func verifyFiles() throws(ModelError) { try base.verifyFiles() }

  private func views(of image: PreparedImage) -> [PreparedImage] {
    switch views {
    case .flip: return [image, image.mirrored]
    case .crops:
      let margin = image.side / 8
      let places = [(0, 0), (margin, 0), (0, margin), (margin, margin), (margin / 2, margin / 2)]
      return [image]
        + places.map { image.enlarged(left: $0.0, top: $0.1, side: image.side - margin) }
    }
  }
}

extension PreparedImage {
  /// Left and right exchanged.
  fileprivate var mirrored: PreparedImage {
    var mirrored: [UInt8] = []
    mirrored.reserveCapacity(pixels.count)
    for row in 0..<side {
      for column in (0..<side).reversed() {
        let pixel = (row * side + column) * 3
        mirrored += pixels[pixel..<pixel + 3]
      }
    }
    return PreparedImage(side: side, pixels: mirrored)
  }

  /// A square piece at the size of the whole.
  fileprivate func enlarged(left: Int, top: Int, side part: Int) -> PreparedImage {
    var piece: [UInt8] = []
    piece.reserveCapacity(part * part * 3)
    for row in top..<top + part {
      let start = (row * side + left) * 3
      piece += pixels[start..<start + part * 3]
    }
    let enlarged = Image(width: part, height: part, pixels: piece).resized(
      width: side, height: side)
    return PreparedImage(side: side, pixels: enlarged.pixels)
  }
}
