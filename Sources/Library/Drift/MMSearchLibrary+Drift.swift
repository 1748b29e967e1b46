internal import Encoders
internal import Ranking
internal import Storage
internal import SystemPackage
internal import VectorIndex

extension MMSearchLibrary {
  /// Compares new items with old ones, as the first model sees them.
  ///
  /// Throws: `LibraryError` where there are too few of either to compare, `StorageError` for a field that
  /// no item has.
  public func drift(_ request: DriftRequest) throws -> DriftReport {
    let (old, new) = try sides(request)
    let comparison = DriftComparison(old: old, new: new, seed: request.seed)
    let parts = ItemPart.embedded.compactMap { part in
      comparison.test(part).map { (part: part, tested: $0) }
    }
    guard let first = parts.first else {
      throw LibraryError(
        "there are \(old.items.count) old and \(new.items.count) new items with vectors, and fewer "
          + "than \(TwoSampleTest.leastCount) cannot be compared; choose another date, or another "
          + "library with --against")
    }
    return DriftReport(
      modelName: model.name, old: old.items.count, new: new.items.count,
      parts: parts.map { ($0.part, $0.tested.difference) }, field: request.field,
      values: try request.field.map { try comparison.values(of: $0) } ?? [],
      typical: try typicalItems(first.tested, request.count))
  }

  private func sides(_ request: DriftRequest) throws -> (old: DriftSide, new: DriftSide) {
    switch request.baseline {
    case .library(let path):
      var configuration = configuration
      configuration.databasePath = path
      let other = try MMSearchLibrary(opening: configuration)
      guard other.model.fingerprint == model.fingerprint else {
        throw LibraryError(
          "\(path) has vectors of another model than \(model.name); embed both libraries with the "
            + "same one")
      }
      return (
        DriftSide(store: other.store, snapshot: try other.snapshot()),
        DriftSide(store: store, snapshot: try snapshot())
      )
    case .before(let moment):
      let side = DriftSide(store: store, snapshot: try snapshot())
      let recent = Set(try store.read { try $0.items(addedSince: moment) })
      return (
        side.choosing { !recent.contains($0) }, side.choosing { recent.contains($0) }
      )
    }
  }

  /// The index of the first model.
  private func snapshot() throws -> VectorSnapshot {
    try IndexCache(store: store, model: modelRecord(), threads: configuration.threads).open().0
  }

  private func typicalItems(
    _ tested: DriftComparison.Tested, _ count: Int
  ) throws -> [DriftReport.TypicalItem] {
    let chosen = zip(tested.newItems, tested.typicality)
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(count)
    return try store.read { transaction in
      let rows = chosen.map(\.0)
      let records = Dictionary(
        uniqueKeysWithValues: try transaction.items(ids: rows).map { ($0.id, $0) })
      let paths = try transaction.primaryImagePaths(of: rows)
      return chosen.compactMap { row, typicality in
        records[row].map { record in
          DriftReport.TypicalItem(
            id: record.key, path: paths[row]?.string, title: record.title, typicality: typicality)
        }
      }
    }
  }
}
