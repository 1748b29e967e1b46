import FoundationEssentials
import GRDB

/// The vectors that another program keeps in a SQLite database: rclip its pictures, llm its collections.
///
/// Opened read-only, and nothing that the database itself defines is run: only tables are read, and
/// functions that change anything are not trusted. Calls block the calling thread.
public final class ForeignVectors {
  /// Which program's tables were found.
  public enum Kind: Sendable, Equatable {
    /// `images` of rclip (`rclip/db.py`), with the version of its schema.
    case rclip(version: Int)
    /// `collections` and `embeddings` of llm (`llm/embeddings_migrations.py`).
    case llm
  }

  /// Vectors that one model made; rclip has a single collection without a name.
  public struct Collection: Sendable, Equatable {
    /// The name, for people.
    public let name: String
    /// The model as the database names it; nil where it does not.
    public let model: String?
    /// How many vectors there are.
    public let count: Int
    /// The most frequent number of scalars.
    public let dimension: Int
    let row: Int64?
  }

  /// One vector and what it stands for.
  public struct Entry: Sendable, Equatable {
    /// The path of a picture, or the id of what was embedded.
    public let id: String
    /// The text that was embedded, if it is kept.
    public let text: String?
    /// The size that the file had.
    public let byteCount: Int64?
    /// The scalars as they are stored; nil where the value is no list of them.
    public let scalars: [Float]?

    /// An entry.
    public init(id: String, text: String?, byteCount: Int64?, scalars: [Float]?) {
      self.id = id
      self.text = text
      self.byteCount = byteCount
      self.scalars = scalars
    }
  }

  /// Which program's tables were found.
  public let kind: Kind
  private let path: String
  private let database: DatabaseQueue

  /// The most bytes of a vector and of a text that are read.
  private static let longestVector = 1 << 18
  private static let longestText = 1 << 20

  /// Opens a database.
  ///
  /// Throws: `StorageError.foreignVectors` for a file that is no such database.
  public init(path: String) throws(StorageError) {
    self.path = path
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(LibraryStore.busyTimeout)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
    }
    (database, kind) = try Self.translating(path) {
      let database = try DatabaseQueue(path: path, configuration: configuration)
      let tables = try database.read { database in
        try Set(
          String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'"))
      }
      if tables.isSuperset(of: ["collections", "embeddings"]) { return (database, .llm) }
      guard tables.contains("images") else {
        throw StorageError.foreignVectors(
          path: path, detail: "it has neither the table images of rclip nor the tables of llm")
      }
      let version = try database.read { database in
        tables.contains("db_version")
          ? try Int.fetchOne(database, sql: "SELECT CAST(version AS INTEGER) FROM db_version") ?? 1
          : 1
      }
      return (database, .rclip(version: version))
    }
  }

  /// The collections that hold vectors, by name.
  public func collections() throws(StorageError) -> [Collection] {
    try Self.translating(path) {
      try database.read { database in
        let sql: String
        switch kind {
        case .rclip:
          sql = """
            SELECT '', NULL, NULL, \(Self.dimension("vector")), count(*) FROM images
            WHERE deleted IS NULL GROUP BY 4 ORDER BY 5 DESC
            """
        case .llm:
          sql = """
            SELECT CAST(name AS BLOB), CAST(model AS BLOB), collections.id,
              \(Self.dimension("embedding")), count(*)
            FROM embeddings JOIN collections ON collections.id = collection_id
            GROUP BY 3, 4 ORDER BY 5 DESC
            """
        }
        var collections: [Int64?: Collection] = [:]
        let rows = try Row.fetchCursor(database, sql: sql)
        while let row = try rows.next() {
          let id = try row.value(2, as: Int64?.self)
          let known = collections[id]
          let dimension = try row.value(3, as: Int.self)
          collections[id] = Collection(
            name: try row.text(0) ?? "", model: try row.text(1),
            count: (known?.count ?? 0) + (try row.value(4)),
            dimension: known.map { $0.dimension > 0 ? $0.dimension : dimension } ?? dimension,
            row: id)
        }
        return collections.values.filter { $0.dimension > 0 }.sorted { $0.name < $1.name }
      }
    }
  }

  /// Streams the entries of a collection in the order of their rows. What the closure throws ends the
  /// stream and reaches the caller as it is.
  public func forEachEntry(
    of collection: Collection, _ body: (Entry) throws -> Void
  ) throws {
    let sql: String
    switch kind {
    case .rclip:
      sql = """
        SELECT CAST(filepath AS BLOB), NULL, CAST(size AS INTEGER),
          iif(length(vector) <= \(Self.longestVector), vector, NULL)
        FROM images WHERE deleted IS NULL ORDER BY id
        """
    case .llm:
      sql = """
        SELECT CAST(id AS BLOB), CAST(substr(content, 1, \(Self.longestText)) AS BLOB), NULL,
          iif(length(embedding) <= \(Self.longestVector), embedding, NULL)
        FROM embeddings WHERE collection_id = ? ORDER BY rowid
        """
    }
    var failure: (any Error)?
    try Self.translating(path) {
      try database.read { database in
        let arguments = kind == .llm ? StatementArguments([collection.row]) : []
        let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        while failure == nil, let row = try rows.next() {
          let scalars = try row.withUnsafeData(atIndex: 3) { blob in
            blob.flatMap { blob in
              blob.isEmpty || blob.count % 4 != 0
                ? nil : blob.withUnsafeBytes { VectorCoding.decode($0, as: .float32) }
            }
          }
          let entry = Entry(
            id: try row.text(0) ?? "", text: try row.text(1), byteCount: try row.value(2),
            scalars: scalars)
          do { try body(entry) } catch { failure = error }
        }
      }
    }
    if let failure { throw failure }
  }

  /// The number of scalars of a column's value; 0 for what is no list of them.
  private static func dimension(_ column: String) -> String {
    "iif(typeof(\(column)) = 'blob' AND length(\(column)) % 4 = 0 "
      + "AND length(\(column)) <= \(longestVector), length(\(column)) / 4, 0)"
  }

  private static func translating<Value>(
    _ path: String, _ work: () throws -> Value
  ) throws(StorageError) -> Value {
    do {
      return try work()
    } catch let error as StorageError {
      throw error
    } catch let error as DatabaseError {
      throw .foreignVectors(path: path, detail: error.message ?? "\(error.resultCode)")
    } catch {
      throw .foreignVectors(path: path, detail: "\(error)")
    }
  }
}
