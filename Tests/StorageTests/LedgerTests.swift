import Storage
import SystemPackage
import Testing

@Suite("The ledger of broken images")
struct LedgerTests {
  let folder: TemporaryFolder
  let store: LibraryStore

  init() throws {
    folder = try TemporaryFolder()
    store = try LibraryStore.creating(folder)
  }

  func record(
    _ name: String, key: String? = nil, reason: String = "truncated", since: Int64,
    modified: Int64 = 5
  ) -> BrokenRecord {
    BrokenRecord(
      path: folder.file(name), key: key, reason: reason, format: "JPEG", detail: "cut off",
      sinceUnixSeconds: since, byteCount: 10, modifiedNanoseconds: modified)
  }

  @Test("the time of discovery stays until the file changes or breaks in another way")
  func since() throws {
    func since(after record: BrokenRecord) throws -> [Int64] {
      try store.write { transaction in
        try transaction.recordBroken(record)
        return try transaction.broken().map(\.sinceUnixSeconds)
      }
    }
    #expect(try since(after: record("a", since: 100)) == [100])
    #expect(try since(after: record("a", since: 200)) == [100])
    #expect(try since(after: record("a", since: 300, modified: 6)) == [300])
    #expect(try since(after: record("a", reason: "empty", since: 400, modified: 6)) == [400])
    #expect(
      try store.read { try $0.broken(at: folder.file("a")) }
        == [record("a", reason: "empty", since: 400, modified: 6)])
  }

  @Test("each item that uses a broken image has an entry; entries go by path or by key")
  func entries() throws {
    let pathless = BrokenRecord(
      path: nil, key: "S1", reason: "missing", detail: "not fetched", sinceUnixSeconds: 1)
    try store.write { transaction in
      for entry in [
        record("b", key: "S2", since: 1), record("a", since: 1), record("b", key: "S1", since: 1),
        pathless,
      ] {
        try transaction.recordBroken(entry)
      }
    }
    #expect(
      try store.read { try $0.broken() } == [
        pathless, record("a", since: 1), record("b", key: "S1", since: 1),
        record("b", key: "S2", since: 1),
      ])
    #expect(
      try store.read { try $0.counts() }.broken
        .map { "\($0.reason) \($0.count)" } == ["missing 1", "truncated 3"])
    try store.write { try $0.clearBroken(key: "S1") }
    #expect(try store.read { try $0.broken() }.count == 2)
    try store.write { try $0.clearBroken(path: folder.file("b")) }
    #expect(try store.read { try $0.broken() } == [record("a", since: 1)])
  }

  @Test("a sweep clears what it says is gone, but not what a row of a feed still misses")
  func sweeping() throws {
    try store.write { transaction in
      let photos = try transaction.source(.folder, at: .path(folder.file("photos")))
      let feed = try transaction.source(.feed, at: .path(folder.file("feed.csv")))
      let first = try transaction.beginScan(source: photos)
      for name in ["a", "b", "c"] {
        let file = try transaction.upsertFile(
          at: folder.file(name), byteCount: 10, modifiedNanoseconds: 5, content: nil)
        try transaction.markFile(file, seenIn: first)
        try transaction.recordBroken(record(name, since: 1))
      }
      let scan = try transaction.beginScan(source: feed)
      for (key, name) in [("S1", "b"), ("S2", "c")] {
        try transaction.upsertItem(
          ItemRecord(key: key, source: feed),
          parts: [PartRecord(part: .image, content: nil)], seenIn: scan)
        try transaction.recordBroken(record(name, key: key, since: 1))
      }
      // The photos are gone, and so is the second row of the feed.
      let second = try transaction.beginScan(source: photos)
      _ = try transaction.sweep(source: photos, scan: second, prune: false)
      let next = try transaction.beginScan(source: feed)
      try transaction.markSeen(item: 1, scan: next)
      _ = try transaction.sweep(source: feed, scan: next, prune: false)
    }
    #expect(try store.read { try $0.broken() } == [record("b", key: "S1", since: 1)])
    #expect(try store.read { try $0.file(at: folder.file("a")) }?.isOffline == true)
  }
}
