import Storage
import SystemPackage
import Testing

@Suite("Rows of a feed that did not change")
struct UnchangedTests {
  let catalogue: CatalogueFixture
  let model: ModelRecord
  let source: Int64
  let image = ContentHash(hashing: "picture")

  init() throws {
    catalogue = try CatalogueFixture()
    (model, source) = try catalogue.store.write { transaction in
      (
        try transaction.putModel(fingerprint: "f", name: "m", dimension: 4),
        try transaction.source(.feed, at: .path("/feed.csv"))
      )
    }
  }

  func row(_ key: String, hash: String? = nil) -> (key: String, rowHash: ContentHash) {
    (key, ContentHash(hashing: hash ?? "row \(key)"))
  }

  func scan<Value>(_ body: (WriteTransaction, Int64) throws -> Value) throws -> Value {
    try catalogue.store.write { try body($0, try $0.beginScan(source: source)) }
  }

  /// A row with a title whose vector is stored, and with a picture if it is to have one.
  func enter(_ keys: [String], withImage: Bool = false, isBlank: Bool = false) throws {
    try scan { transaction, scan in
      for key in keys {
        var item = product(key, "Title of \(key)")
        item.source = source
        item.rowHash = row(key).rowHash
        var parts = CatalogueFixture.parts(of: item)
        try transaction.putVector(
          [1, 0, 0, 0], content: ContentHash(hashing: "Title of \(key)"), part: .title, model: model
        )
        if withImage {
          let file = try transaction.upsertFile(
            at: "/pictures/a.png", byteCount: 7, modifiedNanoseconds: 8, content: image)
          try transaction.putImage(
            ImageRecord(content: image, width: 1, height: 1, format: "png", isBlank: isBlank))
          try transaction.putVector([0, 1, 0, 0], content: image, part: .image, model: model)
          try transaction.markFile(file, seenIn: scan)
          parts.append(PartRecord(part: .image, content: image, file: file))
        }
        try transaction.upsertItem(item, parts: parts, seenIn: scan)
      }
    }
  }

  func unchanged(
    _ rows: [(key: String, rowHash: ContentHash)], model: ModelRecord? = nil,
    isCurrent: (FileRecord) throws -> Bool = { _ in true }
  ) throws -> UnchangedRows {
    try scan { transaction, scan in
      try transaction.unchangedItems(
        rows, model: model ?? self.model, seenIn: scan, isCurrent: isCurrent)
    }
  }

  @Test("a row is unchanged if its item has its hash; new and other rows are not")
  func hashes() throws {
    try enter(["a", "b"])
    let found = try unchanged([row("a"), row("b", hash: "new"), row("c")])
    #expect(found.keys == ["a"])
    #expect(found.textOnly == 1)
  }

  @Test("a row without every vector of the model is not unchanged")
  func otherModel() throws {
    try enter(["a"])
    let other = try catalogue.store.write {
      try $0.putModel(fingerprint: "g", name: "other", dimension: 4)
    }
    #expect(try unchanged([row("a")], model: other).keys.isEmpty)
  }

  @Test("a picture that changed, is broken or blank makes its row worth another look")
  func pictures() throws {
    try enter(["a"], withImage: true)
    var files: [FilePath] = []
    let found = try unchanged([row("a")]) { file in
      files.append(file.path)
      return file.byteCount == 7 && file.modifiedNanoseconds == 8
    }
    #expect(files == ["/pictures/a.png"])
    #expect(found.keys == ["a"])
    #expect(found.textOnly == 0)
    #expect(try unchanged([row("a")]) { _ in false }.keys.isEmpty)
    try enter(["a"], withImage: true, isBlank: true)
    #expect(try unchanged([row("a")]).keys.isEmpty)
    try scan { transaction, scan in
      var item = product("a", "Title of a")
      item.source = source
      item.rowHash = row("a").rowHash
      try transaction.upsertItem(
        item,
        parts: CatalogueFixture.parts(of: item) + [PartRecord(part: .image, content: nil)],
        seenIn: scan)
    }
    #expect(try unchanged([row("a")]).keys.isEmpty)
  }

  @Test("unchanged rows count as seen with their files, and come back from being offline")
  func marks() throws {
    try enter(["a", "b"], withImage: true)
    try scan { transaction, scan in
      _ = try transaction.sweep(source: source, scan: scan, prune: false)
    }
    #expect(try catalogue.store.read { try $0.counts() }.offlineItems == 2)
    try scan { transaction, scan in
      _ = try transaction.unchangedItems(
        [row("a")], model: model, seenIn: scan, isCurrent: { _ in true })
      #expect(try transaction.isSeen(key: "a", scan: scan))
      #expect(try !transaction.isSeen(key: "b", scan: scan))
      #expect(try !transaction.isSeen(key: "c", scan: scan))
      #expect(try !transaction.isSeen(key: "a", scan: scan + 1))
      let swept = try transaction.sweep(source: source, scan: scan, prune: true)
      #expect(swept.removed == 1)
    }
    let file = try catalogue.store.read { try $0.file(at: "/pictures/a.png") }
    #expect(file?.isOffline == false)
    #expect(try catalogue.search("title") == ["a"])
    #expect(try catalogue.problems() == [])
  }

  @Test("an item that a scan has just added is seen")
  func added() throws {
    try scan { transaction, scan in
      var item = product("n", "New")
      item.source = source
      #expect(try !transaction.isSeen(key: "n", scan: scan))
      try transaction.upsertItem(item, parts: CatalogueFixture.parts(of: item), seenIn: scan)
      #expect(try transaction.isSeen(key: "n", scan: scan))
    }
  }
}
