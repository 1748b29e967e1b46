import Foundation
import GRDB
import Storage
import SystemPackage
import Testing

@Suite("Opening a library")
struct OpeningTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder("library.sqlite")
  }

  /// Opens in every way, expects every way to fail, and expects every file to stay as it was.
  func expectRefusal(
    _ accesses: [LibraryStore.Access] = [.readExisting, .writeExisting, .writeCreating],
    _ matches: (StorageError) -> Bool, location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.contents()
    for access in accesses {
      #expect(sourceLocation: location) {
        _ = try LibraryStore.open(path, access: access)
      } throws: { error in
        (error as? StorageError).map(matches) ?? false
      }
      #expect(try folder.contents() == before, sourceLocation: location)
    }
  }

  /// Puts a library of several dozen pages at the path.
  func makeLibrary() throws {
    try OpeningTests.library.get().write(to: URL(fileURLWithPath: path))
  }

  /// The bytes of a library that was closed.
  static let library = Result {
    let folder = try TemporaryFolder()
    try fill(folder)
    return try Data(contentsOf: URL(fileURLWithPath: folder("library.sqlite")))
  }

  static func fill(_ folder: TemporaryFolder) throws {
    try LibraryStore.creating(folder).write { transaction in
      let source = try transaction.source(.folder, at: .path(folder.file("photos")))
      let scan = try transaction.beginScan(source: source)
      let model = try transaction.putModel(fingerprint: "f", name: "m", dimension: 64)
      for number in 0..<200 {
        try transaction.enterPhoto(
          at: folder.file("photos/\(number).png"), key: "photos/\(number).png",
          bytes: String(repeating: "x", count: number), source: source, scan: scan, model: model)
      }
    }
  }

  @Test("a library is created with its folders and opens again with the same generation")
  func creation() throws {
    let path = folder("deep/er/library.sqlite")
    let generation = try LibraryStore.open(path, access: .writeCreating).read {
      try $0.generation()
    }
    for access in [LibraryStore.Access.readExisting, .writeExisting, .writeCreating] {
      let store = try LibraryStore.open(path, access: access)
      #expect(try store.read { try $0.generation() } == generation)
    }
  }

  @Test("two libraries never start with the same generation")
  func generationStart() throws {
    let generations = try (0..<4).map { number in
      try LibraryStore.open(folder("\(number).sqlite"), access: .writeCreating)
        .read { try $0.generation() }
    }
    #expect(Set(generations).count == 4)
    #expect(generations.allSatisfy { $0 >= 0 })
  }

  @Test("a missing library says how to create it, and nothing is made")
  func missing() throws {
    try expectRefusal([.readExisting, .writeExisting]) { error in
      error == .missing(path: path) && error.description.contains("mmsearch index PATH")
    }
    #expect(try folder.contents().isEmpty)
  }

  @Test("an empty file is no library to read, and becomes one when a library is created there")
  func emptyFile() throws {
    try Data().write(to: URL(fileURLWithPath: path))
    try expectRefusal([.readExisting, .writeExisting]) { $0 == .missing(path: path) }
    let store = try LibraryStore.open(path, access: .writeCreating)
    #expect(try store.read { try $0.counts() }.items == 0)
  }

  @Test("text, random bytes and a folder are no databases")
  func garbage() throws {
    var state: UInt64 = 1
    let random = Data(
      (0..<20_000).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
      })
    let magic = Data("SQLite format 3\0".utf8)
    for bytes in [Data("hello".utf8), random, magic] {
      try bytes.write(to: URL(fileURLWithPath: path))
      try expectRefusal { error in
        if case .notADatabase = error { true } else { false }
      }
    }
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect {
      _ = try LibraryStore.open(path, access: .writeCreating)
    } throws: { error in
      error as? StorageError == .notADatabase(path: path, detail: "it is a folder")
    }
  }

  @Test("a SQLite database of another program is refused", arguments: [0, 0x4750_4B47])
  func foreign(applicationID: Int) throws {
    let database = try DatabaseQueue(path: path)
    try database.write { database in
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: "CREATE TABLE item (id INTEGER PRIMARY KEY)")
    }
    try database.close()
    try expectRefusal { error in
      error == .foreignDatabase(path: path, applicationID: UInt32(applicationID))
    }
  }

  @Test("a library of a later version is refused and named with both versions")
  func newer() throws {
    try makeLibrary()
    let database = try DatabaseQueue(path: path)
    try database.write { try $0.execute(sql: "PRAGMA user_version = 99") }
    try database.close()
    try expectRefusal { error in
      error == .newerSchema(path: path, found: 99, supported: 5)
    }
  }

  @Test("a library cut off anywhere is refused", arguments: 1..<10)
  func truncated(tenths: Int) throws {
    try makeLibrary()
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.prefix(whole.count * tenths / 10).write(to: URL(fileURLWithPath: path))
    try expectRefusal { error in
      if case .damaged = error { true } else { false }
    }
  }

  @Test("a library whose schema page is damaged is refused")
  func damagedSchema() throws {
    try makeLibrary()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes.replaceSubrange(100..<4096, with: Data(repeating: 0xA5, count: 3996))
    try bytes.write(to: URL(fileURLWithPath: path))
    try expectRefusal { error in
      if case .damaged = error { true } else { false }
    }
  }

  @Test("damaged pages are errors to the reader and named by the check; the file stays as it was")
  func damagedPages() throws {
    try makeLibrary()
    // Not those of the schema, without which nothing opens.
    let database = try DatabaseQueue(path: path)
    let pages = try database.read { database in
      try Int.fetchAll(
        database,
        sql: "SELECT rootpage FROM sqlite_schema WHERE name IN ('vector', 'item', 'file')")
    }
    try database.close()
    #expect(pages.count == 3)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for page in pages {
      bytes.replaceSubrange(
        (page - 1) * 4096..<page * 4096, with: Data(repeating: 0xA5, count: 4096))
    }
    try bytes.write(to: URL(fileURLWithPath: path))
    for access in [LibraryStore.Access.readExisting, .writeExisting] {
      let before = try folder.contents()
      do {
        let store = try LibraryStore.open(path, access: access)
        #expect(try !store.read { try $0.problems() }.isEmpty)
        #expect {
          try store.read { transaction in
            let model = try #require(try transaction.models().first)
            try transaction.forEachVector(part: .image, model: model) { _, _, _ in }
            try transaction.forEachItem { _ in }
            try transaction.forEachFile(under: "/") { _ in }
          }
        } throws: { error in
          if case StorageError.damaged = error { true } else { false }
        }
      }
      #expect(try folder.contents() == before)
    }
  }

  @Test("what a killed creation or a deleted library left beside the path does no harm")
  func leftovers() throws {
    try makeLibrary()
    try FileManager.default.moveItem(atPath: path, toPath: folder("library.sqlite.new"))
    try Data(repeating: 7, count: 5000).write(to: URL(fileURLWithPath: path + "-wal"))
    try Data(repeating: 7, count: 5000).write(to: URL(fileURLWithPath: path + "-journal"))
    let store = try LibraryStore.open(path, access: .writeCreating)
    #expect(try store.read { try $0.problems() }.isEmpty)
    #expect(try store.read { try $0.counts() }.items == 0)
    #expect(!FileManager.default.fileExists(atPath: folder("library.sqlite.new")))
  }

  @Test("a folder that may not be written is named", .enabled(if: geteuid() != 0))
  func unwritableFolder() throws {
    try makeLibrary()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    }
    try expectRefusal([.writeExisting, .writeCreating]) { error in
      if case .noPermission(folder.path, _) = error { true } else { false }
    }
    let store = try LibraryStore.open(path, access: .readExisting)
    #expect(try store.read { try $0.counts() }.items == 200)
  }
}
