internal import Ranking

/// Finds pictures that resemble no others.
struct OutlierAudit {
  /// The nearest items of each place.
  let neighborhoods: [[PictureSpace.Neighbor]]

  /// The neighbours whose mean similarity counts.
  private static let neighborCount = 5

  /// The mean similarity to the nearest neighbours, and how far below the usual it lies.
  struct Isolation {
    let place: Int
    let similarity: Double
    let deviations: Double
  }

  /// One for each place, if there are enough others to be like.
  func isolations() -> [Isolation] {
    guard neighborhoods.count > 2 * Self.neighborCount else { return [] }
    let similarities = neighborhoods.map { neighbors in
      let nearest = neighbors.prefix(Self.neighborCount)
      return nearest.reduce(0) { $0 + Double($1.similarity) } / Double(max(1, nearest.count))
    }
    guard let scale = RobustScale(similarities) else { return [] }
    return similarities.enumerated().map { place, similarity in
      Isolation(
        place: place, similarity: similarity, deviations: -scale.standardScore(similarity))
    }
  }
}
