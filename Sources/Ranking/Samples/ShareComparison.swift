internal import Glibc

/// How the share of each value of a field differs between two samples.
public struct ShareComparison: Sendable, Equatable {
  /// A value and how often it occurs.
  public struct Value: Sendable, Equatable {
    /// The place of the value among those that were compared.
    public let value: Int
    /// The share of the first and of the second sample that has it.
    public let first, second: Double
    /// How likely chance alone makes shares differ as much: two proportions compared by the normal
    /// approximation, two-sided, adjusted for all values that could be compared by Benjamini and
    /// Hochberg (1995); 1 for a value that is too rare.
    public let pValue: Double
  }

  /// The values, that whose share changed most surely first.
  public let values: [Value]

  /// Values that fewer items of a sample have, or lack, by expectation are beyond the approximation.
  private static let leastExpected = 5.0

  /// - Parameters:
  ///   - first: How often each value occurs in the first sample.
  ///   - second: The same of the second, as many.
  public init(first: [Int], second: [Int]) {
    precondition(first.count == second.count)
    let totals = (Double(max(1, first.reduce(0, +))), Double(max(1, second.reduce(0, +))))
    let compared = first.indices.map { place in
      let shares = (Double(first[place]) / totals.0, Double(second[place]) / totals.1)
      let pooled = Double(first[place] + second[place]) / (totals.0 + totals.1)
      let isTested =
        min(pooled, 1 - pooled) * min(totals.0, totals.1) >= Self.leastExpected
      let deviation = (pooled * (1 - pooled) * (1 / totals.0 + 1 / totals.1)).squareRoot()
      let z = deviation > 0 ? (shares.1 - shares.0).magnitude / deviation : 0
      return (place: place, shares: shares, p: isTested ? erfc(z / 2.0.squareRoot()) : nil)
    }.sorted { ($0.p ?? 2, $0.place) < ($1.p ?? 2, $1.place) }
    let tested = Double(compared.count { $0.p != nil })
    var adjusted = 1.0
    values = compared.enumerated().reversed().map { rank, value in
      if let p = value.p { adjusted = min(adjusted, p * tested / Double(rank + 1)) }
      return Value(
        value: value.place, first: value.shares.0, second: value.shares.1, pValue: adjusted)
    }.reversed()
  }
}
