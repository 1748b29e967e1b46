internal import Encoders
internal import Glibc
internal import Storage
internal import SystemPackage
internal import Tuning
internal import VectorIndex

/// The index beside the database: a mapped copy of one model's vectors, as they are or behind a head,
/// whole or compressed, rebuilt whenever it does not match.
struct IndexCache: Sendable {
  let store: LibraryStore
  let model: ModelRecord
  var head: LibraryHead?
  var compression: IndexCompression?
  let threads: Int

  /// What the index is made of: that of the model, of the model with the head, or of either compressed.
  var fingerprint: String {
    compression?.fingerprint ?? head?.fingerprint ?? model.fingerprint
  }

  /// The file beside the database; one for each model, and for each head.
  var path: String { Self.path(of: fingerprint, in: store) }

  /// The file for what has a fingerprint.
  static func path(of fingerprint: String, in store: LibraryStore) -> String {
    "\(store.path.string)-\(fingerprint.prefix(12)).index"
  }

  /// The index of the library's present state, and a sentence for the user where it could not be kept.
  ///
  /// Throws: `StorageError`; `SnapshotError` where a stored vector is no vector.
  func open() throws -> (snapshot: VectorSnapshot, warning: String?) {
    if let snapshot = try current() { return (snapshot, nil) }
    return try store.read { transaction in
      let generation = try transaction.generation()
      do {
        try build(at: path, generation: generation, from: transaction)
        return (try snapshot(at: path, generation: generation), nil)
      } catch SnapshotError.cannotWrite(_, let reason) {
        let temporary = temporaryPath()
        try build(at: temporary, generation: generation, from: transaction)
        defer { unlink(temporary) }
        let warning =
          "the index cannot be kept at \(path) (\(reason)) and is built anew for each search"
        return (try snapshot(at: temporary, generation: generation), warning)
      }
    }
  }

  /// Brings index and graphs up to date, for whoever has written; returns a sentence for the user where
  /// the index could not be kept.
  ///
  /// - Parameters:
  ///   - announce: told how many vectors are linked into a graph before that begins, which takes
  ///     seconds for 50,000.
  ///   - continues: asked now and then whether to go on linking.
  func update(announce: (Int) -> Void, while continues: @Sendable () -> Bool) throws -> String? {
    let (snapshot, warning) = try open()
    if warning == nil {
      GraphCache(snapshot, besideIndexAt: path, threads: threads)
        .update(announce: announce, while: continues)
    }
    return warning
  }

  /// The index as it lies on disk if it is of the library's present state; nil otherwise.
  func current() throws -> VectorSnapshot? {
    let generation = try store.read { try $0.generation() }
    return try? snapshot(at: path, generation: generation)
  }

  private func snapshot(at path: String, generation: Int64) throws(SnapshotError) -> VectorSnapshot
  {
    try VectorSnapshot.open(path: path, generation: generation, fingerprint: fingerprint)
  }

  private func build(
    at path: String, generation: Int64, from transaction: ReadTransaction
  ) throws {
    let writer = try VectorSnapshotWriter(
      path: path, generation: generation, fingerprint: fingerprint,
      dimension: compression?.projection?.dimension ?? model.dimension,
      rowFormat: compression?.rowFormat ?? .float16, codeFormat: compression?.codeFormat ?? .nibbles
    )
    let blank = try transaction.blankContents()
    for part in Part.allCases {
      try writeBlock(of: part, named: part.rawValue, to: writer, from: transaction) {
        part != .image || !blank.contains($0)
      }
    }
    try writeBlock(of: .image, named: QueryPlan.blankBlock, to: writer, from: transaction) {
      blank.contains($0)
    }
    try writer.finish()
  }

  /// Writes the vectors of the contents that `isIncluded`, and which items have them.
  private func writeBlock(
    of part: Part, named name: String, to writer: VectorSnapshotWriter,
    from transaction: ReadTransaction, where isIncluded: (ContentHash) -> Bool
  ) throws {
    try writer.beginBlock(name)
    // In ascending order, row after row: the position is the row.
    var contents: [ContentHash] = []
    func append(
      _ content: ContentHash, _ bytes: UnsafeRawBufferPointer, _ precision: VectorPrecision
    ) throws {
      do {
        switch precision {
        case .float16: try writer.append(float16: bytes)
        case .float32: try writer.append(float32: bytes)
        }
        contents.append(content)
      } catch SnapshotError.invalidRow {
        // A vector that is none hides its content, not the library; `verify` names it.
      }
    }
    let mapping = RowMapping(
      head: head?.heads[part == .image ? .image : .text], projection: compression?.projection,
      threads: threads)
    if let rounding = compression?.rounding {
      try mapping.forEach(of: transaction, part, model, where: isIncluded) { content, row in
        guard row.allSatisfy(\.isFinite) else { return }
        let (levels, scale) = rounding.round(row)
        try writer.append(levels: levels, scale: scale)
        contents.append(content)
      }
    } else if !mapping.isIdentity {
      try mapping.forEach(of: transaction, part, model, where: isIncluded) { content, row in
        try row.withUnsafeBytes { try append(content, $0, .float32) }
      }
    } else {
      try transaction.forEachVector(part: part, model: model) { content, bytes, precision in
        if isIncluded(content) { try append(content, bytes, precision) }
      }
    }
    try transaction.forEachPlacement(part: part) { item, content in
      guard let row = contents.sortedIndex(of: content) else { return }
      writer.place(item: item, row: UInt32(row))
    }
  }

  private func temporaryPath() -> String {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    return "\(folder)/mmsearch-\(getpid())-\(fingerprint.prefix(12)).index"
  }
}

extension Array where Element: Comparable {
  /// The position of an element of an ascending array without repetitions; nil where it is not there.
  func sortedIndex(of element: Element) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == element ? low : nil
  }
}
