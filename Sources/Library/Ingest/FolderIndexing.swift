internal import Storage
internal import SystemPackage

/// The use case `index`: photos of folders and files, each an item of its own.
struct FolderIndexing {
  let session: IngestSession
  let exclusions: [GlobPattern]
  let prunes: Bool

  /// Pictures looked up and stored together.
  private static let chunkSize = 64

  /// Indexes folders with all that is below them, and single files.
  ///
  /// Throws: `LibraryError` for a path where nothing is; `StorageError`.
  func run(_ paths: [FilePath]) throws {
    let folders = paths.filter { FileStatus(of: $0)?.kind == .folder }
    let files = paths.filter { !folders.contains($0) }
    session.report(.phase("counting"))
    session.expect(files.count + folders.reduce(0) { $0 + countPictures(below: $1) })
    session.report(.phase("embedding"))
    for folder in folders where !session.isCancelled() {
      try index(folder)
    }
    let byFolder = Dictionary(grouping: files) { $0.removingLastComponent() }
    for folder in byFolder.keys.sorted(by: { $0.string < $1.string }) {
      let scan = try beginScan(of: folder)
      try enter((byFolder[folder] ?? []).map { Picture(at: $0) }, seenIn: scan)
      try session.store.write { try $0.finishScan(scan.id) }
    }
  }

  /// A scan and the source it belongs to.
  private struct Scan {
    let id: Int64
    let source: Int64
  }

  private func beginScan(of folder: FilePath) throws -> Scan {
    try session.store.write { transaction in
      let source = try transaction.source(.folder, at: .path(folder))
      return Scan(id: try transaction.beginScan(source: source), source: source)
    }
  }

  private func index(_ folder: FilePath) throws {
    let scan = try beginScan(of: folder)
    var walk = DirectoryWalk(root: folder, isExcluded: isExcluded)
    var chunk: [Picture] = []
    while let file = walk.next(), !session.isCancelled() {
      guard PictureCandidate.isCandidate(file.path) else { continue }
      chunk.append(.file(file.path, file.status))
      if chunk.count == Self.chunkSize {
        try enter(chunk, seenIn: scan)
        chunk = []
      }
    }
    try enter(chunk, seenIn: scan)
    for (path, reason) in walk.unreadable {
      session.report(.warning("\(path.string) cannot be read: \(reason); it was left out"))
    }
    guard !session.isCancelled(), walk.unreadable.isEmpty else { return }
    try sweep(after: scan)
  }

  /// Deals with the photos of a folder that are gone.
  private func sweep(after scan: Scan) throws {
    try session.store.write { transaction in
      let outcome = try transaction.sweep(source: scan.source, scan: scan.id, prune: prunes)
      session.counts.offline += outcome.offline
      session.counts.removed += outcome.removed
      try transaction.finishScan(scan.id)
    }
  }

  private func enter(_ pictures: [Picture], seenIn scan: Scan) throws {
    for start in stride(from: 0, to: pictures.count, by: Self.chunkSize) {
      let chunk = Array(pictures[start..<min(start + Self.chunkSize, pictures.count)])
      let settled = try session.settle(chunk.map { OwnedPicture(picture: $0, owner: nil) })
      try session.store.write { transaction in
        for (picture, result) in zip(chunk, settled) {
          try enter(picture, result, seenIn: scan, in: transaction)
        }
      }
      session.advance(by: settled.count)
    }
  }

  private func enter(
    _ picture: Picture, _ settled: SettledPicture, seenIn scan: Scan,
    in transaction: WriteTransaction
  ) throws {
    switch settled {
    case .refused(let file, _):
      if let file { try transaction.markFile(file, seenIn: scan.id) }
    case .usable(let usable):
      guard let file = usable.file, let path = picture.path else { return }
      try transaction.markFile(file, seenIn: scan.id)
      let item = ItemRecord(key: session.store.key(for: path), source: scan.source)
      let part = PartRecord(part: .image, content: usable.content, file: file)
      let change = try transaction.upsertItem(item, parts: [part], seenIn: scan.id)
      if usable.isRenamed {
        session.counts.renamed += 1
      } else {
        session.count(change)
      }
    }
  }

  private func isExcluded(_ path: FilePath) -> Bool {
    exclusions.contains { $0.matches(path) }
  }

  private func countPictures(below folder: FilePath) -> Int {
    var count = 0
    var walk = DirectoryWalk(root: folder, isExcluded: isExcluded)
    while let file = walk.next(), !session.isCancelled() {
      if PictureCandidate.isCandidate(file.path) { count += 1 }
    }
    return count
  }
}
