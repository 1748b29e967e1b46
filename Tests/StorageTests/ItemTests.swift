import Foundation
import Storage
import SystemPackage
import Testing

@Suite("Items, their parts and their files")
struct ItemTests {
  let folder: TemporaryFolder
  let store: LibraryStore

  init() throws {
    folder = try TemporaryFolder()
    store = try LibraryStore.creating(folder)
  }

  /// Enters a feed's items in a scan of its own.
  @discardableResult
  func ingest(
    _ records: [(key: String, title: String)], prune: Bool = false, feed: FilePath = "/feed.csv"
  ) throws -> (changes: [ItemChange], swept: SweepOutcome) {
    try store.write { transaction in
      let source = try transaction.source(.feed, at: .path(feed))
      let scan = try transaction.beginScan(source: source)
      let changes = try records.map { record in
        try transaction.upsertItem(
          ItemRecord(key: record.key, source: source, title: record.title),
          parts: [PartRecord(part: .title, content: ContentHash(hashing: record.title))],
          seenIn: scan)
      }
      let swept = try transaction.sweep(source: source, scan: scan, prune: prune)
      try transaction.finishScan(scan)
      return (changes, swept)
    }
  }

  func placements(_ part: Part) throws -> [Int64] {
    try store.read { transaction in
      var items: [Int64] = []
      try transaction.forEachPlacement(part: part) { item, _ in items.append(item) }
      return items
    }
  }

  @Test("an item is added once, unchanged when it is the same, changed when anything differs")
  func changes() throws {
    let first = try ingest([("a", "one"), ("b", "two")])
    #expect(first.changes == [.added(1), .added(2)])
    let generation = try store.read { try $0.generation() }
    #expect(try ingest([("a", "one"), ("b", "two")]).changes == [.unchanged(1), .unchanged(2)])
    #expect(try store.read { try $0.generation() } == generation)
    #expect(try ingest([("a", "one"), ("b", "2")]).changes == [.unchanged(1), .changed(2)])
    #expect(try store.read { try $0.generation() } > generation)
    #expect(try store.read { try $0.item(key: "b") }?.title == "2")
  }

  @Test("a price that is no number is stored as none and is no change the next time")
  func priceWithoutNumber() throws {
    try store.write { transaction in
      let source = try transaction.source(.feed, at: .standardInput)
      let scan = try transaction.beginScan(source: source)
      let item = ItemRecord(key: "a", source: source, price: .nan)
      try transaction.upsertItem(item, parts: [], seenIn: scan)
      #expect(try transaction.item(key: "a")?.price == nil)
      #expect(try transaction.upsertItem(item, parts: [], seenIn: scan) == .unchanged(1))
    }
  }

  @Test("every column and part comes back as it was stored")
  func roundTrip() throws {
    let item = ItemRecord(
      key: "SKU 1", source: 1, group: "G", title: "Tasse", description: "Eine Tasse, rot.",
      price: 0.1, currency: "EUR", fields: ["brand": "Åcme", "raw_title": "<b>Tasse</b>", "": "/"],
      rowHash: ContentHash(hashing: "row"))
    let parts = [
      PartRecord(part: .image, ordinal: 0, content: nil),
      PartRecord(part: .image, ordinal: 1, content: ContentHash(hashing: "picture")),
      PartRecord(part: .title, content: ContentHash(hashing: "Tasse")),
    ]
    try store.write { transaction in
      let source = try transaction.source(.feed, at: .standardInput)
      let scan = try transaction.beginScan(source: source)
      try transaction.upsertItem(item, parts: parts.reversed(), seenIn: scan)
    }
    var expected = item
    expected.id = 1
    #expect(try store.read { try $0.item(key: "SKU 1") } == expected)
    #expect(try store.read { try $0.items(ids: [7, 1]) } == [expected])
    #expect(try store.read { try $0.parts(of: 1) } == parts)
    #expect(try store.read { try $0.sources() }.map(\.location) == [.standardInput])
  }

  @Test(
    "texts with zeros, quotes, SQL, odd Unicode or ten megabytes come back and change nothing else",
    arguments: [
      "a\0b", "\0", "'; DROP TABLE item; --", "\"`[%_",
      "\u{202E}\u{FEFF}\u{1F469}\u{200D}\u{1F680}",
      "\n\r\t", String(repeating: "é", count: 5_000_000),
    ])
  func hostileTexts(text: String) throws {
    let item = ItemRecord(
      key: text, source: 1, group: text, title: text, description: text, currency: text,
      fields: [text: text])
    try store.write { transaction in
      let source = try transaction.source(.feed, at: .standardInput)
      let scan = try transaction.beginScan(source: source)
      try transaction.upsertItem(
        item, parts: [PartRecord(part: .title, content: ContentHash(hashing: text))], seenIn: scan)
      let again = try transaction.upsertItem(
        item, parts: [PartRecord(part: .title, content: ContentHash(hashing: text))], seenIn: scan)
      #expect(again == .unchanged(1))
      try transaction.upsertItem(
        ItemRecord(key: "a", source: source), parts: [PartRecord(part: .title, content: nil)],
        seenIn: scan)
      try transaction.recordBroken(
        BrokenRecord(path: nil, key: text, reason: "corrupt", detail: text, sinceUnixSeconds: 1))
    }
    var expected = item
    expected.id = 1
    let found = try store.read { try $0.item(key: text) }
    // Not `#expect(found == expected)`, which would print ten megabytes on failure.
    let isSame = found == expected
    #expect(isSame)
    #expect(try store.read { try $0.broken() }.map(\.key) == [text])
    #expect(try store.read { try $0.counts() }.items == 2)
    #expect(try store.read { try $0.problems() }.isEmpty)
  }

  @Test("what a scan does not see goes offline, out of what is searched, and comes back unchanged")
  func offline() throws {
    try ingest([("a", "one"), ("b", "two"), ("c", "three")])
    let second = try ingest([("b", "two")])
    #expect(second.swept == SweepOutcome(offline: 2, removed: 0))
    #expect(try placements(.title) == [2])
    #expect(try store.read { try $0.item(key: "a") }?.isOffline == true)
    #expect(try store.read { try $0.counts() }.offlineItems == 2)
    var live: [String] = []
    try store.read { try $0.forEachItem { live.append($0.key) } }
    #expect(live == ["b"])

    let generation = try store.read { try $0.generation() }
    let third = try ingest([("a", "one"), ("b", "two")])
    #expect(third.changes == [.unchanged(1), .unchanged(2)])
    #expect(third.swept == SweepOutcome(offline: 1, removed: 0))
    #expect(try placements(.title) == [1, 2])
    #expect(try store.read { try $0.generation() } > generation)
  }

  @Test("a sweep touches the items of its own source alone")
  func otherSources() throws {
    try ingest([("a", "one"), ("b", "two")])
    try ingest([("c", "three")], prune: true, feed: "/other.csv")
    #expect(try placements(.title) == [1, 2, 3])
    // An item belongs to the source that brought it last.
    try ingest([("b", "two"), ("c", "three")], feed: "/other.csv")
    #expect(try ingest([("a", "one")], prune: true).swept == SweepOutcome(offline: 0, removed: 0))
    #expect(try placements(.title) == [1, 2, 3])
  }

  @Test("a folder's scan misses what lies in it, whichever folder's scan saw it last")
  func overlappingFolders() throws {
    func index(_ place: String, _ names: [String]) throws -> SweepOutcome {
      try store.write { transaction in
        let source = try transaction.source(.folder, at: .path(folder.file(place)))
        let scan = try transaction.beginScan(source: source)
        for name in names {
          try transaction.enterPhoto(
            at: folder.file(name), key: name, bytes: name, source: source, scan: scan)
        }
        return try transaction.sweep(source: source, scan: scan, prune: false)
      }
    }
    #expect(try index("p", ["p/1", "p/a/2", "p/a/3", "p/b/4"]).offline == 0)
    #expect(try index("q", ["q/5"]).offline == 0)
    #expect(try index("p/a", ["p/a/2", "p/a/3"]).offline == 0)
    #expect(try index("p", ["p/1", "p/a/2", "p/b/4"]).offline == 1)
    #expect(try store.read { try $0.item(key: "p/a/3") }?.isOffline == true)
    #expect(try store.read { try $0.file(at: folder.file("p/a/3")) }?.isOffline == true)
    #expect(try index("p/b", []).offline == 1)
    #expect(try placements(.image) == [1, 2, 5])
  }

  @Test("pruning removes items, files, images and vectors that nothing uses, and nothing else")
  func prune() throws {
    let photos = ["1", "2", "3", "4"]
    func index(_ names: [String], prune: Bool) throws -> SweepOutcome {
      try store.write { transaction in
        let source = try transaction.source(.folder, at: .path(folder.file("photos")))
        let scan = try transaction.beginScan(source: source)
        let model = try transaction.putModel(fingerprint: "f", name: "m", dimension: 8)
        for name in names {
          // The first two photos are copies of each other.
          try transaction.enterPhoto(
            at: folder.file(name), key: name, bytes: name == "2" ? "1" : name + name,
            source: source, scan: scan, model: model)
        }
        let swept = try transaction.sweep(source: source, scan: scan, prune: prune)
        try transaction.finishScan(scan)
        return swept
      }
    }
    #expect(try index(photos, prune: false) == SweepOutcome(offline: 0, removed: 0))
    // A product shows the third photo too.
    try store.write { transaction in
      let source = try transaction.source(.feed, at: .path("/feed.csv"))
      let scan = try transaction.beginScan(source: source)
      let file = try #require(try transaction.file(at: folder.file("3")))
      try transaction.markFile(file.id, seenIn: scan)
      try transaction.upsertItem(
        ItemRecord(key: "SKU", source: source),
        parts: [PartRecord(part: .image, content: file.content, file: file.id)], seenIn: scan)
      // That a feed drops an image says nothing about the file.
      let dropping = try transaction.beginScan(source: source)
      try transaction.markSeen(item: 5, scan: dropping)
      _ = try transaction.sweep(source: source, scan: dropping, prune: true)
      #expect(try transaction.file(at: folder.file("3"))?.isOffline == false)
    }
    #expect(try index(["2"], prune: true) == SweepOutcome(offline: 0, removed: 3))
    let counts = try store.read { try $0.counts() }
    #expect(counts.items == 2)
    #expect(counts.images == 2)
    #expect(counts.vectors.map(\.count) == [2])
    #expect(try store.read { try $0.file(at: folder.file("1")) } == nil)
    #expect(try store.read { try $0.file(at: folder.file("3")) }?.isOffline == true)
    #expect(try store.read { try $0.problems() }.isEmpty)
  }

  @Test("a renamed photo keeps its row; a path that is taken is refused and nothing changes")
  func rename() throws {
    try store.write { transaction in
      let source = try transaction.source(.folder, at: .path(folder.file("photos")))
      let scan = try transaction.beginScan(source: source)
      for name in ["photos/a", "photos/b"] {
        try transaction.enterPhoto(
          at: folder.file(name), key: name, bytes: name, source: source, scan: scan)
      }
      let file = try #require(try transaction.file(at: folder.file("photos/a")))
      try transaction.renameFile(file.id, to: folder.file("photos/z"))
    }
    let item = try #require(try store.read { try $0.item(key: "photos/z") })
    #expect(item.id == 1)
    #expect(try store.read { try $0.item(key: "photos/a") } == nil)
    #expect(
      try store.read { try $0.primaryImagePaths(of: [1, 2, 3]) }
        == [1: folder.file("photos/z"), 2: folder.file("photos/b")])
    #expect(
      try store.read { try $0.items(withImageAt: folder.file("photos/z")) }.map(\.id) == [1])
    #expect(
      try store.read { try $0.items(whoseImageHas: ContentHash(hashing: "photos/a")) }.map(\.id)
        == [1])
    #expect(throws: StorageError.pathInUse(path: folder("photos/b"))) {
      try store.write { try $0.renameFile(1, to: folder.file("photos/b")) }
    }
    #expect(try store.read { try $0.file(at: folder.file("photos/z")) }?.id == 1)
  }

  @Test("a batch that throws leaves nothing")
  func rollback() throws {
    struct Stop: Error {}
    try ingest([("a", "one")])
    let before = try store.read { (try $0.generation(), try $0.counts().items) }
    #expect(throws: Stop.self) {
      try store.write { transaction in
        try transaction.enterPhoto(
          at: folder.file("x"), key: "x", bytes: "x", source: 1, scan: 1)
        #expect(try transaction.counts().items == 2)
        throw Stop()
      }
    }
    let after = try store.read { (try $0.generation(), try $0.counts().items) }
    #expect(before == after)
  }

  @Test("images of one colour can be left out, and items that show nothing else are told")
  func blank() throws {
    try store.write { transaction in
      let source = try transaction.source(.folder, at: .path(folder.file("photos")))
      let scan = try transaction.beginScan(source: source)
      for (name, isBlank) in [("a", false), ("b", true), ("c", false)] {
        try transaction.enterPhoto(
          at: folder.file(name), key: name, bytes: name, source: source, scan: scan,
          isBlank: isBlank)
      }
      try transaction.upsertItem(
        ItemRecord(key: "both", source: source),
        parts: ["a", "b"].enumerated().map { ordinal, text in
          PartRecord(part: .image, ordinal: ordinal, content: ContentHash(hashing: text))
        }, seenIn: scan)
    }
    #expect(try placements(.image) == [1, 2, 3, 4, 4])
    var seen: [Int64] = []
    try store.read { transaction in
      try transaction.forEachPlacement(part: .image, includingBlank: false) { item, _ in
        seen.append(item)
      }
    }
    #expect(seen == [1, 3, 4])
    #expect(try store.read { try $0.blankContents() }.count == 1)
    #expect(try store.read { try $0.counts() }.blankImages == 1)
  }
}
