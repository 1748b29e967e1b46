internal import JSON
internal import Ranking
internal import Storage

/// A query with what became of it.
struct AnsweredQuery {
  let query: EvaluationQuery
  let outcome: QueryOutcome
  /// The best results.
  let best: [RankedList.Entry]
  /// The relevant items that were found, best first.
  let places: [(item: Int64, rank: Int)]

  /// Results that are kept; the others only count.
  private static let keptResults = 10
  private static let lossMeasure = RetrievalMeasure.discountedGain(10)

  /// - Parameter depth: How many items could have been ranked.
  init(_ query: EvaluationQuery, ranked: [RankedList.Entry], depth: Int) {
    self.query = query
    let items = ranked.map(\.item)
    outcome = query.outcome(for: items, worstRank: depth + 1)
    places = query.places(in: items)
    best = Array(ranked.prefix(Self.keptResults))
  }

  /// How far the answer is from the ideal one: 1 − nDCG@10.
  var loss: Double { 1 - Self.lossMeasure.value(of: outcome) }

  /// The greatest loss first; of equal ones that whose first relevant item comes last, then in the order of
  /// the queries.
  static func byLoss(_ answers: [AnsweredQuery]) -> [AnsweredQuery] {
    answers.sorted { a, b in
      if a.loss != b.loss { return a.loss > b.loss }
      if a.outcome.firstRank != b.outcome.firstRank {
        return a.outcome.firstRank > b.outcome.firstRank
      }
      return a.query.number < b.query.number
    }
  }

  /// The relevant items, those found first and in their order, with their ranks.
  var relevantItems: [(item: Int64, grade: Double, rank: Int?)] {
    let ranks = Dictionary(uniqueKeysWithValues: places.map { ($0.item, $0.rank) })
    return query.grades.map { (item: $0.key, grade: $0.value, rank: ranks[$0.key]) }
      .sorted { ($0.rank ?? .max, $0.item) < ($1.rank ?? .max, $1.item) }
  }

  /// The query as one JSON object.
  ///
  /// - Parameter names: The ids of all items that it speaks of.
  func json(measures: [RetrievalMeasure], names: [Int64: String]) -> JSONValue {
    let asked: JSONValue.Member =
      switch query.content {
      case .text(let text): ("query", .string(text))
      case .image(let path): ("image", .string(path))
      case .item(let key): ("item", .string(key))
      }
    let relevant = relevantItems.map { item, grade, rank in
      JSONValue.object([
        ("id", .optional(names[item])), ("grade", .decimal(grade)),
        ("rank", rank.map { .integer($0) } ?? .null),
      ])
    }
    let found = best.enumerated().map { place, entry in
      JSONValue.object([
        ("rank", .integer(place + 1)), ("id", .optional(names[entry.item])),
        ("score", .decimal(entry.score)),
      ])
    }
    return .object([
      ("line", .integer(query.number)), asked, ("loss", .decimal(loss)),
      (
        "measures",
        .object(
          measures.map { measure in
            (
              measure == .firstRank ? "first_rank" : measure.name,
              .decimal(measure.value(of: outcome))
            )
          })
      ),
      ("relevant", .array(relevant)), ("found", .array(found)),
    ])
  }

  /// Every item that a report on the query speaks of.
  var namedItems: [Int64] { best.map(\.item) + Array(query.grades.keys) }
}

/// Queries as JSON lines, that with the greatest loss first.
enum PerQueryFile {
  /// Writes the file.
  ///
  /// Throws: `LibraryError` where it cannot be written.
  static func write(
    _ answers: [AnsweredQuery], measures: [RetrievalMeasure], to path: String, store: LibraryStore
  ) throws {
    let writer = try LineWriter(path: path)
    for answer in AnsweredQuery.byLoss(answers) {
      let items = try store.read { try $0.items(ids: answer.namedItems) }
      let names = Dictionary(items.map { ($0.id, $0.key) }, uniquingKeysWith: { first, _ in first })
      try writer.write(answer.json(measures: measures, names: names).text)
    }
    try writer.finish()
  }
}
