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
  /// With s the approximate and x the exact score of an item and |s − x| ≤ error: the best `count`
  /// by s are scored first, and l is the least x among them. An item that is among the best by x
  /// has x ≥ l, so s ≥ l − error. All these are scored exactly, and where a least score is asked
  /// for, also those whose s leaves in doubt whether they reach it.
  func best() -> FoundItems? {
    guard plan.query.count > 0,
      plan.query.count <= plan.snapshot.itemCount / Self.itemsPerCandidate
    else { return nil }
    let scores = UnsafeMutablePointer<Float>.allocate(capacity: plan.snapshot.itemCount)
    defer { scores.deallocate() }
    guard scoring.error.isFinite else { return bestOfEstimates(scores) }
    let approximate = approximateBest(scores, count: plan.query.count)
    guard approximate.best.leastScore > -.infinity else { return nil }
    let nearest = approximate.best.sorted.map(\.position)
    let least = plan.best(among: nearest, threads: 1).best.leastScore
    let minimum = plan.query.minimumScore ?? -.infinity
    guard max(least, minimum) > -.infinity else { return nil }
    // Beside the error of products, the rounding of scores.
    let largest = max(abs(approximate.best.leastScore), Float.leastNormalMagnitude)
    let error = Float(scoring.error) + 4 * largest.ulp
    let (certainlyBelow, certainlyAbove) = ((minimum - error).nextDown, minimum + error)
    let bar = max(least - error, certainlyBelow)
    let limit = plan.snapshot.itemCount / Self.itemsPerCandidate
    var candidates: [Int] = []
    var certain = 0
    forEachScore(
      in: scores, 0..<plan.snapshot.itemCount, from: minimum > -.infinity ? certainlyBelow : bar
    ) { position, score in
      if score < bar, score > certainlyAbove {
        certain += 1
      } else if candidates.count <= limit {
        candidates.append(position)
      }
    }
    guard candidates.count <= limit else { return nil }
    var exact = plan.best(among: candidates, threads: threads)
    exact.total = minimum > -.infinity ? exact.total + certain : approximate.total
    return exact
  }

  /// The best by exact scores of those that estimates put first: of 256 dimensions in one bit each, 80 for each item
  /// that is wanted hold all but a few in a thousand of the nearest. nil where they are too many, and where a least
  /// score is asked for, which all items have to be compared with.
  private func bestOfEstimates(_ scores: UnsafeMutablePointer<Float>) -> FoundItems? {
    let itemCount = plan.snapshot.itemCount
    let count = max(
      plan.query.count * Self.estimatesPerItem, itemCount / Self.itemsPerEstimate)
    guard plan.query.minimumScore == nil, count <= itemCount / Self.itemsPerCandidate else {
      return nil
    }
    let estimated = approximateBest(scores, count: count)
    var found = plan.best(among: estimated.best.sorted.map(\.position).sorted(), threads: threads)
    found.total = estimated.total
    return found
  }

  private static let estimatesPerItem = 80
  /// Of many items, at least one in so many is compared again.
  private static let itemsPerEstimate = 64

  /// Writes the approximate score of every item to `scores`, −∞ for one that is no candidate, and
  /// finds the best of them, with the number of the candidates.
  private func approximateBest(
    _ scores: UnsafeMutablePointer<Float>, count: Int
  ) -> FoundItems {
    nonisolated(unsafe) let scores = scores
    return FoundItems.merged(
      items: plan.snapshot.itemCount, atOnce: Self.itemsAtOnce, threads: threads,
      capacity: count
    ) { range, found in
      scoring.write(scoresOf: range, to: scores)
      if let marks {
        for position in range where !marks[position] {
          (scores + position).initialize(to: -.infinity)
        }
      }
      var best = BestItems(capacity: count)
      // The bar rises between parts.
      for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.scoresAtOnce) {
        forEachScore(
          in: scores, start..<min(range.upperBound, start + Self.scoresAtOnce),
          from: best.leastScore
        ) { position, score in
          best.insert(BestItems.Entry(position: position, score: score))
        }
      }
      found.best = best
      for position in range where scores[position] > -.infinity {
        found.total += 1
      }
    }
  }

  private static let scoresAtOnce = 256

  /// Calls `body` for each score of a range that is not below `lowest`; those that are below are
  /// passed over many at a time.
  @inline(__always)
  private func forEachScore(
    in scores: UnsafeMutablePointer<Float>, _ range: Range<Int>, from lowest: Float,
    _ body: (Int, Float) -> Void
  ) {
    let lanes = SIMD16<Float>.scalarCount
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(range.upperBound, start + lanes)
      if end - start == lanes {
        let some = UnsafeRawPointer(scores + start).loadUnaligned(as: SIMD16<Float>.self)
        guard any(some .>= lowest) else {
          start = end
          continue
        }
      }
      for position in start..<end where scores[position] >= lowest {
        body(position, scores[position])
      }
      start = end
    }
  }
}
