import FoundationEssentials
import GRDB
import Glibc

/// Writes vectors into a new database in the format of another program, so that the program goes on with it.
public struct ForeignVectorsWriter {
  private let database: Database
  private let kind: Kind

  /// Whose format is written.
  public enum Kind: Sendable, Equatable {
    /// The table `images` of rclip, version 4 of its schema (`rclip/db.py`).
    case rclip
    /// A collection of llm with its name and that of its model (`llm/embeddings_migrations.py`).
    case llm(collection: String, model: String)
  }

  /// Writes a database that appears at the path once it is whole.
  ///
  /// - Parameter body: adds the entries.
  /// Throws: `StorageError` where a file is at the path or none can be written; what `body` throws.
  public static func write<Value>(
    to path: String, as kind: Kind, _ body: (ForeignVectorsWriter) throws -> Value
  ) throws -> Value {
    guard access(path, F_OK) != 0 else {
      throw StorageError.failed(
        path: path, detail: "a file is there already, and exports write new databases only")
    }
    let unfinished = path + ".partial"
    unlink(unfinished)
    defer { unlink(unfinished) }
    var outcome: Result<Value, any Error>?
    do {
      let queue = try DatabaseQueue(path: unfinished)
      try queue.inTransaction { database in
        try database.execute(sql: kind.schema)
        if case .llm(let collection, let model) = kind {
          try database.execute(
            sql: "INSERT INTO collections VALUES (1, ?, ?)", arguments: [collection, model])
        }
        let result = Result { try body(ForeignVectorsWriter(database: database, kind: kind)) }
        outcome = result
        if case .success = result { return .commit }
        return .rollback
      }
      try queue.close()
    } catch let error as DatabaseError {
      throw StorageError(error, path: path)
    }
    guard let outcome else { preconditionFailure("a transaction that ended has an outcome") }
    let value = try outcome.get()
    guard rename(unfinished, path) == 0 else { throw StorageError(errno: errno, path: path) }
    return value
  }

  /// Adds a picture by its path, or whatever else llm keeps by an id; of two with one id the first stays.
  ///
  /// - Parameter modifiedNanoseconds: when the file was modified, since 1970.
  /// Returns whether it was added.
  public func add(
    _ entry: ForeignVectors.Entry, modifiedNanoseconds: Int64
  ) throws -> Bool {
    let vector = Data(
      (entry.scalars ?? []).flatMap { scalar in
        withUnsafeBytes(of: scalar.bitPattern.littleEndian) { Array($0) }
      })
    let nanosecondsPerSecond: Int64 = 1_000_000_000
    let nanoseconds =
      (modifiedNanoseconds % nanosecondsPerSecond + nanosecondsPerSecond)
      % nanosecondsPerSecond
    let seconds = (modifiedNanoseconds - nanoseconds) / nanosecondsPerSecond
    switch kind {
    case .rclip:
      // As Python's os.stat rounds: of an equal time and size rclip embeds nothing again.
      let modified = Double(seconds) + 1e-9 * Double(nanoseconds)
      try database.execute(
        sql: """
          INSERT INTO images (filepath, modified_at, size, vector) VALUES (CAST(? AS TEXT), ?, ?, ?)
          ON CONFLICT DO NOTHING
          """,
        arguments: [entry.id.blob, modified, entry.byteCount ?? 0, vector])
    case .llm:
      try database.execute(
        sql: """
          INSERT INTO embeddings (collection_id, id, embedding, content, updated)
          VALUES (1, CAST(? AS TEXT), ?, CAST(? AS TEXT), ?) ON CONFLICT DO NOTHING
          """,
        arguments: [entry.id.blob, vector, entry.text?.blob, seconds])
    }
    return database.changesCount > 0
  }
}

extension ForeignVectorsWriter.Kind {
  /// The tables as the programs make them, with the migrations that they take for done.
  fileprivate var schema: String {
    switch self {
    case .rclip:
      """
      CREATE TABLE images (
        id INTEGER PRIMARY KEY, deleted BOOLEAN, filepath TEXT NOT NULL UNIQUE,
        modified_at DATETIME NOT NULL, size INTEGER NOT NULL, vector BLOB NOT NULL,
        indexing BOOLEAN, hash TEXT
      );
      CREATE UNIQUE INDEX existing_images ON images(filepath) WHERE deleted IS NULL;
      CREATE INDEX hash_index ON images(hash) WHERE deleted IS NULL;
      CREATE TABLE db_version (version INTEGER);
      INSERT INTO db_version VALUES (4);
      """
    case .llm:
      """
      CREATE TABLE _sqlite_migrations (
        id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT
      );
      CREATE UNIQUE INDEX idx__sqlite_migrations_migration_set_name
        ON _sqlite_migrations (migration_set, name);
      INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES
        ('llm.embeddings', 'm001_create_tables', datetime()),
        ('llm.embeddings', 'm002_foreign_key', datetime()),
        ('llm.embeddings', 'm003_add_updated', datetime()),
        ('llm.embeddings', 'm004_store_content_hash', datetime()),
        ('llm.embeddings', 'm005_add_content_blob', datetime());
      CREATE TABLE collections (id INTEGER PRIMARY KEY, name TEXT, model TEXT);
      CREATE UNIQUE INDEX idx_collections_name ON collections (name);
      CREATE TABLE embeddings (
        collection_id INTEGER REFERENCES collections(id), id TEXT, embedding BLOB, content TEXT,
        content_blob BLOB, content_hash BLOB, metadata TEXT, updated INTEGER,
        PRIMARY KEY (collection_id, id)
      );
      CREATE INDEX idx_embeddings_content_hash ON embeddings (content_hash);
      """
    }
  }
}
