import Ranking

/// How well vectors behind heads answer, query by query.
enum RetrievalMeasures {
  /// nDCG at a rank of each query of `examples` among all their answers.
  static func discountedGains(
    of examples: [RetrievalExample], in vectors: RetrievalVectors, _ heads: HeadPair, cutoff: Int,
    mostQueries: Int, threads: Int
  ) -> [Double] {
    let (answers, places) = distinct(examples.map(\.answer))
    var grades: [RetrievalVectors.Row: [Int: Double]] = [:]
    var queries: [RetrievalVectors.Row] = []
    for example in examples {
      guard let place = places[example.answer] else { continue }
      if grades[example.query] == nil { queries.append(example.query) }
      grades[example.query, default: [:]][place] = example.grade
    }
    queries = spread(queries, count: mostQueries)
    let cosines = mapped(queries, vectors, heads, threads)
      .multiplied(by: mapped(answers, vectors, heads, threads), threads: threads)
    return queries.enumerated().map { number, query in
      let relevant = grades[query] ?? [:]
      // What is asked with is no answer.
      let itself = places[query]
      let best = NearestRows.largest(of: cosines.row(number), count: cutoff + 1)
        .filter { $0 != itself }
      let found = best.prefix(cutoff).enumerated().filter { relevant[$0.element] != nil }
      let outcome = QueryOutcome(
        relevantRanks: found.map { $0.offset + 1 }, grades: found.map { relevant[$0.element] ?? 0 },
        idealGrades: relevant.values.sorted(by: >), worstRank: answers.count + 1)
      return RetrievalMeasure.discountedGain(cutoff).value(of: outcome)
    }
  }

  /// The share of the nearest other answers with the query's label, of each answer.
  static func sameLabelShares(
    of examples: [RetrievalExample], in vectors: RetrievalVectors, _ heads: HeadPair, cutoff: Int,
    mostQueries: Int, threads: Int
  ) -> [Double] {
    let (answers, places) = distinct(examples.map(\.answer))
    guard answers.count > 1 else { return [] }
    var labels = [Int](repeating: 0, count: answers.count)
    for example in examples {
      if let place = places[example.answer] { labels[place] = example.label }
    }
    return NeighborLabels.shares(
      vectors: mapped(answers, vectors, heads, threads), labels: labels,
      queries: spread(Array(answers.indices), count: mostQueries),
      counts: [min(cutoff, answers.count - 1)], threads: threads
    ).map { $0[0] }
  }

  static func mapped(
    _ rows: [RetrievalVectors.Row], _ vectors: RetrievalVectors, _ heads: HeadPair, _ threads: Int
  ) -> Matrix {
    var mapped = vectors.gathering(rows)
    for modality in TuningModality.allCases {
      let places = rows.indices.filter { rows[$0].modality == modality }
      guard heads[modality] != nil, !places.isEmpty else { continue }
      let part = heads.apply(to: mapped.gathering(places), modality, threads: threads)
      for (number, place) in places.enumerated() {
        mapped.scalars.replaceSubrange(
          place * mapped.columns..<(place + 1) * mapped.columns, with: part.row(number))
      }
    }
    return mapped
  }

  private static func distinct(
    _ rows: [RetrievalVectors.Row]
  ) -> (rows: [RetrievalVectors.Row], places: [RetrievalVectors.Row: Int]) {
    var distinct: [RetrievalVectors.Row] = []
    var places: [RetrievalVectors.Row: Int] = [:]
    for row in rows where places[row] == nil {
      places[row] = distinct.count
      distinct.append(row)
    }
    return (distinct, places)
  }

  /// So many elements, evenly spread over all.
  private static func spread<Element>(_ elements: [Element], count: Int) -> [Element] {
    guard elements.count > count else { return elements }
    return (0..<count).map { elements[$0 * elements.count / count] }
  }
}
