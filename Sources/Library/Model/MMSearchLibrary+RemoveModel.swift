internal import Encoders
internal import Glibc
internal import Storage
internal import SystemPackage

/// What became of a model's vectors.
public struct RemovedVectors: Sendable, Equatable {
  /// The model's name as the library had it.
  public let model: String
  /// How many vectors there were.
  public let count: Int
  /// The bytes that the library takes less, with its indexes.
  public let freedBytes: Int64
}

extension MMSearchLibrary {
  /// Removes a model's vectors from the library and gives their space back; nil where the library has none.
  ///
  /// - Parameter name: The model as the user names it, its name in the library, or the beginning of its fingerprint.
  /// - Parameter isForced: Whether the only model may be removed, too, after which nothing can be found.
  /// Throws: `LibraryError`, `StorageError`.
  public static func removeVectors(
    _ configuration: LibraryConfiguration, ofModel name: String, isForced: Bool = false
  ) throws -> RemovedVectors? {
    guard FileStatus(of: FilePath(configuration.databasePath)) != nil else { return nil }
    let store = try LibraryStore.open(configuration.databasePath, access: .writeExisting)
    let records = try store.read { try $0.models() }
    let opened = try? OpenedModel(name)
    let record = records.first { record in
      record.fingerprint == opened?.model.fingerprint.hex || record.name == name
        || name.utf8.count >= 6 && record.fingerprint.hasPrefix(name.lowercased())
    }
    guard let record else { return nil }
    guard records.count > 1 || isForced else {
      throw LibraryError(
        "\(record.name) is the only model of the library \(configuration.databasePath), in which nothing "
          + "would be found any more; index it with another model first, or say --force")
    }
    let lock = try store.acquireWriterLock(purpose: "model remove", timeout: 60) { _ in }
    defer { lock.release() }
    let before = try size(of: store)
    let heads = try store.read { try $0.heads(of: record) }
    let compressions = try store.read { try $0.compressions(of: record) }
    let indexes =
      [record.fingerprint] + heads.map(\.fingerprint) + compressions.map(\.fingerprint)
    let indexBytes = indexes.reduce(Int64(0)) { $0 + IndexCache.remove($1, of: store) }
    let count = try store.write { try $0.removeModel(record) }
    try store.compact()
    let freed = before - (try size(of: store)) + indexBytes
    return RemovedVectors(model: record.name, count: count, freedBytes: max(0, freed))
  }

  private static func size(of store: LibraryStore) throws -> Int64 {
    try store.read { try $0.counts().databaseBytes }
  }
}

extension IndexCache {
  /// Deletes the index of a model's or a head's fingerprint and the graphs beside it; returns their bytes.
  static func remove(_ fingerprint: String, of store: LibraryStore) -> Int64 {
    let path = path(of: fingerprint, in: store)
    var bytes: Int64 = 0
    for path in [path] + GraphCache.files(besideIndexAt: path) {
      bytes += FileStatus(of: FilePath(path))?.byteCount ?? 0
      unlink(path)
    }
    return bytes
  }
}
