internal import Encoders
internal import Ranking
internal import Storage
internal import Tuning

extension MMSearchLibrary {
  /// Titles that say what other queries lose, and answers that compete for them beside their own.
  private static let competitors = 5000
  private static let otherQueries = 500

  /// Learns heads from the feedback of the library and keeps them where they gain on queries that were held out.
  ///
  /// Throws: `LibraryError` where there is too little feedback.
  func tuneFromFeedback(
    _ request: TuningRequest, _ reading: ExampleReading, report: (TuningEvent) -> Void
  ) throws -> TuningReport {
    let start = ContinuousClock.now
    let (library, record) = (reading, reading.record)
    var reading = reading
    report(.phase("embedding queries"))
    let examples = try FeedbackExamples(
      try store.read { try $0.feedback() }, in: &reading, warn: { report(.warning($0)) },
      embed: { try embed($0, record) })
    let liked = examples.queries.count { query in query.judgements.contains { $0.grade > 0 } }
    guard liked >= FeedbackLearning.fewestQueries else {
      throw LibraryError(
        "items are liked for \(liked) of the \(FeedbackLearning.fewestQueries) queries that it takes to learn "
          + "and to judge; say more with mmsearch feedback like or clicks")
    }
    let others = library.titleQueries(apartFrom: examples.queries, count: Self.otherQueries)
    report(.phase("learning"))
    let answers = library.answers
    let right = Set(others.flatMap { $0.judgements.map(\.row) })
    let step = max(1, answers.count / Self.competitors)
    let candidates = answers.enumerated().filter { $0 % step == 0 || right.contains($1) }
    let outcome = FeedbackLearning(
      reading.vectors, queries: examples.queries, answers: answers, others: others,
      candidates: candidates.map(\.element), centers: library.centers,
      threads: configuration.threads
    ).run()
    func mean(_ values: [Double]) -> Double {
      values.reduce(0, +) / Double(max(1, values.count))
    }
    let gain = PairedDifference(of: outcome.tuned, from: outcome.base).estimate
    let isKept = outcome.heads != nil && (gain.lower > 0 || request.isForced)
    var result = TuningReport(
      model: record.name, head: request.headName, measure: "ndcg@\(FeedbackLearning.cutoff)",
      counts: (examples.judgementCount, 0, liked), queries: liked, base: mean(outcome.base),
      tuned: mean(outcome.tuned), gain: (gain.value, gain.lower, gain.upper), history: [],
      isKept: isKept, seconds: 0, wasInterrupted: false)
    if !others.isEmpty {
      result.others = (others.count, mean(outcome.others.base), mean(outcome.others.tuned))
    }
    if isKept, let heads = outcome.heads {
      try keep(heads, request, record, library, result)
    }
    result.seconds = (ContinuousClock.now - start) / .seconds(1)
    return result
  }

  /// The vector of a query, even if its picture is a file no more.
  private func embed(
    _ query: FeedbackQuery, _ record: ModelRecord
  ) throws -> (isImage: Bool, vector: [Float]) {
    if case .image(let content, _) = query,
      let known = try store.read({ try $0.vector(content, part: .image, model: record) })
    {
      return (true, known)
    }
    let embedding = TermEmbedding(
      store: store, model: model, modelRecord: record, threads: configuration.threads,
      limits: configuration.decodingLimits)
    let term = try embedding.embed([SearchTerm(query.content)]).terms[0]
    return (term.modality == .image, term.vector)
  }
}
