internal import Encoders
internal import FoundationEssentials
internal import Glibc
internal import JSON
internal import Ranking
internal import Storage
internal import Tuning

extension MMSearchLibrary {
  /// Makes a re-ranker of the library's queries for the first model, behind the head that is in use, judges it
  /// by cross-validation, and keeps it, as what searches use, where the gain is beyond its interval.
  ///
  /// Throws: `LibraryError` where there are too few queries to judge it by.
  public static func tune(
    _ configuration: LibraryConfiguration, _ request: RerankerRequest,
    report: (TuningEvent) -> Void
  ) throws -> RerankerReport {
    try MMSearchLibrary(opening: configuration, access: .writeExisting).tune(
      request, report: report)
  }

  /// As the static one does, in a library that is open for writing.
  func tune(
    _ request: RerankerRequest, report: (TuningEvent) -> Void = { _ in }
  ) throws -> RerankerReport {
    let start = ContinuousClock.now
    report(.phase("reading vectors"))
    let record = try modelRecord()
    var reading = try ExampleReading(store, record)
    let (examples, typical) = try queries(of: request, from: &reading, report: report)
    let asked = Set(examples.map(\.query)).count
    let groups = Set(examples.map(\.key)).count
    guard asked >= Self.fewestJudges, groups >= Self.fewestGroups else {
      throw LibraryError(
        "\(asked) texts with \(groups) different pictures that answer them are too few to judge a "
          + "re-ranker by; give \(Self.fewestJudges) texts or more, for \(Self.fewestGroups) pictures or more"
      )
    }
    report(.phase("judging"))
    let heads = try head(of: record)?.heads
    let vectors =
      heads?.apply(to: reading.vectors, threads: configuration.threads) ?? reading.vectors
    let depth = Searcher.standardRerankDepth
    let trial = RerankingTrial(
      examples, typical: typical, in: vectors, depth: depth, seed: request.seed,
      threads: configuration.threads)
    let gain = PairedDifference(of: trial.reranked, from: trial.base).estimate
    let rows = examples.map(\.query) + typical
    guard let bank = QueryBank(of: rows, in: reading.vectors, seed: request.seed) else {
      preconditionFailure("as many queries as judge are enough to be held")
    }
    let isKept = gain.lower > 0 || request.isForced
    let result = RerankerReport(
      model: record.name, queries: trial.queries, held: bank.queries.rows, depth: depth,
      base: trial.base.reduce(0, +) / Double(trial.base.count),
      reranked: trial.reranked.reduce(0, +) / Double(trial.reranked.count),
      gain: (gain.value, gain.lower, gain.upper),
      milliseconds: milliseconds(of: bank, reading.vectors.images, count: depth), isKept: isKept,
      seconds: (ContinuousClock.now - start) / .seconds(1))
    if isKept { try keep(bank, result, of: record) }
    return result
  }

  /// Forgets the re-ranker of the first model; returns whether there was one.
  public static func removeReranker(_ configuration: LibraryConfiguration) throws -> Bool {
    let library = try MMSearchLibrary(opening: configuration, access: .writeExisting)
    let record = try library.modelRecord()
    let lock = try library.store.acquireWriterLock(purpose: "tune", timeout: 60) { _ in }
    defer { lock.release() }
    return try library.store.write { try $0.removeReranker(of: record) }
  }

  private static let fewestJudges = 200
  /// Of texts and pictures that belong together, directly or through others.
  private static let fewestGroups = 30

  /// Texts with the pictures that answer them, and further texts.
  private func queries(
    of request: RerankerRequest, from reading: inout ExampleReading,
    report: (TuningEvent) -> Void
  ) throws -> (examples: [RetrievalExample], typical: [RetrievalVectors.Row]) {
    switch request.source {
    case .titles: return (reading.titleExamples(), [])
    case .pairs(let path):
      report(.phase("embedding queries"))
      let (queries, warnings) = try EvaluationQuery.read(
        path, store: store, skipsUnjudged: true)
      for warning in warnings { report(.warning(warning)) }
      let texts = queries.filter(\.isText)
      let embedding = TermEmbedding(
        store: store, model: model, modelRecord: reading.record, threads: configuration.threads,
        limits: configuration.decodingLimits)
      func vectors(_ contents: [SearchTerm.Content]) throws -> [[Float]] {
        guard !contents.isEmpty else { return [] }
        return try embedding.embed(contents.map { SearchTerm($0) }).terms.map(\.vector)
      }
      let examples = try reading.pairExamples(texts) { texts in
        try vectors(texts.map(\.content)).map { (isImage: false, vector: $0) }
      }
      let judged = Set(texts.map(\.content))
      let others = try EvaluationQuery.texts(of: path).map(SearchTerm.Content.text)
        .filter { !judged.contains($0) }
      // No more than a re-ranker holds are embedded, however long a log is.
      var generator = SplitMix64(seed: request.seed)
      let drawn = generator.sample(QueryBank.capacity, of: others.count).map { others[$0] }
      return (
        examples.filter { $0.answer.modality == .image },
        try vectors(drawn).map { reading.add($0, .text) }
      )
    }
  }

  /// Milliseconds in which the hubness of as many pictures as a query has candidates is found: the median of
  /// nine.
  private func milliseconds(of bank: QueryBank, _ pictures: Matrix, count: Int) -> Double {
    let candidates = pictures.gathering((0..<count).map { $0 % pictures.rows })
    let times = (0..<9).map { _ in
      let start = ContinuousClock.now
      _ = bank.hubness(of: candidates, threads: configuration.threads)
      return (ContinuousClock.now - start) / .milliseconds(1)
    }
    return times.sorted()[times.count / 2]
  }

  private func keep(
    _ bank: QueryBank, _ report: RerankerReport, of record: ModelRecord
  ) throws {
    let settings = JSONValue.object([
      ("measure", .string("ndcg@\(RerankingTrial.cutoff)")),
      ("queries", .integer(report.queries)),
      ("base", .decimal(report.base)),
      ("reranked", .decimal(report.reranked)),
      ("gain", .array([report.gain.lower, report.gain.upper].map(JSONValue.decimal))),
    ])
    let lock = try store.acquireWriterLock(purpose: "tune", timeout: 60) { _ in }
    defer { lock.release() }
    try store.write {
      try $0.putReranker(
        RerankerRecord(
          settings: settings.text, weights: bank.bytes, createdUnixSeconds: Int64(time(nil))),
        of: record)
    }
  }
}
