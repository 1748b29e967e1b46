internal import Encoders
internal import Feeds
internal import Storage
internal import SystemPackage

/// The use case `ingest`: the products of a feed, each with its pictures, title and description.
struct FeedIngest {
  let session: IngestSession
  /// Where relative picture paths start.
  let imageRoot: FilePath
  let prunes: Bool

  /// Rows looked up and stored together.
  private static let chunkSize = 1024

  /// Ingests all rows of `reader`; `location` is what the rows belong to from now on.
  ///
  /// Throws: `FeedError` where the feed cannot be read on; what was read until then is stored, and nothing
  /// counts as gone. `StorageError`.
  func run(_ reader: inout FeedReader, location: SourceRecord.Location) throws {
    let scan = try session.store.write { transaction in
      let source = try transaction.source(.feed, at: location)
      return FeedScan(id: try transaction.beginScan(source: source), source: source)
    }
    session.report(.phase("embedding"))
    session.expect(nil)
    var chunk = FeedChunk()
    do {
      while let event = try reader.next(), !session.isCancelled() {
        take(event, into: &chunk)
        guard chunk.plans.count == Self.chunkSize else { continue }
        try store(chunk, seenIn: scan)
        chunk = FeedChunk()
      }
    } catch let error as FeedError {
      try store(chunk, seenIn: scan)
      throw error
    }
    try store(chunk, seenIn: scan)
    guard !session.isCancelled() else { return }
    try session.store.write { transaction in
      if location != .standardInput || prunes {
        let outcome = try transaction.sweep(source: scan.source, scan: scan.id, prune: prunes)
        session.counts.offline += outcome.offline
        session.counts.removed += outcome.removed
      }
      try transaction.finishScan(scan.id)
    }
  }

  private func take(_ event: FeedEvent, into chunk: inout FeedChunk) {
    switch event {
    case .warning(let text):
      session.report(.warning(text))
    case .rejected(let rejected):
      session.reject(rejected.row, rejected.id, rejected.column, rejected.reason)
      if let id = rejected.id { chunk.spared.append(id) }
    case .row(let row):
      let plan = ProductPlan(row, imageRoot: imageRoot)
      for problem in plan.imageProblems {
        session.report(
          .rejected(row: row.rowNumber, id: plan.key, column: "image", reason: problem))
      }
      if plan.pictures.isEmpty, !plan.hasText {
        session.reject(
          row.rowNumber, plan.key, nil, "there is no title, description or picture to find it by")
        chunk.spared.append(plan.key)
      } else {
        chunk.plans.append(plan)
      }
    }
  }

  private func store(_ chunk: FeedChunk, seenIn scan: FeedScan) throws {
    let plans = try session.store.write { transaction in
      try changedRows(of: chunk, seenIn: scan, in: transaction)
    }
    let owned = plans.flatMap { plan in
      plan.pictures.map { OwnedPicture(picture: $0, owner: plan.key) }
    }
    var settled = try session.settle(owned)[...]
    guard settled.count == owned.count else { return }
    try embedTexts(of: plans)
    try session.store.write { transaction in
      for plan in plans {
        let pictures = settled.prefix(plan.pictures.count)
        settled = settled.dropFirst(plan.pictures.count)
        try enter(plan, Array(pictures), seenIn: scan, in: transaction)
      }
    }
    session.advance(by: chunk.plans.count)
  }

  /// The rows that ask for work; the others are marked as seen. Of two rows with one id the first counts,
  /// and what is stored of a row that cannot be used stays as it is.
  private func changedRows(
    of chunk: FeedChunk, seenIn scan: FeedScan, in transaction: WriteTransaction
  ) throws -> [ProductPlan] {
    for key in chunk.spared {
      guard let item = try transaction.item(key: key), !item.isOffline else { continue }
      try transaction.markSeen(item: item.id, scan: scan.id)
    }
    var plans: [ProductPlan] = []
    var keys: Set<String> = []
    for plan in chunk.plans {
      let isFirst =
        try keys.insert(plan.key).inserted && !transaction.isSeen(key: plan.key, scan: scan.id)
      if isFirst {
        plans.append(plan)
      } else {
        session.reject(
          plan.rowNumber, plan.key, "id", "the id stands in an earlier row of this feed already")
      }
    }
    let unchanged = try transaction.unchangedItems(
      plans.map { ($0.key, $0.rowHash) }, model: session.intake.modelRecord, seenIn: scan.id
    ) { file in
      guard let status = FileStatus(of: file.path) else { return false }
      return file.byteCount == status.byteCount
        && file.modifiedNanoseconds == status.modifiedNanoseconds
    }
    session.counts.unchanged += unchanged.keys.count
    session.counts.textOnly += unchanged.textOnly
    return plans.filter { !unchanged.keys.contains($0.key) }
  }

  /// Embeds the titles and descriptions that have no vector yet, each text once.
  private func embedTexts(of plans: [ProductPlan]) throws {
    for part in [Part.title, .description] where session.intake.modelRecord.parts.contains(part) {
      let texts = Dictionary(
        plans.compactMap { plan in plan.text(of: part).map { (ContentHash(hashing: $0), $0) } },
        uniquingKeysWith: { first, _ in first })
      let missing = try session.store.read { transaction in
        try transaction.missingVectors(
          among: texts.keys.sorted(), part: part, model: session.intake.modelRecord)
      }.sorted()
      guard !missing.isEmpty else { continue }
      let embeddings = try session.model.embed(
        texts: missing.compactMap { texts[$0] }, threads: session.threads)
      session.cutTexts += embeddings.count { $0.wasCut }
      try session.store.write { transaction in
        for (content, text) in zip(missing, embeddings) {
          try transaction.putVector(
            text.embedding.scalars, content: content, part: part,
            model: session.intake.modelRecord)
        }
      }
    }
  }

  private func enter(
    _ plan: ProductPlan, _ pictures: [SettledPicture], seenIn scan: FeedScan,
    in transaction: WriteTransaction
  ) throws {
    var parts: [PartRecord] = []
    var isVisible = false
    for (ordinal, picture) in pictures.enumerated() {
      switch picture {
      case .usable(let usable):
        isVisible = isVisible || !usable.isBlank
        if let file = usable.file { try transaction.markFile(file, seenIn: scan.id) }
        parts.append(
          PartRecord(part: .image, ordinal: ordinal, content: usable.content, file: usable.file))
      case .refused(let file, _):
        if let file { try transaction.markFile(file, seenIn: scan.id) }
        parts.append(PartRecord(part: .image, ordinal: ordinal, content: nil, file: file))
      }
    }
    for part in [Part.title, .description] {
      guard let text = plan.text(of: part) else { continue }
      parts.append(PartRecord(part: part, content: ContentHash(hashing: text)))
    }
    let change = try transaction.upsertItem(
      plan.item(source: scan.source), parts: parts, seenIn: scan.id)
    session.count(change)
    if !isVisible { session.counts.textOnly += 1 }
  }
}

/// Rows of a feed that are stored together.
struct FeedChunk {
  var plans: [ProductPlan] = []
  /// The ids of rows that cannot be used: what is stored of them stays as it is.
  var spared: [String] = []
}

/// A scan of a feed and the source it belongs to.
struct FeedScan {
  let id: Int64
  let source: Int64
}
