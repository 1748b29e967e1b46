internal import Encoders
internal import Ranking
internal import Storage
internal import VectorIndex

extension MMSearchLibrary {
  /// Measures how well queries whose right answers are known are answered, and writes the files that the
  /// request names.
  ///
  /// Every query ranks all items. An item with the same picture as a query is left out of its answers, but
  /// where pictures ask for texts.
  ///
  /// - Parameter progress: Told now and then how many queries are answered, of how many.
  /// - Throws: `LibraryError` where the queries or files cannot be used, or a model that is compared lacks
  ///   vectors.
  public func evaluate(
    _ request: EvaluationRequest, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    var searcher = try searcher(for: request.configuration)
    var (queries, warnings) = try queries(of: request, searcher)
    warnings = searcher.warnings + warnings
    if request.judgementsPath != nil { try TRECJudgements.check(queries) }
    let search = searchRequest(for: request.configuration, request)
    var lesson: (queries: Int, weights: [Double])?
    if request.learnsWeights {
      lesson = try learnWeights(&queries, search, searcher)
      searcher = searcher.weighing(lesson?.weights ?? [])
    }
    let runs = request.comparison == nil ? 1 : 2
    let total = queries.count * runs
    let (answers, unanswered) = try searcher.answers(to: queries, search, request) {
      progress($0, total)
    }
    warnings += unanswered
    if let path = request.judgementsPath {
      try TRECJudgements.write(answers.map(\.query), to: path, store: store)
    }
    let measures = request.measures
    var report = EvaluationReport(
      queries: answers.count, items: searcher.itemCount,
      measures: EvaluationReport.measures(measures, of: answers), warnings: warnings)
    report.languages = LanguageEvaluation.evaluations(of: answers, measures: measures)
    if let lesson {
      report.learned = EvaluationReport.LearnedWeights(
        queries: lesson.queries,
        models: zip(searcher.members, lesson.weights).map { ($0.model.name, $1) },
        gains: try gains(of: answers, to: queries, search, request, over: searcher))
    }
    if let comparison = request.comparison {
      var other = request
      other.runPath = nil
      let (others, _) = try self.searcher(for: comparison)
        .answers(to: queries, searchRequest(for: comparison, request), other) {
          progress(queries.count + $0, total)
        }
      report.comparison = try EvaluationComparison(
        request.configuration.name, answers, comparison.name, others, measures: measures)
    }
    if let path = request.perQueryPath {
      try PerQueryFile.write(answers, measures: measures, to: path, store: store)
    }
    report.failures = try FailedQuery.worst(request.failureLimit, of: answers, store: store)
    return report
  }

  /// A searcher that answers as a configuration says.
  ///
  /// Throws: `LibraryError` where a model that it names has no vectors, or fewer than others, or
  /// no such head.
  func searcher(for configuration: EvaluationConfiguration) throws -> Searcher {
    var settings = self.configuration
    settings.head = configuration.head ?? settings.head
    guard !configuration.models.isEmpty else {
      return try MMSearchLibrary(settings, store: store, models: models).searcher()
    }
    let opened = try configuration.models.map { reference in
      try models.first { $0.model.name == reference } ?? OpenedModel(reference)
    }
    let searcher = try MMSearchLibrary(settings, store: store, models: opened).searcher()
    let answering = Set(searcher.members.map(\.record.fingerprint))
    for model in opened where !answering.contains(model.model.fingerprint.hex) {
      throw LibraryError(
        "\(model.model.name) lacks vectors in this library and cannot be compared; index or ingest "
          + "again with --model \(model.location)")
    }
    return searcher
  }

  /// The queries that a request asks for.
  private func queries(
    of request: EvaluationRequest, _ searcher: Searcher
  ) throws -> (queries: [EvaluationQuery], warnings: [String]) {
    switch request.source {
    case .file(let path):
      var (queries, warnings) = try EvaluationQuery.read(path, store: store)
      guard !queries.isEmpty else {
        throw LibraryError(
          "\(path) holds no query whose relevant items are in the library; "
            + (warnings.first ?? "each line is {\"query\": …, \"relevant\": [\"id\", …]}"))
      }
      if let direction = request.direction {
        queries.removeAll { $0.isText == direction.asksWithImages }
        guard !queries.isEmpty else {
          let kind = direction.asksWithImages ? "\"image\"" : "\"query\""
          throw LibraryError(
            "no line of \(path) asks with \(kind), as --direction \(direction.rawValue) wants; "
              + "choose another direction")
        }
      }
      return (queries, warnings)
    case .pairs(let part, let sampleCount, let seed):
      let queries = try EvaluationQuery.pairs(
        of: part, sampleCount: sampleCount, seed: seed,
        asksWithImages: request.direction == .imageToText, store: store
      ) { item in
        searcher.members.contains { !$0.index.snapshot.vectors(of: item, block: "image").isEmpty }
      }
      guard !queries.isEmpty else {
        throw LibraryError(
          "no item of the library has both a \(part.rawValue) and a picture to pair; ingest a feed "
            + "that has them, or give a file of queries")
      }
      return (queries, [])
    }
  }

  /// How the queries are put: as the configuration says, but where a direction decides.
  private func searchRequest(
    for configuration: EvaluationConfiguration, _ request: EvaluationRequest
  ) -> SearchRequest {
    var search = configuration.searchRequest
    if let direction = request.direction { search.mode = direction.mode }
    if case .pairs(let part, _, _) = request.source, search.weights == nil {
      search.weights = request.direction == .imageToText ? [part: 1] : [.image: 1]
    }
    return search
  }

  /// The weights that every other query teaches; those queries are taken out.
  private func learnWeights(
    _ queries: inout [EvaluationQuery], _ search: SearchRequest, _ searcher: Searcher
  ) throws -> (queries: Int, weights: [Double]) {
    guard searcher.members.count > 1, queries.count > 1 else {
      throw LibraryError(
        "weights are learned between several models from several queries; name the models with "
          + "--model, each of which has indexed the library")
    }
    let lesson = queries.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    queries = queries.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    let learning = WeightLearning(searcher: searcher, request: search, queries: lesson)
    return (lesson.count, try learning.weights())
  }

  /// How much better an ensemble is than each of its models alone, by nDCG@10.
  private func gains(
    of answers: [AnsweredQuery], to queries: [EvaluationQuery], _ search: SearchRequest,
    _ request: EvaluationRequest, over ensemble: Searcher
  ) throws -> [EvaluationReport.Measure] {
    let measure = RetrievalMeasure.discountedGain(10)
    var request = request
    request.runPath = nil
    return try ensemble.members.compactMap { member in
      do {
        let (alone, _) = try ensemble.alone(member).answers(to: queries, search, request) { _ in }
        guard alone.map(\.query.number) == answers.map(\.query.number) else { return nil }
        return EvaluationReport.Measure(
          name: member.model.name,
          estimate: PairedDifference(
            of: answers.map { measure.value(of: $0.outcome) },
            from: alone.map { measure.value(of: $0.outcome) }
          ).estimate)
      } catch is LibraryError {
        // A model of texts, say, has no answer of its own to pictures.
        return nil
      }
    }
  }
}

extension EvaluationRequest {
  /// What is measured, in the order of a report.
  var measures: [RetrievalMeasure] {
    RetrievalMeasure.all(cutoffs: Set([1, 5, 10] + cutoffs).sorted())
  }
}

extension Searcher {
  /// What became of each query; where the request names a run, the rankings are written, too. A query that
  /// cannot be put, as one with a broken picture, is left out with a warning.
  ///
  /// - Parameter progress: Told after each query how many are done.
  /// - Throws: What is wrong with the first query, where none can be put.
  fileprivate func answers(
    to queries: [EvaluationQuery], _ search: SearchRequest, _ request: EvaluationRequest,
    progress: (Int) -> Void
  ) throws -> (answers: [AnsweredQuery], warnings: [String]) {
    let depth = request.depth ?? itemCount
    let run = try request.runPath.map {
      try TRECRun(path: $0, store: store, depth: request.depth ?? TRECRun.customaryDepth)
    }
    var answers: [AnsweredQuery] = []
    answers.reserveCapacity(queries.count)
    var failures: [(query: EvaluationQuery, error: LibraryError)] = []
    for (place, query) in queries.enumerated() {
      do {
        // A picture that asks for texts asks for those of its own item, too.
        let ranked = try rank(
          search.asking(query.content), depth: depth,
          leavesOutSources: request.direction != .imageToText)
        answers.append(AnsweredQuery(query, ranked: Array(ranked.prefix(depth)), depth: depth))
        try run?.write(query.number, ranked)
      } catch let error as LibraryError {
        failures.append((query, error))
      }
      progress(place + 1)
    }
    try run?.finish()
    if answers.isEmpty, let first = failures.first { throw first.error }
    return (answers, failures.map { "line \($0.query.number) is left out: \($0.error)" })
  }

  /// The best items at least to a depth, from best to worst.
  ///
  /// - Parameter leavesOutSources: Whether the items are left out that the query itself consists of.
  func rank(
    _ request: SearchRequest, depth: Int, leavesOutSources: Bool = true
  ) throws -> [RankedList.Entry] {
    let question = try question(request, leavesOutSources: leavesOutSources)
    return try ranking(question, try keywordRanking(question), depth: depth).entries
  }
}
