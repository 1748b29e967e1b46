/// How several ranked lists become one.
public enum RankFusion: String, Sendable, CaseIterable, Codable {
  /// Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): Σ weight / (60 + rank).
  case rrf
  /// A weighted mean of scores, each list's put on the scale from 0 (unrelated) to 1 (its ceiling), as
  /// Bruch, Gai and Ingber recommend (ACM TOIS 42, 2023, "An Analysis of Fusion Functions").
  case linear

  /// The constant k of reciprocal rank fusion, as its authors chose it.
  public static let rankConstant = 60.0

  /// All items of all lists, best first, equal scores by item. Scores are from 0 to 1, where 1 is an
  /// item that every list has in the first place or at its ceiling.
  ///
  /// An item that a list lacks gets nothing from it. Lists of weight 0 do not count.
  public func fused(_ lists: [RankedList]) -> [RankedList.Entry] {
    let counting = lists.filter { $0.weight > 0 }
    let weights = counting.reduce(0) { $0 + $1.weight }
    guard weights > 0 else { return [] }
    var scores: [Int64: Double] = [:]
    for list in counting {
      let best = list.ceiling ?? list.entries.map(\.score).max() ?? 0
      for (place, entry) in list.entries.enumerated() {
        let share =
          switch self {
          case .rrf: (Self.rankConstant + 1) / (Self.rankConstant + Double(place + 1))
          case .linear: best > 0 ? min(1, max(0, entry.score) / best) : 0
          }
        scores[entry.item, default: 0] += list.weight * share / weights
      }
    }
    return scores.map { RankedList.Entry(item: $0.key, score: $0.value) }
      .sorted { $0.score != $1.score ? $0.score > $1.score : $0.item < $1.item }
  }
}
