internal import Encoders
internal import Storage
internal import SystemPackage
internal import VectorIndex

extension MMSearchLibrary {
  /// The ledger of pictures that could not be used, by path.
  public func broken() throws -> [BrokenEntry] {
    try store.read { try $0.broken() }.map { record in
      BrokenEntry(
        path: record.path?.string, id: record.key, reason: record.reason, format: record.format,
        detail: record.detail, since: record.sinceUnixSeconds)
    }
  }

  /// What lies in the library, and where.
  public func info() throws -> LibraryReport {
    let (counts, records, record) = try store.read { transaction in
      (
        try transaction.counts(), try transaction.models(),
        try transaction.model(fingerprint: model.fingerprint.hex)
      )
    }
    let cache = try record.map(searchedIndex)
    let indexPath = cache?.path ?? ""
    return LibraryReport(
      databasePath: store.path.string, databaseBytes: counts.databaseBytes, items: counts.items,
      images: counts.images, offline: counts.offlineItems, blank: counts.blankImages,
      broken: Dictionary(
        counts.broken.map { ($0.reason, $0.count) }, uniquingKeysWith: { $0 + $1 }),
      models: try records.map { try describe($0, counts) },
      currentModel: model.name, currentModelPath: models[0].location, index: .flat,
      indexPath: indexPath, indexBytes: FileStatus(of: FilePath(indexPath))?.byteCount ?? 0,
      isIndexFresh: try cache?.current() != nil, compression: cache?.compression?.summary)
  }

  /// The index that a search with a model uses; a head or a compression that is damaged, which a search names,
  /// is left out.
  private func searchedIndex(of record: ModelRecord) throws -> IndexCache {
    let head = (try? head(of: record)) ?? nil
    return IndexCache(
      store: store, model: record, head: head,
      compression: (try? compression(of: record, behind: head)) ?? nil,
      threads: configuration.threads)
  }

  private func describe(
    _ record: ModelRecord, _ counts: LibraryCounts
  ) throws -> LibraryReport.Model {
    let vectors = counts.vectors.filter { $0.model == record }.compactMap { entry in
      ItemPart(rawValue: entry.part.rawValue).map { ($0, entry.count) }
    }
    return LibraryReport.Model(
      name: record.name, fingerprint: record.fingerprint, dimension: record.dimension,
      vectors: Dictionary(vectors, uniquingKeysWith: { $0 + $1 }), missing: record.missingVectors,
      hasReranker: try store.read { try $0.hasReranker(record) })
  }
}
