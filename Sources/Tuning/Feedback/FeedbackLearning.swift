import Ranking

/// Learning from judged queries, and judging what was learned by queries it has not seen.
///
/// Queries are held out whole, a part at a time, together with the answers that were judged for them; how far
/// feedback reaches is chosen anew without each part (nested cross-validation, Varma and Simon 2006), so that what is
/// measured is what another query gains. A query is measured by the answers that whoever judged it will have seen:
/// those that the vectors as they are rank above the last one that was liked. What comes up from below was never
/// judged, and would count as wrong. What feedback is not about is measured by queries with known answers: of the
/// strengths only those are taken that leave them almost as they were.
public struct FeedbackLearning: Sendable {
  let vectors: RetrievalVectors
  let queries: [JudgedQuery]
  let seen: [RetrievalVectors.Row: [RetrievalVectors.Row]]
  let candidates: [RetrievalVectors.Row]
  let others: [JudgedQuery]
  let centers: [TuningModality: [Float]]
  let threads: Int

  /// Ranks that the measure looks at.
  public static let cutoff = 10
  /// Judged queries that there must be to hold some out.
  public static let fewestQueries = 3
  /// What other queries may lose, as a mean of nDCG@10.
  public static let mostLoss = 0.005
  private static let parts = 5
  /// Nobody looks further.
  private static let mostSeen = 500

  /// What was learned.
  public struct Outcome: Sendable {
    /// Of all feedback; nil where every strength costs other queries too much.
    public let heads: HeadPair?
    /// nDCG@10 of each judged query with right answers, with the vectors as they are.
    public let base: [Double]
    /// The same with what was learned without it.
    public let tuned: [Double]
    /// nDCG@10 of the other queries without and with what was learned of all feedback; empty where there are none.
    public let others: (base: [Double], tuned: [Double])
  }

  /// - Parameters:
  ///   - vectors: of the library, the texts and pictures that were asked behind them.
  ///   - queries: what was judged; at least ``fewestQueries`` with right answers.
  ///   - answers: all that were ranked when queries were judged, each once.
  ///   - others: queries that no feedback is about, with their right answers.
  ///   - candidates: the answers that compete for `others`, each once, theirs among them.
  ///   - centers: the means of the library's vectors of each kind that it has enough of.
  public init(
    _ vectors: RetrievalVectors, queries: [JudgedQuery], answers: [RetrievalVectors.Row],
    others: [JudgedQuery], candidates: [RetrievalVectors.Row],
    centers: [TuningModality: [Float]], threads: Int
  ) {
    precondition(queries.count { $0.hasRightAnswers } >= Self.fewestQueries)
    seen = Self.seen(queries, vectors, answers, threads: threads)
    self.vectors = vectors
    self.queries = queries
    self.candidates = candidates
    self.others = others
    self.centers = centers
    self.threads = threads
  }

  /// Learns and measures.
  public func run() -> Outcome {
    let none = HeadPair(image: nil, text: nil)
    let othersBase = otherMeasures(none)
    let sparing = strengths.filter { strength in
      let tuned = otherMeasures(heads(queries, strength))
      let loss = zip(othersBase, tuned).reduce(0) { $0 + $1.0 - $1.1 }
      return loss <= Self.mostLoss * Double(max(1, others.count))
    }
    let judged = queries.filter(\.hasRightAnswers)
    let base = judged.map { measure($0, none) }
    guard let last = sparing.last else {
      return Outcome(heads: nil, base: base, tuned: base, others: (othersBase, othersBase))
    }
    let parts = Self.split(queries)
    var tuned: [RetrievalVectors.Row: Double] = [:]
    for (number, part) in parts.enumerated() {
      var rest = parts
      rest.remove(at: number)
      let strength = best(of: sparing, parts: rest) ?? last
      let learned = heads(Self.without(part, rest.flatMap { $0 }), strength)
      for query in part where query.hasRightAnswers { tuned[query.row] = measure(query, learned) }
    }
    let learned = heads(queries, best(of: sparing, parts: parts) ?? last)
    return Outcome(
      heads: learned, base: base, tuned: judged.map { tuned[$0.row] ?? 0 },
      others: (othersBase, otherMeasures(learned)))
  }

  /// From the gentlest on. Without a middle to see queries from, what all have in common is a share of each.
  private var strengths: [FeedbackStrength] {
    let isCentered = queries.allSatisfy { centers[$0.row.modality] != nil }
    return [0.5, 1].flatMap { step in
      (isCentered ? [0.4, 0.3] : [0.6, 0.5]).map { reach in
        FeedbackStrength(step: step, reach: reach)
      }
    }
  }

  private func heads(_ queries: [JudgedQuery], _ strength: FeedbackStrength) -> HeadPair {
    FeedbackShift(vectors: vectors, centers: centers, strength: strength).heads(for: queries)
  }

  /// The strength with the best mean over parts that are held out one after the other; nil for one part.
  private func best(of strengths: [FeedbackStrength], parts: [[JudgedQuery]]) -> FeedbackStrength? {
    guard parts.count > 1 else { return nil }
    var best: (strength: FeedbackStrength, sum: Double)?
    for strength in strengths {
      var sum = 0.0
      for (number, part) in parts.enumerated() {
        var rest = parts
        rest.remove(at: number)
        let learned = heads(Self.without(part, rest.flatMap { $0 }), strength)
        sum += part.filter(\.hasRightAnswers).reduce(0) { $0 + measure($1, learned) }
      }
      if sum > best?.sum ?? -1 { best = (strength, sum) }
    }
    return best?.strength
  }

  private static func split(_ queries: [JudgedQuery]) -> [[JudgedQuery]] {
    let count = min(parts, queries.count)
    return (0..<count).map { part in
      stride(from: part, to: queries.count, by: count).map { queries[$0] }
    }
  }

  /// Queries without what was said of answers that were also judged for others.
  private static func without(_ held: [JudgedQuery], _ queries: [JudgedQuery]) -> [JudgedQuery] {
    let known = Set(held.flatMap { $0.judgements.map(\.row) })
    return queries.compactMap { query in
      let rest = query.judgements.filter { !known.contains($0.row) }
      return rest.isEmpty ? nil : JudgedQuery(query.row, rest)
    }
  }

  /// For each query with right answers those that are ranked down to the last right one, and all judged ones.
  private static func seen(
    _ queries: [JudgedQuery], _ vectors: RetrievalVectors, _ answers: [RetrievalVectors.Row],
    threads: Int
  ) -> [RetrievalVectors.Row: [RetrievalVectors.Row]] {
    var seen: [RetrievalVectors.Row: [RetrievalVectors.Row]] = [:]
    let matrix = vectors.gathering(answers)
    for query in queries where query.hasRightAnswers {
      let cosines = vectors.gathering([query.row]).multiplied(by: matrix, threads: threads)
      let ranked = NearestRows.largest(of: cosines.row(0), count: mostSeen).map { answers[$0] }
      let right = Set(query.judgements.filter { $0.grade > 0 }.map(\.row))
      let shown = ranked[..<((ranked.lastIndex(where: right.contains) ?? -1) + 1)]
      let known = Set(shown)
      seen[query.row] =
        shown + query.judgements.map(\.row).filter { !known.contains($0) }
    }
    return seen
  }

  /// nDCG@10 of a judged query among the answers that were seen.
  private func measure(_ query: JudgedQuery, _ heads: HeadPair) -> Double {
    let seen = seen[query.row] ?? []
    let cosines = RetrievalMeasures.mapped([query.row], vectors, heads, threads)
      .multiplied(by: RetrievalMeasures.mapped(seen, vectors, heads, threads), threads: threads)
    return discountedGain(of: query, among: seen, cosines.row(0))
  }

  /// nDCG@10 of each of the other queries among all candidates.
  private func otherMeasures(_ heads: HeadPair) -> [Double] {
    let answers = RetrievalMeasures.mapped(candidates, vectors, heads, threads)
    let cosines = RetrievalMeasures.mapped(others.map(\.row), vectors, heads, threads)
      .multiplied(by: answers, threads: threads)
    return others.enumerated().map { number, query in
      discountedGain(of: query, among: candidates, cosines.row(number))
    }
  }

  private func discountedGain(
    of query: JudgedQuery, among candidates: [RetrievalVectors.Row], _ cosines: ArraySlice<Float>
  ) -> Double {
    let grades = Dictionary(
      query.judgements.filter { $0.grade > 0 }.map { ($0.row, $0.grade) }, uniquingKeysWith: max)
    let found = NearestRows.largest(of: cosines, count: Self.cutoff + 1)
      .map { candidates[$0] }.filter { $0 != query.row }.prefix(Self.cutoff)
    let hits = found.enumerated().filter { grades[$0.element] != nil }
    let outcome = QueryOutcome(
      relevantRanks: hits.map { $0.offset + 1 }, grades: hits.map { grades[$0.element] ?? 0 },
      idealGrades: grades.values.sorted(by: >), worstRank: candidates.count + 1)
    return RetrievalMeasure.discountedGain(Self.cutoff).value(of: outcome)
  }
}
