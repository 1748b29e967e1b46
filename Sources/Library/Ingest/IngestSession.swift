internal import Encoders
internal import Glibc
internal import Imaging
internal import Storage
internal import SystemPackage

/// What every way of filling a library shares: the open database, the writer's lock, the model, the counts.
final class IngestSession {
  let store: LibraryStore
  let model: any EmbeddingModel
  let intake: PictureIntake
  let report: @Sendable (IngestEvent) -> Void
  let isCancelled: @Sendable () -> Bool
  let threads: Int
  var counts = IngestReport()
  /// Texts longer than the model's context, whose end is not embedded.
  var cutTexts = 0

  private let lock: WriterLock
  private let start = ContinuousClock.now
  private var embeddingSeconds = 0.0
  private var embeddedPictures = 0
  private var done = 0
  /// Pictures dealt with since inputs were last counted as done.
  private var pending = 0
  private var total: Int?

  /// Opens or creates the library for writing and registers the model.
  ///
  /// Throws: `StorageError` where the database cannot be used, or another writer does not finish in time.
  init(
    _ configuration: LibraryConfiguration, model opened: OpenedModel, purpose: String,
    retriesRefused: Bool = false,
    isCancelled: @escaping @Sendable () -> Bool, report: @escaping @Sendable (IngestEvent) -> Void
  ) throws {
    store = try LibraryStore.open(configuration.databasePath, access: .writeCreating)
    lock = try store.acquireWriterLock(purpose: purpose, timeout: 3600) { holder in
      report(
        .warning(
          "waiting for process \(holder.processID) (\(holder.purpose)) to finish writing to \(configuration.databasePath)"
        ))
    }
    model = opened.model
    let modelRecord = try store.write { transaction in
      try transaction.putModel(
        fingerprint: opened.model.fingerprint.hex, name: opened.model.name,
        dimension: opened.model.dimension, directory: opened.location,
        parts: Set(opened.parts.compactMap { Part(rawValue: $0.rawValue) }))
    }
    threads = configuration.threads
    intake = PictureIntake(
      store: store, model: model, modelRecord: modelRecord, limits: configuration.decodingLimits,
      threads: threads,
      retriesRefused: retriesRefused)
    self.report = report
    self.isCancelled = isCancelled
  }

  /// States how many inputs there are in all, for the progress line.
  func expect(_ inputs: Int?) {
    total = inputs
    announceProgress()
  }

  /// Counts inputs as done and tells of it.
  func advance(by inputs: Int) {
    done += inputs
    pending = 0
    announceProgress()
  }

  /// Decodes and embeds a prefix of `pictures`, for at most two seconds of new work or until cancelled.
  func process(_ pictures: [Picture]) -> [PictureIntake.Outcome] {
    let begin = ContinuousClock.now
    let isCancelled = isCancelled
    let outcomes = intake.process(pictures) {
      isCancelled() || ContinuousClock.now - begin > .seconds(2)
    }
    embeddingSeconds += (ContinuousClock.now - begin) / .seconds(1)
    for case .embedded in outcomes { embeddedPictures += 1 }
    pending += outcomes.count
    announceProgress()
    return outcomes
  }

  /// Counts what storing an item did.
  func count(_ change: ItemChange) {
    switch change {
    case .added: counts.added += 1
    case .changed: counts.changed += 1
    case .unchanged: counts.unchanged += 1
    }
  }

  /// Counts a feed row that cannot be used and tells of it.
  func reject(_ row: Int, _ id: String?, _ column: String?, _ reason: String) {
    counts.rejected += 1
    report(.rejected(row: row, id: id, column: column, reason: reason))
  }

  /// Counts a refused picture and tells of it.
  func countBroken(_ path: FilePath?, _ refusal: Refusal) {
    counts.broken += 1
    report(
      .broken(
        path: path?.string ?? "data: address", reason: refusal.reason, detail: refusal.detail))
  }

  /// Brings the indexes of all models up to date, completes the counts and lets other writers in.
  func finish() throws -> IngestReport {
    if cutTexts > 0 {
      report(
        .warning(
          "\(cutTexts) texts are longer than the model reads; what lies beyond is not searched"))
    }
    try store.write { try $0.countMissingVectors() }
    if !isCancelled() {
      report(.phase("updating the index"))
      let isCancelled = isCancelled
      for record in try store.read({ try $0.models() }) {
        // A head or compression that is damaged is named by whoever searches; items are stored all the same.
        let head = try store.read { try $0.activeHead(of: record) }
          .flatMap { try? LibraryHead($0, dimension: record.dimension) }
        for head in [nil] + (head.map { [$0] } ?? []) {
          let compression = try? MMSearchLibrary.compression(of: record, behind: head, in: store)
          let cache = IndexCache(
            store: store, model: record, head: head, compression: compression ?? nil,
            threads: threads)
          let warning = try cache.update {
            report(.phase("linking \($0) vectors into a graph"))
          } while: {
            !isCancelled()
          }
          if let warning { report(.warning(warning)) }
        }
      }
    }
    counts.seconds = (ContinuousClock.now - start) / .seconds(1)
    counts.imagesPerSecond =
      embeddingSeconds > 0 ? Double(embeddedPictures) / embeddingSeconds : 0
    counts.wasInterrupted = isCancelled()
    lock.release()
    return counts
  }

  private func announceProgress() {
    report(
      .progress(done: done + pending, total: total, failed: counts.broken + counts.rejected))
  }

  /// Seconds since 1970, for the ledger.
  static func unixSeconds() -> Int64 { Int64(time(nil)) }
}
