internal import Glibc

/// What is known of one query once its items are ranked.
struct QueryOutcome: Sendable, Equatable {
  /// Ranks of the relevant items that were found, ascending, counted from 1.
  let relevantRanks: [Int]
  /// Their grades, in the same order.
  let grades: [Double]
  /// The grades of all relevant items, found or not, descending.
  let idealGrades: [Double]
  /// The rank counted for a query none of whose relevant items is found.
  let worstRank: Int
}

/// Standard measures of retrieval (Manning, Raghavan and Schütze, Introduction to Information Retrieval,
/// chapter 8; nDCG with gain = grade and discount log2(rank + 1), Järvelin and Kekäläinen 2002).
enum RetrievalMeasures {
  /// The names in the order in which they are printed.
  static let names = [
    "hit@1", "hit@5", "hit@10", "recall@1", "recall@5", "recall@10", "mrr", "ndcg@10", "map",
    "precision@10",
  ]

  /// The measures of one query, in the order of `names`.
  static func values(of outcome: QueryOutcome) -> [Double] {
    let ranks = outcome.relevantRanks
    let relevant = Double(outcome.idealGrades.count)
    func found(within k: Int) -> Double { Double(ranks.prefix { $0 <= k }.count) }
    func hit(_ k: Int) -> Double { found(within: k) > 0 ? 1 : 0 }
    let precisions = ranks.enumerated().map { Double($0.offset + 1) / Double($0.element) }
    return [
      hit(1), hit(5), hit(10),
      found(within: 1) / relevant, found(within: 5) / relevant, found(within: 10) / relevant,
      ranks.first.map { 1 / Double($0) } ?? 0,
      discountedGain(of: outcome),
      precisions.reduce(0, +) / relevant,
      found(within: 10) / 10,
    ]
  }

  /// The rank of the first relevant item.
  static func firstRank(of outcome: QueryOutcome) -> Double {
    Double(outcome.relevantRanks.first ?? outcome.worstRank)
  }

  /// nDCG@10 of one query.
  static func discountedGain(of outcome: QueryOutcome) -> Double {
    let gain = zip(outcome.relevantRanks, outcome.grades)
      .filter { $0.0 <= 10 }
      .reduce(0) { $0 + $1.1 / log2(Double($1.0) + 1) }
    return gain / idealGain(of: outcome)
  }

  private static func idealGain(of outcome: QueryOutcome) -> Double {
    outcome.idealGrades.prefix(10).enumerated()
      .reduce(0) { $0 + $1.element / log2(Double($1.offset) + 2) }
  }

  /// Means over all queries (and the median of the first rank) with percentile bootstrap intervals
  /// (Efron and Tibshirani 1993, chapter 13): 1,000 resamplings of the queries from a fixed seed.
  static func summary(of outcomes: [QueryOutcome]) -> [EvaluationReport.Measure] {
    let rows = outcomes.map { values(of: $0) }
    let firstRanks = outcomes.map { firstRank(of: $0) }
    var generator = SplitMix64(state: 0x6d6d_7365_6172_6368)
    var samples = [[Double]](repeating: [], count: names.count + 1)
    var drawn = [Double](repeating: 0, count: rows.count)
    for _ in 0..<1000 {
      var sums = [Double](repeating: 0, count: names.count)
      for draw in rows.indices {
        let pick = Int(generator.next(upperBound: UInt64(rows.count)))
        for (measure, value) in rows[pick].enumerated() { sums[measure] += value }
        drawn[draw] = firstRanks[pick]
      }
      for measure in names.indices { samples[measure].append(sums[measure] / Double(rows.count)) }
      samples[names.count].append(median(of: drawn))
    }
    let means = names.indices.map { measure in
      rows.reduce(0) { $0 + $1[measure] } / Double(rows.count)
    }
    return zip(names + ["median_rank"], means + [median(of: firstRanks)]).enumerated()
      .map { position, pair in
        let sorted = samples[position].sorted()
        return EvaluationReport.Measure(
          name: pair.0, value: pair.1, lower: sorted[24], upper: sorted[975])
      }
  }

  /// The mean difference of nDCG@10 between two ways of answering the same queries, with the percentile
  /// bootstrap interval of paired differences.
  static func difference(
    _ name: String, of outcomes: [QueryOutcome], from others: [QueryOutcome]
  ) -> EvaluationReport.Measure {
    let differences = zip(outcomes, others).map {
      discountedGain(of: $0) - discountedGain(of: $1)
    }
    let mean = differences.reduce(0, +) / Double(differences.count)
    var generator = SplitMix64(state: 0x6d6d_7365_6172_6368)
    let means = (0..<1000).map { _ in
      differences.indices.reduce(0.0) { sum, _ in
        sum + differences[Int(generator.next(upperBound: UInt64(differences.count)))]
      } / Double(differences.count)
    }.sorted()
    return EvaluationReport.Measure(name: name, value: mean, lower: means[24], upper: means[975])
  }

  private static func median(of values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014): a small generator that gives the same numbers everywhere.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
