import Foundation
import Storage
import SystemPackage
import Testing

@Suite("Writers, readers and accidents")
struct WritingTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Enters a batch of photos in one transaction; stops before the commit if asked to.
  static func enterBatch(
    _ numbers: Range<Int>, in store: LibraryStore, folder: FilePath, dimension: Int = 64,
    beforeCommit: () -> Void = {}
  ) throws {
    try store.write { transaction in
      let source = try transaction.source(.folder, at: .path(folder))
      let scan = try transaction.beginScan(source: source)
      let model = try transaction.putModel(
        fingerprint: "of \(dimension)", name: "m", dimension: dimension)
      for number in numbers {
        try transaction.enterPhoto(
          at: folder.appending("\(number)"), key: "\(number)",
          bytes: String(repeating: "x", count: number + 1), source: source, scan: scan,
          model: model)
      }
      beforeCommit()
    }
  }

  @Test("a second writer is told who holds the library, and gets it when the first lets go")
  func secondWriter() throws {
    let store = try LibraryStore.creating(folder)
    let second = try LibraryStore.creating(folder)
    var waits: [WriterLock.Holder] = []
    do {
      let lock = try store.acquireWriterLock(purpose: "index photos", timeout: 0) { _ in }
      #expect {
        _ = try second.acquireWriterLock(purpose: "ingest", timeout: 0.1) { waits.append($0) }
      } throws: { error in
        guard case StorageError.heldByAnotherWriter(_, let holder) = error else { return false }
        return holder.processID == getpid() && holder.purpose == "index photos"
          && "\(error)".contains("process \(getpid()) (index photos, since 2")
      }
      lock.release()
      lock.release()
    }
    #expect(waits.map(\.purpose) == ["index photos"])
    let lock = try second.acquireWriterLock(purpose: "ingest", timeout: 0) { waits.append($0) }
    lock.release()
    #expect(waits.count == 1)
  }

  @Test("a waiting writer goes on when the first lets go")
  func waitingWriter() async throws {
    let store = try LibraryStore.creating(folder)
    var waits = 0
    let lock = try store.acquireWriterLock(purpose: "first", timeout: 0) { _ in }
    let second = try store.acquireWriterLock(purpose: "second", timeout: 60) { _ in
      // Called once the second has to wait; then the first lets go.
      waits += 1
      lock.release()
    }
    second.release()
    #expect(waits == 1)
  }

  @Test("a reader sees one moment, whatever a writer commits meanwhile")
  func snapshot() throws {
    let reader = try LibraryStore.creating(folder)
    let writer = try LibraryStore.creating(folder)
    let photos = folder.file("photos")
    try Self.enterBatch(0..<3, in: writer, folder: photos)
    try reader.read { transaction in
      let before = (try transaction.generation(), try transaction.counts().items)
      var seen = 0
      try transaction.forEachItem { _ in
        if seen == 0 { try Self.enterBatch(3..<9, in: writer, folder: photos) }
        seen += 1
      }
      #expect(seen == 3)
      let after = (try transaction.generation(), try transaction.counts().items)
      #expect(before == after)
    }
    #expect(try reader.read { try $0.counts() }.items == 9)
  }

  @Test("many readers beside a writer see whole batches only")
  func concurrency() async throws {
    let store = try LibraryStore.creating(folder)
    let photos = folder.file("photos")
    try Self.enterBatch(0..<10, in: store, folder: photos)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for batch in 1..<6 {
          try Self.enterBatch(batch * 10..<batch * 10 + 10, in: store, folder: photos)
        }
      }
      for _ in 0..<3 {
        group.addTask {
          for _ in 0..<30 {
            try store.read { transaction in
              var items = 0
              try transaction.forEachItem { _ in items += 1 }
              let model = try #require(try transaction.models().first)
              let vectors = try transaction.vectorCount(part: .image, model: model)
              #expect(items % 10 == 0)
              #expect(items == vectors)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try store.read { try $0.counts() }.items == 60)
  }

  @Test("a library killed in the middle of a batch holds all batches before it and is sound")
  func kill() async throws {
    let path = folder("library.sqlite")
    let photos = folder("photos")
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, photos = photos as String] in
      let store = try LibraryStore.open(path, access: .writeCreating)
      let lock = try store.acquireWriterLock(purpose: "index", timeout: 0) { _ in }
      try WritingTests.enterBatch(0..<20, in: store, folder: FilePath(photos))
      try WritingTests.enterBatch(20..<40, in: store, folder: FilePath(photos))
      // Larger than SQLite's cache, so that part of the batch is in the log already.
      try WritingTests.enterBatch(
        40..<640, in: store, folder: FilePath(photos), dimension: 16384
      ) {
        _ = Glibc.kill(getpid(), SIGKILL)
      }
      lock.release()
    }
    let log = try FileManager.default.attributesOfItem(atPath: path + "-wal")
    #expect(try #require(log[.size] as? Int) > 1_000_000)
    let store = try LibraryStore.open(path, access: .writeExisting)
    let lock = try store.acquireWriterLock(purpose: "index", timeout: 0) { _ in }
    lock.release()
    #expect(try store.read { try $0.counts() }.items == 40)
    #expect(try store.read { try $0.problems() }.isEmpty)
    try Self.enterBatch(20..<60, in: store, folder: FilePath(photos))
    #expect(try store.read { try $0.counts() }.items == 60)
  }
}
