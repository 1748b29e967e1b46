internal import Encoders
internal import Glibc
internal import Storage
internal import SystemPackage
internal import Tuning
internal import VectorIndex

extension MMSearchLibrary {
  /// Makes the index of the first model's vectors, behind the head in use, smaller; measures first what is lost
  /// on sampled queries, and writes only if it is not too much.
  ///
  /// The vectors in the database stay as they are.
  ///
  /// - Parameter report: told what is being done.
  /// Throws: `LibraryError` for more dimensions than there are, and for an empty library.
  public static func compress(
    _ configuration: LibraryConfiguration, _ request: CompressionRequest,
    report: (String) -> Void = { _ in }
  ) throws -> CompressionReport {
    try MMSearchLibrary(
      opening: configuration, access: request.isDryRun ? .readExisting : .writeExisting
    ).compress(request, report: report)
  }

  /// As the static one does, in a library that is open for writing.
  func compress(
    _ request: CompressionRequest, report: (String) -> Void = { _ in }
  ) throws -> CompressionReport {
    let record = try modelRecord()
    let head = try head(of: record)
    let lock =
      request.isDryRun
      ? nil : try store.acquireWriterLock(purpose: "compress", timeout: 60) { _ in }
    defer { lock?.release() }
    let present = try compression(of: record, behind: head)
    var cache = IndexCache(store: store, model: record, head: head, threads: configuration.threads)
    let wholeFingerprint = cache.fingerprint
    report("reading vectors")
    let whole = try cache.open().snapshot
    let wholeBytes = Self.bytes(whole)
    defer {
      // Beside a compressed index the whole one is of no use.
      if (try? compression(of: record, behind: head)) ?? nil != nil {
        _ = IndexCache.remove(wholeFingerprint, of: store)
      }
    }
    guard !whole.itemIdentifiers.isEmpty else {
      throw LibraryError(
        "\(record.name) has embedded nothing in \(configuration.databasePath) that could be "
          + "compressed; index or ingest something first")
    }
    var candidate = try candidate(request, whole, wholeFingerprint, head)
    cache.compression = candidate
    report("measuring what is lost")
    let (snapshot, warning) = try cache.open()
    if let warning { report(warning) }
    let trial = CompressionTrial(
      whole: FlatIndex(whole, threads: configuration.threads),
      compressed: FlatIndex(snapshot, threads: configuration.threads), compression: candidate)
    let outcome = trial.run()
    guard !outcome.losses.isEmpty else {
      throw LibraryError(
        "the library \(configuration.databasePath) has no pictures and no titles to measure with; "
          + "ingest a feed that has them")
    }
    candidate = IndexCompression(
      of: wholeFingerprint, candidate.projection, candidate.rounding,
      backgrounds: candidate.backgrounds,
      summary: candidate.summary.with(recallAt10: outcome.recall))
    var result = CompressionReport(
      model: record.name, head: head?.name, summary: candidate.summary,
      wholeDimensions: record.dimension, bytes: (wholeBytes, Self.bytes(snapshot)),
      rows: whole.blockNames.reduce(0) { $0 + whole.rowCount(ofBlock: $1) },
      losses: outcome.losses,
      milliseconds: (Self.median(outcome.times.whole), Self.median(outcome.times.compressed)))
    result.isWritten = !request.isDryRun && (result.isWithinLimit || request.isForced)
    if result.isWritten {
      let stored = candidate.record(
        behindHead: head?.fingerprint, createdUnixSeconds: Int64(time(nil)))
      try store.write { try $0.putCompression(stored, of: record) }
      report("updating the index")
      _ = try cache.update {
        report("linking \($0) vectors into a graph")
      } while: {
        true
      }
    }
    let useless = result.isWritten ? present?.fingerprint : candidate.fingerprint
    let used = result.isWritten ? candidate.fingerprint : present?.fingerprint
    if let useless, useless != used { _ = IndexCache.remove(useless, of: store) }
    return result
  }

  /// The compression that is asked for, not yet measured.
  private func candidate(
    _ request: CompressionRequest, _ whole: VectorSnapshot, _ fingerprint: String,
    _ head: LibraryHead?
  ) throws -> IndexCompression {
    let fitting = CompressionFitting(snapshot: whole, threads: configuration.threads)
    var moment = fitting.moment()
    var projection: Projection?
    var share = 1.0
    // Rounding wants no scalar much larger than the others: all axes, turned, are such a basis, too.
    let rounds = request.codes != .float16
    if request.dimensions != .all || request.whitens || rounds {
      let axes = try PrincipalAxes(of: moment, dimension: whole.dimension)
      let count =
        switch request.dimensions {
        case .all: axes.dimension
        case .count(let count): count
        case .share(let share): axes.count(forShare: share)
        }
      guard (1...axes.dimension).contains(count) else {
        throw LibraryError(
          "vectors of \(model.name) have \(axes.dimension) dimensions, of which \(count) cannot be kept; "
            + "give --dimensions a number from 1 to \(axes.dimension)")
      }
      if count < axes.dimension || request.whitens || rounds {
        share = axes.share(of: count)
        projection = axes.projection(
          onto: count, whitens: request.whitens, turns: rounds)
      }
    }
    if let projection { moment = projection.moment(of: moment) }
    let rounding =
      rounds
      ? ShapedRounding(of: moment, dimension: projection?.dimension ?? whole.dimension) : nil
    let embedding: any EmbeddingModel =
      head.map { TunedModel(base: model, head: $0) } ?? model
    let backgrounds = MappedBackground(
      model: embedding, vectors: fitting.sample(count: MappedBackground.mostRows),
      threads: configuration.threads
    ).statistics { vectors in
      guard let projection else { return vectors }
      return RetrievalVectors(
        images: projection.apply(to: vectors.images), texts: projection.apply(to: vectors.texts))
    }
    return IndexCompression(
      of: fingerprint, projection, rounding, backgrounds: backgrounds,
      summary: CompressionSummary(
        dimensions: projection?.dimension ?? whole.dimension, codes: request.codes, share: share,
        isWhitened: request.whitens, recallAt10: 1))
  }

  /// Takes the compression of the first model's index, behind the head in use, back; returns what it was, nil
  /// where there was none.
  ///
  /// Throws: `LibraryError` for an empty library, `StorageError`.
  public static func undoCompression(
    _ configuration: LibraryConfiguration
  ) throws -> CompressionSummary? {
    try MMSearchLibrary(opening: configuration, access: .writeExisting).undoCompression()
  }

  func undoCompression() throws -> CompressionSummary? {
    let record = try modelRecord()
    let head = try head(of: record)
    let lock = try store.acquireWriterLock(purpose: "compress", timeout: 60) { _ in }
    defer { lock.release() }
    let stored = try store.read {
      try $0.compression(of: record, behindHead: head?.fingerprint)
    }
    guard let stored else { return nil }
    try store.write { try $0.removeCompression(of: record, behindHead: head?.fingerprint) }
    _ = IndexCache.remove(stored.fingerprint, of: store)
    _ = try IndexCache(
      store: store, model: record, head: head, threads: configuration.threads
    ).update { _ in
    } while: {
      true
    }
    return try? IndexCompression(stored, dimension: record.dimension).summary
  }

  private static func bytes(_ snapshot: VectorSnapshot) -> Int64 {
    FileStatus(of: FilePath(snapshot.path))?.byteCount ?? 0
  }

  private static func median(_ nanoseconds: [Int64]) -> Double {
    guard !nanoseconds.isEmpty else { return 0 }
    return Double(nanoseconds.sorted()[nanoseconds.count / 2]) / 1e6
  }
}
