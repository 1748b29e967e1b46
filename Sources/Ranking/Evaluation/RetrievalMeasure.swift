internal import Glibc

/// A standard measure of retrieval (Manning, Raghavan and Schütze, Introduction to Information Retrieval,
/// chapter 8). Those but nDCG take every grade above 0 for relevant.
public enum RetrievalMeasure: Sendable, Hashable {
  /// Whether a relevant item is among the first k.
  case hit(Int)
  /// The share of the relevant items that is among the first k.
  case recall(Int)
  /// The share of the first k that is relevant; of fewer than k, too, divided by k.
  case precision(Int)
  /// nDCG of the first k, with gain = grade and discount log2(rank + 1) (Järvelin and Kekäläinen, ACM TOIS 20,
  /// 2002, in the form of trec_eval).
  case discountedGain(Int)
  /// The reciprocal of the first relevant item's rank; 0 where none is found.
  case reciprocalRank
  /// The mean, over all relevant items, of the precision at their ranks; 0 for those not found.
  case averagePrecision
  /// The first relevant item's rank, summed up over queries by the median.
  case firstRank

  /// All measures with these cutoffs.
  public static func all(cutoffs: [Int]) -> [RetrievalMeasure] {
    cutoffs.map { .hit($0) } + cutoffs.map { .recall($0) } + cutoffs.map { .precision($0) }
      + cutoffs.filter { $0 > 1 }.map { .discountedGain($0) }
      + [.reciprocalRank, .averagePrecision, .firstRank]
  }

  /// The name as it is printed, such as `hit@10`.
  public var name: String {
    switch self {
    case .hit(let k): "hit@\(k)"
    case .recall(let k): "recall@\(k)"
    case .precision(let k): "precision@\(k)"
    case .discountedGain(let k): "ndcg@\(k)"
    case .reciprocalRank: "mrr"
    case .averagePrecision: "map"
    case .firstRank: "median_rank"
    }
  }

  /// The measure of one query.
  public func value(of outcome: QueryOutcome) -> Double {
    switch self {
    case .hit(let k): outcome.firstRank <= k && !outcome.relevantRanks.isEmpty ? 1 : 0
    case .recall(let k): Double(outcome.found(within: k)) / Double(outcome.idealGrades.count)
    case .precision(let k): Double(outcome.found(within: k)) / Double(k)
    case .discountedGain(let k): Self.discountedGain(of: outcome, cutoff: k)
    case .reciprocalRank: outcome.relevantRanks.first.map { 1 / Double($0) } ?? 0
    case .averagePrecision:
      outcome.relevantRanks.enumerated()
        .reduce(0) { $0 + Double($1.offset + 1) / Double($1.element) }
        / Double(outcome.idealGrades.count)
    case .firstRank: Double(outcome.firstRank)
    }
  }

  /// The mean over at least one query (of first ranks the median), with its 95 % interval.
  public func estimate(over outcomes: [QueryOutcome]) -> BootstrapEstimate {
    let values = outcomes.map(value)
    return self == .firstRank ? .median(of: values) : .mean(of: values)
  }

  private static func discountedGain(of outcome: QueryOutcome, cutoff: Int) -> Double {
    let gain = zip(outcome.relevantRanks, outcome.grades)
      .prefix { $0.0 <= cutoff }
      .reduce(0) { $0 + $1.1 / log2(Double($1.0) + 1) }
    let ideal = outcome.idealGrades.prefix(cutoff).enumerated()
      .reduce(0) { $0 + $1.element / log2(Double($1.offset) + 2) }
    return gain / ideal
  }
}
