import Foundation
import Storage
import SystemPackage
import Testing

@Suite("Paths in a library")
struct PathTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The files below a path, as the library tells them.
  func files(_ store: LibraryStore, under path: FilePath) throws -> [FilePath] {
    try store.read { transaction in
      var paths: [FilePath] = []
      try transaction.forEachFile(under: path) { paths.append($0.path) }
      return paths
    }
  }

  func enter(_ paths: [FilePath], in store: LibraryStore) throws {
    try store.write { transaction in
      for path in paths {
        try transaction.upsertFile(
          at: path, byteCount: 1, modifiedNanoseconds: 2, content: nil)
      }
    }
  }

  @Test("below the database's folder paths are relative, elsewhere absolute, and always normalised")
  func storedForms() throws {
    let store = try LibraryStore.creating(folder)
    func stored(_ path: String) -> String {
      String(decoding: store.storedPath(FilePath(path)).bytes, as: UTF8.self)
    }
    #expect(stored(folder("a/b.jpg")) == "a/b.jpg")
    #expect(stored(folder("a//./c/../b.jpg")) == "a/b.jpg")
    #expect(stored(folder.path) == ".")
    #expect(stored(folder.path + "/") == ".")
    #expect(stored("/elsewhere/../photos/b.jpg") == "/photos/b.jpg")
    #expect(stored(folder.path + "2/b.jpg") == folder.path + "2/b.jpg")
    #expect(store.key(for: FilePath(folder("ä/b.jpg"))) == "ä/b.jpg")
  }

  @Test("a folder's files are its own, not those of folders whose names begin alike")
  func prefixSiblings() throws {
    let store = try LibraryStore.creating(folder)
    let names = [
      "a", "a/b", "a/b/1", "a/b/2", "a/b0", "a/b!", "a/b2/1", "a/b.jpg", "a/B/1", "a/%/1",
    ]
    try enter(names.map(folder.file), in: store)
    let outside = ["/x/a/b/1", "/x/a/b2/1"].map { FilePath($0) }
    try enter(outside, in: store)

    #expect(
      try files(store, under: folder.file("a/b"))
        == ["a/b", "a/b/1", "a/b/2"].map(folder.file))
    #expect(try files(store, under: folder.file("a/b/")).count == 3)
    #expect(try files(store, under: folder.file("a/b/1")) == [folder.file("a/b/1")])
    #expect(try files(store, under: folder.file("a/%")) == [folder.file("a/%/1")])
    #expect(try files(store, under: folder.file("a/_")).isEmpty)
    #expect(try files(store, under: "/x/a/b") == ["/x/a/b/1"])
    #expect(Set(try files(store, under: FilePath(folder.path))) == Set(names.map(folder.file)))
    let all = Set(names.map(folder.file) + outside)
    #expect(Set(try files(store, under: "/")) == all)
    // A folder above the database's own has relative and absolute paths below it.
    let parent = FilePath(folder.path).removingLastComponent()
    #expect(Set(try files(store, under: parent)) == Set(names.map(folder.file)))
  }

  @Test("names that are not UTF-8 come back byte for byte and have keys of their own")
  func rawBytes() throws {
    let store = try LibraryStore.creating(folder)
    func raw(_ bytes: [UInt8]) -> FilePath {
      let characters = (Array(folder.path.utf8) + [0x2F] + bytes + [0]).map {
        CInterop.PlatformChar(bitPattern: $0)
      }
      return characters.withUnsafeBufferPointer { FilePath(platformString: $0.baseAddress!) }
    }
    let paths = [raw([0x61, 0xFF, 0x62]), raw([0x61, 0xFE, 0x62]), raw([0x61, 0xC3, 0x62])]
    try enter(paths, in: store)
    for path in paths {
      #expect(try store.read { try $0.file(at: path) }?.path == path)
    }
    #expect(try Set(files(store, under: FilePath(folder.path))) == Set(paths))
    #expect(Set(paths.map { store.key(for: $0) }).count == 3)
    #expect(store.key(for: paths[0]) == "a\u{FFFD}ffb")
  }

  @Test("paths that differ in case or in Unicode normalisation are different")
  func byteComparison() throws {
    let store = try LibraryStore.creating(folder)
    let names = ["x.JPG", "x.jpg", "\u{E9}.jpg", "e\u{301}.jpg"]
    try enter(names.map(folder.file), in: store)
    #expect(try files(store, under: FilePath(folder.path)).count == 4)
  }

  @Test("a library that moves with its folder finds its files at the new place")
  func moving() throws {
    let before = folder("before/library.sqlite")
    do {
      let store = try LibraryStore.open(before, access: .writeCreating)
      try enter([folder.file("before/photos/a.jpg"), "/elsewhere/b.jpg"], in: store)
    }
    try FileManager.default.moveItem(atPath: folder("before"), toPath: folder("after"))
    let store = try LibraryStore.open(folder("after/library.sqlite"), access: .readExisting)
    #expect(
      try files(store, under: "/") == ["/elsewhere/b.jpg", folder.file("after/photos/a.jpg")])
    #expect(try store.read { try $0.file(at: folder.file("after/photos/a.jpg")) } != nil)
    #expect(try store.read { try $0.file(at: folder.file("before/photos/a.jpg")) } == nil)
  }

  @Test("the folder may be named through a symbolic link or directly")
  func symbolicLink() throws {
    do {
      let store = try LibraryStore.open(folder("real/library.sqlite"), access: .writeCreating)
      try enter([folder.file("real/a.jpg")], in: store)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"), withDestinationPath: folder("real"))
    let store = try LibraryStore.open(folder("link/library.sqlite"), access: .readExisting)
    for name in ["real/a.jpg", "link/a.jpg"] {
      #expect(try store.read { try $0.file(at: folder.file(name)) } != nil)
    }
    // A database that is itself a link belongs to the folder it points into.
    try FileManager.default.createSymbolicLink(
      atPath: folder("alias.sqlite"), withDestinationPath: folder("real/library.sqlite"))
    let alias = try LibraryStore.open(folder("alias.sqlite"), access: .readExisting)
    #expect(try alias.read { try $0.file(at: folder.file("real/a.jpg")) } != nil)
    #expect(try files(alias, under: "/") == [folder.file("real/a.jpg")])
  }
}
