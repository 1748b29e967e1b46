internal import Storage
internal import SystemPackage

/// Tries the pictures of the ledger again: what has become readable enters the library.
struct BrokenRetry {
  let session: IngestSession

  func run() throws {
    let entries = try session.store.read { try $0.broken() }.filter { $0.path != nil }
    session.report(.phase("retrying"))
    session.expect(entries.count)
    let photos = entries.filter { $0.key == nil }.compactMap(\.path)
    try FolderIndexing(session: session, exclusions: [], prunes: false).run(photos)
    for entry in entries where !session.isCancelled() {
      guard let key = entry.key, let path = entry.path else { continue }
      try retry(path, of: key)
      session.advance(by: 1)
    }
  }

  private func retry(_ path: FilePath, of key: String) throws {
    let owned = OwnedPicture(picture: Picture(at: path), owner: key)
    guard case .usable(let usable)? = try session.settle([owned]).first else { return }
    try session.store.write { transaction in
      guard let item = try transaction.item(key: key) else { return }
      var parts = try transaction.parts(of: item.id)
      let place =
        parts.firstIndex { $0.part == .image && $0.content == nil && $0.file == usable.file }
        ?? parts.firstIndex { $0.part == .image && $0.content == nil }
      guard let place else { return }
      parts[place].content = usable.content
      parts[place].file = usable.file
      let scan = try transaction.beginScan(source: item.source)
      session.count(try transaction.upsertItem(item, parts: parts, seenIn: scan))
      try transaction.finishScan(scan)
    }
  }
}
