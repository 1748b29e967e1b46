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
  private static let chunkSize = 128

  /// Ingests all rows of `reader`; `location` is what the rows belong to from now on.
  ///
  /// Throws: `FeedError` where the feed cannot be read on; what was committed stays. `StorageError`.
  func run(_ reader: inout FeedReader, location: SourceRecord.Location) throws {
    let scan = try session.store.write { transaction in
      let source = try transaction.source(.feed, at: location)
      return FeedScan(id: try transaction.beginScan(source: source), source: source)
    }
    session.report(.phase("embedding"))
    session.expect(nil)
    var seen: Set<String> = []
    var chunk: [ProductPlan] = []
    while let event = try reader.next(), !session.isCancelled() {
      switch event {
      case .warning(let text):
        session.report(.warning(text))
      case .rejected(let rejected):
        session.reject(rejected.row, rejected.id, rejected.column, rejected.reason)
      case .row(let row):
        guard let plan = plan(for: row, seen: &seen) else { continue }
        chunk.append(plan)
      }
      if chunk.count == Self.chunkSize {
        try store(chunk, seenIn: scan)
        chunk = []
      }
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

  /// What is to be stored of a row; nil for one that is rejected.
  private func plan(for row: ProductRow, seen: inout Set<String>) -> ProductPlan? {
    let plan = ProductPlan(row, imageRoot: imageRoot)
    for problem in plan.imageProblems {
      session.report(
        .rejected(row: row.rowNumber, id: plan.key, column: "image", reason: problem))
    }
    guard !plan.pictures.isEmpty || plan.hasText else {
      session.reject(
        row.rowNumber, plan.key, nil, "there is no title, description or picture to find it by")
      return nil
    }
    // Of a feed only the ids are kept in memory.
    guard seen.insert(plan.key).inserted else {
      session.reject(
        row.rowNumber, plan.key, "id", "the id stands in an earlier row of this feed already")
      return nil
    }
    return plan
  }

  private func store(_ plans: [ProductPlan], seenIn scan: FeedScan) throws {
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
    session.advance(by: plans.count)
  }

  /// Embeds the titles and descriptions that have no vector yet, each text once.
  private func embedTexts(of plans: [ProductPlan]) throws {
    for part in [Part.title, .description] {
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

/// A scan of a feed and the source it belongs to.
struct FeedScan {
  let id: Int64
  let source: Int64
}
