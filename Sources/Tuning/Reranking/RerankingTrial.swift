internal import Ranking

/// What re-ranking gains where the right answers are known.
public struct RerankingTrial: Sendable {
  /// nDCG@10 of what belongs together, as the first ranking has it and re-ranked. The queries of one group,
  /// such as the captions of one picture, count as one, so that they do not narrow the interval.
  public let base: [Double]
  /// The same, re-ranked.
  public let reranked: [Double]
  /// The queries that asked.
  public let queries: Int

  /// Rankings of the measure.
  public static let cutoff = 10
  private static let folds: UInt64 = 5

  /// Judges by cross-validation, so that every query asks and none is in the bank that re-ranks it.
  ///
  /// The queries of each fold rank the answers of their fold alone: no answer is one of a query in the bank,
  /// which would make it look like a hub, and the right one stand out.
  ///
  /// - Parameters:
  ///   - examples: texts and the pictures that answer them.
  ///   - typical: further texts, without an answer.
  ///   - depth: how many of the first ranking are looked at again.
  public init(
    _ examples: [RetrievalExample], typical: [RetrievalVectors.Row], in vectors: RetrievalVectors,
    depth: Int, seed: UInt64, threads: Int
  ) {
    let folds = examples.map { example in
      var generator = SeededGenerator(seed: example.key)
      return generator.next() % Self.folds
    }
    var gains: [UInt64: (base: Double, reranked: Double, count: Double)] = [:]
    var queries = 0
    for fold in 0..<Self.folds {
      let asked = examples.indices.filter { folds[$0] == fold }.map { examples[$0] }
      let others = examples.indices.filter { folds[$0] != fold }.map { examples[$0].query }
      guard !asked.isEmpty,
        let bank = QueryBank(of: others + typical, in: vectors, seed: seed)
      else { continue }
      let rankings = FoldRanking(asked, vectors, bank, depth: depth, threads: threads)
      for (number, query) in rankings.queries.enumerated() {
        var sums = gains[query.key] ?? (0, 0, 0)
        sums.base += rankings.gain(ofQuery: number, isReranked: false)
        sums.reranked += rankings.gain(ofQuery: number, isReranked: true)
        sums.count += 1
        gains[query.key] = sums
        queries += 1
      }
    }
    let keys = gains.keys.sorted()
    base = keys.compactMap { key in gains[key].map { $0.base / $0.count } }
    reranked = keys.compactMap { key in gains[key].map { $0.reranked / $0.count } }
    self.queries = queries
  }
}

extension QueryBank {
  /// The bank of some texts, drawn by a seed where they are more than it holds; nil for too few.
  public init?(of texts: [RetrievalVectors.Row], in vectors: RetrievalVectors, seed: UInt64) {
    var seen: Set<RetrievalVectors.Row> = []
    let distinct = texts.filter { seen.insert($0).inserted }
    guard distinct.count >= Self.fewest else { return nil }
    var generator = SplitMix64(seed: seed)
    let drawn = generator.sample(Self.capacity, of: distinct.count).map { distinct[$0] }
    self.init(queries: vectors.gathering(drawn))
  }
}

/// The answers of one fold, ranked by its queries.
private struct FoldRanking {
  /// The distinct queries, with the keys of their examples.
  private(set) var queries: [(row: RetrievalVectors.Row, key: UInt64)] = []
  /// For each query the grades of the answers by their columns.
  private var grades: [[Int: Double]] = []
  /// `[queries, answers]`.
  private let cosines: Matrix
  /// Of each answer.
  private let hubness: [Float]
  private let depth: Int

  init(
    _ examples: [RetrievalExample], _ vectors: RetrievalVectors, _ bank: QueryBank, depth: Int,
    threads: Int
  ) {
    var columns: [RetrievalVectors.Row: Int] = [:]
    var answers: [RetrievalVectors.Row] = []
    var places: [RetrievalVectors.Row: Int] = [:]
    for example in examples {
      if columns[example.answer] == nil {
        columns[example.answer] = answers.count
        answers.append(example.answer)
      }
      if places[example.query] == nil {
        places[example.query] = queries.count
        queries.append((example.query, example.key))
        grades.append([:])
      }
      if let place = places[example.query], let column = columns[example.answer] {
        grades[place][column] = example.grade
      }
    }
    let pictures = vectors.gathering(answers)
    cosines = vectors.gathering(queries.map(\.row)).multiplied(by: pictures, threads: threads)
    hubness = bank.hubness(of: pictures, threads: threads)
    self.depth = depth
  }

  /// nDCG@10 of a query.
  func gain(ofQuery number: Int, isReranked: Bool) -> Double {
    let row = Array(cosines.row(number))
    var ranked = NearestRows.largest(of: row, count: depth)
    if isReranked {
      let scores = ranked.map { row[$0] - QueryBank.weight * hubness[$0] }
      ranked = NearestRows.largest(of: scores, count: RerankingTrial.cutoff).map { ranked[$0] }
    }
    let relevant = grades[number]
    let found = ranked.prefix(RerankingTrial.cutoff).enumerated()
      .filter { relevant[$0.element] != nil }
    let outcome = QueryOutcome(
      relevantRanks: found.map { $0.offset + 1 },
      grades: found.map { relevant[$0.element] ?? 0 },
      idealGrades: relevant.values.sorted(by: >), worstRank: cosines.columns + 1)
    return RetrievalMeasure.discountedGain(RerankingTrial.cutoff).value(of: outcome)
  }
}
