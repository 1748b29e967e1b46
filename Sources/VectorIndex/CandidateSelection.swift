/// From approximate scores of all items to the exact best.
struct CandidateSelection {
  /// Of how many items at most one may remain a candidate; beyond that a scan is cheaper.
  static let itemsPerCandidate = 8
  private static let itemsAtOnce = 16384

  let plan: SearchPlan
  /// Scores from products that may be off.
  let scoring: ItemScoring
  /// The items that may be returned; nil for all.
  let marks: [Bool]?
  let threads: Int

  /// The best items by exact scores, and how many passed; nil where the approximation leaves too
  /// many to look at.
  ///
  /// With s the approximate and x the exact score of an item and |s − x| ≤ error: `count` items
  /// have x ≥ l − error, l being the least s among the best `count` by s; so an item that is among
  /// the best by x has x ≥ l − error and s ≥ l − 2·error. All these are scored exactly, and where a
  /// least score is asked for, also those whose s leaves in doubt whether they reach it.
  func best() -> FoundItems? {
    guard plan.query.count > 0,
      plan.query.count <= plan.snapshot.itemCount / Self.itemsPerCandidate
    else { return nil }
    let scores = UnsafeMutablePointer<Float>.allocate(capacity: plan.snapshot.itemCount)
    defer { scores.deallocate() }
    let approximate = approximateBest(scores)
    let least = approximate.best.leastScore
    guard least > -.infinity else { return nil }
    // Beside the error of products, the rounding of scores.
    let error = Float(scoring.error) + 4 * max(least.ulp, Float.leastNormalMagnitude)
    let minimum = plan.query.minimumScore ?? -.infinity
    let (certainlyBelow, certainlyAbove) = ((minimum - error).nextDown, minimum + error)
    let bar = max(least - 2 * error, certainlyBelow)
    let limit = plan.snapshot.itemCount / Self.itemsPerCandidate
    var candidates: [Int] = []
    var certain = 0
    for position in 0..<plan.snapshot.itemCount {
      let score = scores[position]
      if score < bar {
        guard score > certainlyBelow else { continue }
        if score > certainlyAbove {
          certain += 1
          continue
        }
      }
      candidates.append(position)
      guard candidates.count <= limit else { return nil }
    }
    var exact = plan.best(among: candidates, threads: threads)
    exact.total += certain
    return exact
  }

  /// Writes the approximate score of every item to `scores`, −∞ for one that is no candidate.
  private func approximateBest(_ scores: UnsafeMutablePointer<Float>) -> FoundItems {
    nonisolated(unsafe) let scores = scores
    return FoundItems.merged(
      items: plan.snapshot.itemCount, atOnce: Self.itemsAtOnce, threads: threads,
      capacity: plan.query.count
    ) { range, found in
      scoring.write(scoresOf: range, to: scores)
      if let marks {
        for position in range where !marks[position] {
          (scores + position).initialize(to: -.infinity)
        }
      }
      var least = -Float.infinity
      for position in range where scores[position] > least {
        found.insert(BestItems.Entry(position: position, score: scores[position]))
        least = found.best.leastScore
      }
    }
  }
}
