internal import Encoders
internal import Ranking

/// Judges the title of each item by its picture: a title that belongs to it fits better than those of
/// others do.
struct TitleAudit {
  let space: PictureSpace

  /// The titles and pictures of others with which each is compared, taken at equal distances.
  private static let sampleCount = 400
  /// Where more others fit as well, picture and title are taken for strangers: of titles that were
  /// exchanged nine in ten lie above, of those of a shop about one in two hundred.
  private static let suspectShare = 0.1

  /// The share of others that fit an item's picture and title at least as well, for each place with a title.
  func shares() -> [(place: Int, share: Double)] {
    let titled = space.items.indices.compactMap { place in
      space.title(place).map { (place: place, title: Embedding(normalizing: $0)) }
    }
    let step = max(1, titled.count / Self.sampleCount)
    let sample = stride(from: 0, to: titled.count, by: step).map { titled[$0] }
    let pictures = sample.map { Embedding(normalizing: space.vector($0.place)) }
    return parallelMapPrefix(titled, threads: space.threads) { place, title in
      let picture = Embedding(normalizing: space.vector(place))
      let own = picture.similarity(to: title)
      var others = 0
      var fitting = 0
      for (other, otherPicture) in zip(sample, pictures) where other.title != title {
        others += 2
        if other.title.similarity(to: picture) >= own { fitting += 1 }
        if otherPicture.similarity(to: title) >= own { fitting += 1 }
      }
      return (place, others > 0 ? Double(fitting) / Double(others) : 0)
    }
  }

  /// Whether a share says that picture and title have nothing to do with each other.
  static func isSuspect(_ share: Double) -> Bool { share > suspectShare }
}
