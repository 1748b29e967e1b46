import Foundation
import Storage
import SystemPackage
import Testing

/// Libraries as released versions of the program wrote them, one file a schema version in
/// `Tests/Fixtures/Databases`. They are never written again; the present one is made by
/// `MMSEARCH_WRITE_FIXTURES=1 swift test --filter LegacyTests` while its version is new.
@Suite("Libraries of every schema version")
struct LegacyTests {
  static let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/Databases")

  /// Two photos, one of them broken, and a product with a vector for its image and its title.
  func fill(_ store: LibraryStore) throws {
    let folder = store.path.removingLastComponent()
    try store.write { transaction in
      let photos = try transaction.source(.folder, at: .path(folder.appending("photos")))
      let first = try transaction.beginScan(source: photos)
      let model = try transaction.putModel(fingerprint: "0123abcd", name: "small", dimension: 4)
      try transaction.enterPhoto(
        at: folder.appending("photos/a.png"), key: "photos/a.png", bytes: "a", source: photos,
        scan: first, model: model)
      let broken = folder.appending("photos/b.jpg")
      let file = try transaction.upsertFile(
        at: broken, byteCount: 3, modifiedNanoseconds: 9, content: nil)
      try transaction.markFile(file, seenIn: first)
      try transaction.recordBroken(
        BrokenRecord(
          path: broken, reason: "truncated", format: "JPEG", detail: "12 of 80 rows",
          sinceUnixSeconds: 1_700_000_000, byteCount: 3, modifiedNanoseconds: 9))
      _ = try transaction.sweep(source: photos, scan: first, prune: false)
      try transaction.finishScan(first)

      let feed = try transaction.source(.feed, at: .path("/shop/feed.csv"))
      let second = try transaction.beginScan(source: feed)
      let title = ContentHash(hashing: "Red mug")
      try transaction.putVector(
        [0.5, -0.5, 0.5, -0.5], content: title, part: .title, model: model, precision: .float32)
      try transaction.upsertItem(
        ItemRecord(
          key: "SKU1", source: feed, group: "G", title: "Red mug", description: "Holds tea.",
          price: 7.5, currency: "EUR", fields: ["brand": "Acme"],
          rowHash: ContentHash(hashing: "row")),
        parts: [
          PartRecord(part: .image, content: ContentHash(hashing: "a"), file: 1),
          PartRecord(part: .title, content: title),
        ], seenIn: second)
    }
  }

  /// Everything a library says, with paths as they are stored.
  func contents(_ store: LibraryStore) throws -> [String] {
    try store.read { transaction in
      func stored(_ path: FilePath?) -> String { path.map { store.key(for: $0) } ?? "none" }
      var lines: [String] = []
      for source in try transaction.sources() {
        var location = "standard input"
        if case .path(let path) = source.location { location = stored(path) }
        lines.append("\(source.kind) \(location) \(source.lastScanUnixSeconds != nil)")
      }
      try transaction.forEachFile(under: "/") { file in
        lines.append("\(stored(file.path)) \(file.byteCount) \(file.modifiedNanoseconds)")
        let image = try file.content.flatMap { try transaction.image($0) }
        lines.append("\(String(describing: image)) \(file.isOffline)")
      }
      try transaction.forEachItem(includingOffline: true) { item in
        lines.append("\(item) \(try transaction.parts(of: item.id))")
      }
      for model in try transaction.models() {
        for part in Part.allCases {
          try transaction.forEachVector(part: part, model: model) { content, _, precision in
            let scalars = try transaction.vector(content, part: part, model: model)
            lines.append("\(model) \(part) \(precision) \(scalars ?? [])")
          }
        }
      }
      for record in try transaction.broken() {
        var pathless = record
        pathless.path = nil
        lines.append("\(stored(record.path)) \(pathless)")
      }
      return lines
    }
  }

  @Test(
    "a library of each version opens, is sound and says what it always said",
    arguments: [1, 2, 3, 4, 5])
  func legacy(version: Int) throws {
    let fixture = Self.fixtures.appendingPathComponent("library-v\(version).sqlite")
    let folder = try TemporaryFolder()
    let fresh = try LibraryStore.creating(folder)
    try fill(fresh)
    let expected = try contents(fresh)
    #expect(expected.count == 11)
    if version == 5, ProcessInfo.processInfo.environment["MMSEARCH_WRITE_FIXTURES"] != nil {
      let original = try TemporaryFolder()
      do { try fill(try LibraryStore.creating(original)) }
      try Data(contentsOf: URL(fileURLWithPath: original("library.sqlite"))).write(to: fixture)
    }
    let path = folder("old.sqlite")
    try Data(contentsOf: fixture).write(to: URL(fileURLWithPath: path))
    for access in [LibraryStore.Access.readExisting, .writeExisting] {
      let old = try LibraryStore.open(path, access: access)
      #expect(try contents(old) == expected)
      #expect(try old.read { try $0.problems() }.isEmpty)
    }
  }

  @Test("a library of version 1 is upgraded when it is opened: its items have fields and words")
  func upgraded() throws {
    let folder = try TemporaryFolder()
    let path = folder("old.sqlite")
    try Data(contentsOf: Self.fixtures.appendingPathComponent("library-v1.sqlite"))
      .write(to: URL(fileURLWithPath: path))
    let store = try LibraryStore.open(path, access: .writeExisting)
    try store.read { transaction in
      let product = try #require(try transaction.item(key: "SKU1")).id
      #expect(try transaction.items(matching: ConditionTests.equal("brand", "acme")) == [product])
      #expect(
        try transaction.items(
          matching: .comparison(field: "price", .less, .number(8))) == [product])
      let matches = try transaction.keywordMatches(KeywordQuery("red mugs"), limit: 5)
      #expect(matches.map(\.item) == [product])
      #expect(try transaction.items(withCode: "sku1") == [product])
    }
  }

  @Test(
    "a library of version 1 that may not be written says that it must be upgraded",
    .enabled(if: geteuid() != 0))
  func notUpgradable() throws {
    let folder = try TemporaryFolder()
    let path = folder("old.sqlite")
    try Data(contentsOf: Self.fixtures.appendingPathComponent("library-v1.sqlite"))
      .write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    }
    #expect {
      _ = try LibraryStore.open(path, access: .readExisting)
    } throws: { error in
      guard case StorageError.olderSchema(path, 1, 5, _) = error else { return false }
      return "\(error)".contains("upgraded to 5")
    }
  }
}
