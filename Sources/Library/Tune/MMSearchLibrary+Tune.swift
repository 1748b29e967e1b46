internal import Encoders
internal import Glibc
internal import JSON
internal import Ranking
internal import Storage
internal import SystemPackage
internal import Tuning

extension MMSearchLibrary {
  /// Trains heads behind the first model on what the library holds, measures them on examples that training
  /// has not seen, and keeps them, as the ones that searches use, where the gain is beyond its interval.
  ///
  /// No picture is read again: heads stand between the stored vectors and the index. While training, the state
  /// after each epoch lies beside the database, and the same request goes on from it.
  ///
  /// - Parameters:
  ///   - isCancelled: asked after each epoch.
  ///   - report: told of each epoch and of what the user should know.
  /// Throws: `LibraryError` and `TuningError` where there is too little to learn from.
  public static func tune(
    _ configuration: LibraryConfiguration, _ request: TuningRequest,
    isCancelled: () -> Bool, report: (TuningEvent) -> Void
  ) throws -> TuningReport {
    try MMSearchLibrary(opening: configuration, access: .writeExisting).tune(
      request, isCancelled: isCancelled, report: report)
  }

  /// As the static one does, in a library that is open for writing.
  func tune(
    _ request: TuningRequest, isCancelled: () -> Bool = { false },
    report: (TuningEvent) -> Void = { _ in }
  ) throws -> TuningReport {
    report(.phase("reading vectors"))
    var reading = try ExampleReading(store, try modelRecord())
    if request.source == .feedback { return try tuneFromFeedback(request, reading, report: report) }
    let unknown = try reading.leaveOut(request.excludedItems)
    if unknown > 0 {
      report(
        .warning(
          "\(unknown) of the \(request.excludedItems.count) items to leave out are not in the "
            + "library"))
    }
    if let teacher = try teacher(of: request, reading) {
      let task = try distillation(request, reading, teacher.vectors)
      var result = try tune(request, task, reading, isCancelled: isCancelled, report: report)
      result.speed = try teacher.model.map { teacher in
        try EmbeddingSpeed(teacher: teacher, model: model)
      }
      return result
    }
    let examples = try examples(of: request, from: &reading, report: report)
    let parts = try TuningParts(examples)
    report(.phase("looking for hard negatives"))
    return try tune(
      request, task(request, reading, parts), reading, isCancelled: isCancelled, report: report)
  }

  private func tune(
    _ request: TuningRequest, _ task: some HeadTask, _ reading: ExampleReading,
    isCancelled: () -> Bool, report: (TuningEvent) -> Void
  ) throws -> TuningReport {
    let start = ContinuousClock.now
    let record = reading.record
    var wasInterrupted = false
    let checkpoint = "\(store.path.string)-tune.checkpoint"
    let state = try Training.run(
      task, request.settings, checkpoint: checkpoint,
      run: "\(record.fingerprint) \(request.identity) \(task.identity)"
    ) { state in
      report(.epoch(state, of: request.settings.epochs))
      wasInterrupted = isCancelled()
      return !wasInterrupted
    }
    let heads = task.heads(of: state.best)
    let base = task.testMeasures(HeadPair(image: nil, text: nil))
    let tuned = task.testMeasures(heads)
    let gain = PairedDifference(of: tuned, from: base).estimate
    let isKept = !wasInterrupted && (gain.lower > 0 || request.isForced)
    var result = TuningReport(
      model: record.name, head: request.headName, measure: task.measureName,
      counts: task.counts,
      queries: base.count, base: base.reduce(0, +) / Double(base.count),
      tuned: tuned.reduce(0, +) / Double(tuned.count), gain: (gain.value, gain.lower, gain.upper),
      history: state.history, isKept: isKept, seconds: 0, wasInterrupted: wasInterrupted)
    if isKept {
      let before = try compression(of: record, behind: try head(of: record))
      try keep(heads, request, record, reading, result)
      if before != nil {
        report(
          .warning(
            "the index was compressed for the vectors as they were; with the new head it holds whole "
              + "ones again, until you type mmsearch compress"))
      }
    }
    if !wasInterrupted { Checkpoint.remove(checkpoint) }
    result.seconds = (ContinuousClock.now - start) / .seconds(1)
    return result
  }

  private func examples(
    of request: TuningRequest, from reading: inout ExampleReading,
    report: (TuningEvent) -> Void
  ) throws -> [RetrievalExample] {
    switch request.source {
    case .titles, .teacherVectors, .teacherModel, .feedback: return reading.titleExamples()
    case .field(let field): return try reading.labelExamples(field: field)
    case .pairs(let path):
      let (queries, warnings) = try EvaluationQuery.read(path, store: store)
      for warning in warnings { report(.warning(warning)) }
      report(.phase("embedding queries"))
      let record = reading.record
      return try reading.pairExamples(queries) { queries in
        let embedding = TermEmbedding(
          store: store, model: model, modelRecord: record, threads: configuration.threads,
          limits: configuration.decodingLimits)
        let terms = try embedding.embed(queries.map { SearchTerm($0.content) }).terms
        return terms.map { ($0.modality == .image, $0.vector) }
      }
    }
  }

  private func task(
    _ request: TuningRequest, _ reading: ExampleReading, _ parts: TuningParts
  ) -> RetrievalTask {
    let modalities = Set(parts.training.flatMap { [$0.query.modality, $0.answer.modality] })
    let objective = request.objective
    return RetrievalTask(
      reading.vectors, training: parts.training, validation: parts.validation, test: parts.test,
      negatives: objective == .pairs
        ? HardNegatives.mine(
          parts.training, reading.vectors, threads: configuration.threads) : [],
      objective: objective,
      heads: request.untrainedHeads(modalities, dimension: reading.record.dimension),
      lossSettings: request.lossSettings, batchSize: request.batchSize, seed: request.seed,
      threads: configuration.threads)
  }

  func keep(
    _ heads: HeadPair, _ request: TuningRequest, _ record: ModelRecord, _ reading: ExampleReading,
    _ result: TuningReport
  ) throws {
    let weights = heads.bytes
    let hash = weights.withUnsafeBytes { ModelFingerprint(hashing: $0) }
    let fingerprint = ModelFingerprint(hashing: "\(record.fingerprint) behind \(hash.hex)").hex
    let backgrounds = MappedBackground(
      model: model, vectors: reading.vectors, threads: configuration.threads
    ).statistics { heads.apply(to: $0, threads: configuration.threads) }
    let settings = JSONValue.object([
      ("background", LibraryHead.json(backgrounds)),
      ("request", .string(request.identity)),
      ("measure", .string(result.measure)),
      ("base", .decimal(result.base)),
      ("tuned", .decimal(result.tuned)),
      ("gain", .array([result.gain.lower, result.gain.upper].map(JSONValue.decimal))),
    ])
    let head = HeadRecord(
      name: request.headName, fingerprint: fingerprint, settings: settings.text,
      weights: weights, createdUnixSeconds: Int64(time(nil)))
    let lock = try store.acquireWriterLock(purpose: "tune", timeout: 60) { _ in }
    defer { lock.release() }
    try store.write { try $0.putActiveHead(head, of: record) }
  }
}

extension TuningRequest {
  /// Heads for the kinds of vectors that examples have.
  func untrainedHeads(_ modalities: Set<TuningModality>, dimension: Int) -> HeadPair {
    func untrained(_ modality: TuningModality, _ seed: UInt64) -> Head? {
      modalities.contains(modality) ? Head(head, dimension: dimension, seed: seed) : nil
    }
    return HeadPair(image: untrained(.image, seed), text: untrained(.text, seed &+ 1))
  }

  /// What the heads are trained for.
  var objective: RetrievalTask.Objective {
    if case .field = source { .labels(loss) } else { .pairs }
  }

  /// All that decides the result beside the library.
  var identity: String {
    var settings = settings
    settings.threads = 1
    return "\(source) \(head) \(loss) \(lossSettings) \(settings) \(batchSize) \(seed)"
  }
}

/// Examples to train with, to stop by and to judge by; none that share content are in two of them.
struct TuningParts {
  let training: [RetrievalExample]
  let validation: [RetrievalExample]
  let test: [RetrievalExample]

  private static let heldOutShare = 0.3
  private static let testShare = 2.0 / 3
  private static let fewest = 16

  /// Throws: `LibraryError` where there are too few examples.
  init(_ examples: [RetrievalExample]) throws(LibraryError) {
    let numbers = try Self.numbers(keys: examples.map(\.key))
    training = numbers.training.map { examples[$0] }
    validation = numbers.validation.map { examples[$0] }
    test = numbers.test.map { examples[$0] }
  }

  /// The numbers of the examples of each part, by keys that the same content shares.
  static func numbers(
    keys: [UInt64]
  ) throws(LibraryError) -> (training: [Int], validation: [Int], test: [Int]) {
    let split = HeldOutSplit(keys: keys, share: heldOutShare)
    // Another number of the same key: whether a key is held out says nothing about it.
    let second = HeldOutSplit(keys: split.heldOut.map { ~keys[$0] }, share: testShare)
    let validation = second.training.map { split.heldOut[$0] }
    let test = second.heldOut.map { split.heldOut[$0] }
    guard validation.count >= fewest, test.count >= fewest, split.training.count >= 64 else {
      throw LibraryError(
        "\(keys.count) examples are too few to learn from: \(split.training.count) to train with, "
          + "\(validation.count) to stop by and \(test.count) to judge by; give two hundred or more"
      )
    }
    return (split.training, validation, test)
  }
}
