import FoundationEssentials
import GRDB

/// One SQLite connection inside a transaction: SQL in, rows out, errors translated.
///
/// Statements are prepared once a connection and reused. Texts from outside travel as blobs that SQL
/// casts to text and back, because the binding of texts ends them at the first zero character.
struct Connection {
  typealias Argument = (any DatabaseValueConvertible)?

  let database: Database
  let location: LibraryLocation

  /// Runs a statement that returns no rows; returns the number of rows it changed.
  @discardableResult
  func execute(_ sql: String, _ arguments: [Argument] = []) throws(StorageError) -> Int {
    try translating {
      let statement = try database.cachedStatement(sql: sql)
      try statement.execute(arguments: StatementArguments(arguments))
      return database.changesCount
    }
  }

  /// Inserts one row and returns its row id.
  func insert(_ sql: String, _ arguments: [Argument]) throws(StorageError) -> Int64 {
    try execute(sql, arguments)
    return database.lastInsertedRowID
  }

  /// The decoded rows of a query whose result is small.
  func rows<Value>(
    _ sql: String, _ arguments: [Argument] = [],
    _ decode: (Row) throws -> Value
  ) throws(StorageError) -> [Value] {
    try translating {
      let cursor = try Row.fetchCursor(
        try database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
      var values: [Value] = []
      while let row = try cursor.next() { values.append(try decode(row)) }
      return values
    }
  }

  /// The first row of a query, decoded.
  func first<Value>(
    _ sql: String, _ arguments: [Argument] = [],
    _ decode: (Row) throws -> Value
  ) throws(StorageError) -> Value? {
    try translating {
      let cursor = try Row.fetchCursor(
        try database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
      guard let row = try cursor.next() else { return nil }
      return try decode(row)
    }
  }

  /// The integer of a query with one row and one column.
  func integer(_ sql: String, _ arguments: [Argument] = []) throws(StorageError) -> Int {
    try first(sql, arguments) { try $0.value(0, as: Int.self) } ?? 0
  }

  /// Whether a query has any row.
  func exists(_ sql: String, _ arguments: [Argument] = []) throws(StorageError) -> Bool {
    try first(sql, arguments) { _ in true } ?? false
  }

  /// Hands on one row after the other without keeping them. The statement is prepared for this call
  /// alone, so that the body may start the same query anew.
  func stream(_ sql: String, _ arguments: [Argument] = [], _ body: (Row) throws -> Void) throws {
    let cursor = try translating {
      try Row.fetchCursor(
        try database.makeStatement(sql: sql), arguments: StatementArguments(arguments))
    }
    while let row = try translating({ try cursor.next() }) { try body(row) }
  }

  /// Runs work of GRDB's, with its errors turned into the library's own.
  func translating<Value>(_ work: () throws -> Value) throws(StorageError) -> Value {
    try location.translating(work)
  }

  /// An error that says a stored value has an impossible form.
  func damaged(_ detail: String) -> StorageError {
    .damaged(path: location.path, detail: detail)
  }
}

extension LibraryLocation {
  /// Runs work of GRDB's, with its errors turned into the library's own.
  func translating<Value>(_ work: () throws -> Value) throws(StorageError) -> Value {
    do {
      return try work()
    } catch let error as StorageError {
      throw error
    } catch let error as DatabaseError {
      throw StorageError(error, path: path)
    } catch let error as RowDecodingError {
      throw .damaged(path: path, detail: "\(error)")
    } catch {
      throw .failed(path: path, detail: "\(error)")
    }
  }
}

extension StorageError {
  /// An error of SQLite's about the database at a path.
  init(_ error: DatabaseError, path: String) {
    let detail = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_CORRUPT: self = .damaged(path: path, detail: detail)
    case .SQLITE_NOTADB: self = .notADatabase(path: path, detail: detail)
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN:
      self = .noPermission(path: path, detail: detail)
    default: self = .failed(path: path, detail: detail)
    }
  }
}
