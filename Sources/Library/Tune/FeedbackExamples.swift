internal import Encoders
internal import Storage
internal import Tuning

/// The feedback of a library as rows of vectors.
struct FeedbackExamples {
  /// Queries with what was said of items that are here.
  private(set) var queries: [JudgedQuery] = []
  /// How many judgements those are.
  var judgementCount: Int { queries.reduce(0) { $0 + $1.judgements.count } }

  /// Adds the queries to the vectors of a reading. A query that cannot be embedded is told to `warn`.
  ///
  /// - Parameter embed: gives the vector and the modality of a query.
  init(
    _ records: [FeedbackRecord], in reading: inout ExampleReading, warn: (String) -> Void,
    embed: (FeedbackQuery) throws -> (isImage: Bool, vector: [Float])
  ) throws {
    var pairs: [FeedbackQuery: [FeedbackJudgements.Pair]] = [:]
    var order: [FeedbackQuery] = []
    for pair in FeedbackJudgements(records).pairs where pair.grade != 0 {
      if pairs[pair.query] == nil { order.append(pair.query) }
      pairs[pair.query, default: []].append(pair)
    }
    for query in order {
      let judgements = try judgements(pairs[query] ?? [], reading)
      guard !judgements.isEmpty else { continue }
      do {
        let (isImage, vector) = try embed(query)
        let row = reading.add(vector, isImage ? .image : .text)
        queries.append(JudgedQuery(row, judgements))
      } catch let error as LibraryError {
        warn("feedback on a query was left out: \(error)")
      }
    }
  }

  private func judgements(
    _ pairs: [FeedbackJudgements.Pair], _ reading: ExampleReading
  ) throws -> [JudgedQuery.Judgement] {
    var grades: [RetrievalVectors.Row: Double] = [:]
    var rows: [RetrievalVectors.Row] = []
    try reading.store.read { transaction in
      for pair in pairs {
        // Items that are not here now keep what was said of them.
        guard let item = try transaction.item(key: pair.item),
          let known = reading.items[item.id], let row = known.image ?? known.title
        else { continue }
        if grades[row] == nil { rows.append(row) }
        grades[row, default: 0] += pair.grade
      }
    }
    return rows.compactMap { row in
      guard let grade = grades[row], grade != 0 else { return nil }
      return JudgedQuery.Judgement(row, grade: min(1, max(-1, grade)))
    }
  }
}

extension ExampleReading {
  /// The row by which each item answers.
  var answers: [RetrievalVectors.Row] {
    var seen: Set<RetrievalVectors.Row> = []
    return items.keys.sorted().compactMap { items[$0].flatMap { $0.image ?? $0.title } }
      .filter { seen.insert($0).inserted }
  }

  /// Titles as queries for the pictures of their items, of items that no feedback is about, evenly spread.
  func titleQueries(apartFrom queries: [JudgedQuery], count: Int) -> [JudgedQuery] {
    let judged = Set(queries.flatMap { $0.judgements.map(\.row) })
    let titled = items.keys.sorted().compactMap { id -> JudgedQuery? in
      guard let item = items[id], let image = item.image, let title = item.title,
        !judged.contains(image)
      else { return nil }
      return JudgedQuery(title, [JudgedQuery.Judgement(image, grade: 1)])
    }
    let step = max(1, titled.count / count)
    return stride(from: 0, to: titled.count, by: step).map { titled[$0] }
  }

  /// The means of the vectors of each kind of which the library has enough to say what is usual.
  var centers: [TuningModality: [Float]] {
    var centers: [TuningModality: [Float]] = [:]
    for modality in TuningModality.allCases {
      let rows = vectors.matrix(modality)
      guard rows.rows >= Self.fewestForCenter else { continue }
      centers[modality] = rows.sumOfRows.scalars.map { $0 / Float(rows.rows) }
    }
    return centers
  }

  private static let fewestForCenter = 100
}
