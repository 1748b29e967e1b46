/// Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998).
public enum Diversity {
  /// Reorders the beginning of a ranking so that what resembles an earlier choice comes later.
  ///
  /// Each step takes the candidate with the largest
  /// `balance · relevance − (1 − balance) · (largest similarity to what was chosen)`; of equal ones the
  /// earlier. With a balance of 1 nothing changes.
  ///
  /// - Parameters:
  ///   - relevances: Of the candidates, best first; put on the scale from 0 to 1 by their extremes.
  ///   - similarity: Of two candidates by their positions, from −1 to 1; nil counts as 0.
  /// - Returns: The positions of the chosen candidates, `count` of them or all. O(count · candidates).
  public static func order(
    relevances: [Double], count: Int, balance: Double, similarity: (Int, Int) -> Double?
  ) -> [Int] {
    precondition((0...1).contains(balance))
    guard let best = relevances.max(), let worst = relevances.min() else { return [] }
    let range = best - worst
    let scaled = relevances.map { range > 0 ? ($0 - worst) / range : 1 }
    var nearest = [Double](repeating: 0, count: relevances.count)
    var remaining = Array(relevances.indices)
    var chosen: [Int] = []
    while chosen.count < count, !remaining.isEmpty {
      func marginal(_ candidate: Int) -> Double {
        balance * scaled[candidate] - (1 - balance) * nearest[candidate]
      }
      var place = 0
      for other in remaining.indices.dropFirst()
      where marginal(remaining[other]) > marginal(remaining[place]) {
        place = other
      }
      let next = remaining.remove(at: place)
      chosen.append(next)
      for candidate in remaining {
        nearest[candidate] = max(nearest[candidate], similarity(next, candidate) ?? 0)
      }
    }
    return chosen
  }
}
