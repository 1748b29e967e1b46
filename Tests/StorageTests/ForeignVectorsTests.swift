import Foundation
import GRDB
import SystemPackage
import Testing

@testable import Storage

@Suite("Vectors in databases of other programs")
struct ForeignVectorsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func database(_ sql: String) throws -> String {
    let path = folder(UUID().uuidString)
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
    return path
  }

  private func entries(_ path: String) throws -> [ForeignVectors.Entry] {
    let vectors = try ForeignVectors(path: path)
    var entries: [ForeignVectors.Entry] = []
    for collection in try vectors.collections() {
      try vectors.forEachEntry(of: collection) { entries.append($0) }
    }
    return entries
  }

  @Test("what is written is read again, with times as Python has them; nothing is written over")
  func written() throws {
    let path = folder("written.sqlite3")
    let first = ForeignVectors.Entry(id: "/a", text: nil, byteCount: 12, scalars: [1, -0.5])
    let again = ForeignVectors.Entry(id: "/a", text: nil, byteCount: 1, scalars: [0, 1])
    let added = try ForeignVectorsWriter.write(to: path, as: .rclip) { writer in
      try [first, again].map { try writer.add($0, modifiedNanoseconds: 1_763_712_000_123_456_789) }
    }
    #expect(added == [true, false])
    #expect(try entries(path) == [first])
    let modified = try DatabaseQueue(path: path).read {
      try Double.fetchOne($0, sql: "SELECT modified_at FROM images")
    }
    // os.stat: whole seconds, and nanoseconds times 1e-9.
    #expect(modified == 1_763_712_000.0 + 1e-9 * 123_456_789.0)
    #expect(throws: StorageError.self) {
      try ForeignVectorsWriter.write(to: path, as: .rclip) { _ in }
    }
    #expect(try entries(path) == [first])
    struct Stop: Error {}
    let other = folder("other.sqlite3")
    let kind = ForeignVectorsWriter.Kind.llm(collection: "c", model: "m")
    #expect(throws: Stop.self) {
      try ForeignVectorsWriter.write(to: other, as: kind) { _ in throw Stop() }
    }
    #expect(try folder.contents().keys.sorted() == ["written.sqlite3"])
  }

  @Test("values of the wrong kind are entries without a vector, not the end of all")
  func oddValues() throws {
    let path = try database(
      """
      CREATE TABLE images (id INTEGER PRIMARY KEY, deleted, filepath, modified_at, size, vector);
      INSERT INTO images (filepath, size, vector) VALUES
        ('/a', 12, x'0000803f00000040'), ('/text', 'many', 'not a vector'), ('/odd', 1e300, x'00'),
        (NULL, NULL, NULL), (x'2fff', -1, 3.5), ('/huge', 1, zeroblob(4000000)), ('/empty', 1, x'');
      """)
    let entries = try entries(path)
    #expect(entries.count == 7)
    #expect(entries[0] == .init(id: "/a", text: nil, byteCount: 12, scalars: [1, 2]))
    #expect(entries[2...].allSatisfy { $0.scalars == nil || $0.scalars?.count != 2 })
    #expect(entries.first { $0.id == "/huge" }?.scalars == nil)
  }

  @Test("only tables are read, so that no view of a stranger runs")
  func views() throws {
    let path = try database(
      """
      CREATE VIEW images AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i AS filepath, NULL AS deleted, i AS size, i AS vector FROM n;
      """)
    #expect(throws: StorageError.self) { try ForeignVectors(path: path) }
  }

  @Test("a missing column, another database and a library of ours are errors that name the file")
  func strangers() throws {
    let library = try LibraryStore.creating(folder)
    let paths = [
      try database("CREATE TABLE images (filepath)"), try database("CREATE TABLE other (a)"),
      try database("CREATE TABLE collections (id); CREATE TABLE embeddings (id)"),
      library.path.string, folder("nothing"),
    ]
    for path in paths {
      #expect("\(path)") {
        try entries(path)
      } throws: {
        "\($0)".contains(path)
      }
    }
  }

  @Test("a database that is cut anywhere is an error or a shorter list, never a crash")
  func truncated() throws {
    let path = try database(
      """
      CREATE TABLE images (id INTEGER PRIMARY KEY, deleted, filepath, modified_at, size, vector);
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
        INSERT INTO images (filepath, size, vector) SELECT '/' || i, i, randomblob(256) FROM n;
      """)
    let whole = try Data(contentsOf: URL(filePath: path))
    for tenth in 0..<10 {
      let cut = folder("cut-\(tenth)")
      try whole.prefix(whole.count * tenth / 10).write(to: URL(filePath: cut))
      do {
        #expect(try entries(cut).count <= 300)
      } catch let error as StorageError {
        #expect("\(error)".contains(cut))
      }
    }
  }
}
