import GRDB
import GRDBSQLite

/// A prepared statement whose values are bound without a list of arguments in between, for what runs
/// for every row of a feed.
struct DirectStatement {
  private let statement: Statement
  private let connection: Connection
  private var pointer: OpaquePointer { statement.sqliteStatement }

  init(_ connection: Connection, _ sql: String) throws(StorageError) {
    self.connection = connection
    statement = try connection.translating { try connection.database.cachedStatement(sql: sql) }
    reset()
  }

  /// Readies the statement for its next run; bound values stay.
  func reset() {
    sqlite3_reset(pointer)
  }

  /// Binds an integer, or NULL. Places count from 1.
  func bind(_ value: Int64?, at place: Int32) {
    if let value {
      sqlite3_bind_int64(pointer, place, value)
    } else {
      sqlite3_bind_null(pointer, place)
    }
  }

  /// Binds a number, or NULL.
  func bind(_ value: Double?, at place: Int32) {
    if let value {
      sqlite3_bind_double(pointer, place, value)
    } else {
      sqlite3_bind_null(pointer, place)
    }
  }

  /// Binds a text with all its characters, zero too, or NULL.
  func bind(_ value: String?, at place: Int32) {
    guard var value else {
      sqlite3_bind_null(pointer, place)
      return
    }
    value.withUTF8 { bytes in
      guard let start = bytes.baseAddress, !bytes.isEmpty else {
        // No address would be NULL.
        sqlite3_bind_text(pointer, place, "", 0, DirectStatement.copied)
        return
      }
      start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { characters in
        _ = sqlite3_bind_text64(
          pointer, place, characters, UInt64(bytes.count), DirectStatement.copied,
          UInt8(SQLITE_UTF8))
      }
    }
  }

  /// Binds a hash as a blob, or NULL.
  func bind(_ value: ContentHash?, at place: Int32) {
    guard let value else {
      sqlite3_bind_null(pointer, place)
      return
    }
    value.withUnsafeBytes { bytes in
      _ = sqlite3_bind_blob64(
        pointer, place, bytes.baseAddress, UInt64(bytes.count), DirectStatement.copied)
    }
  }

  /// Goes to the next row; false after the last, when the statement is ready to run again.
  func step() throws(StorageError) -> Bool {
    let code = sqlite3_step(pointer)
    if code == SQLITE_ROW { return true }
    let message = code == SQLITE_DONE ? nil : connection.database.lastErrorMessage
    sqlite3_reset(pointer)
    if code == SQLITE_DONE { return false }
    throw StorageError(
      DatabaseError(resultCode: ResultCode(rawValue: code), message: message),
      path: connection.location.path)
  }

  /// Runs to the end.
  func execute() throws(StorageError) {
    while try step() {}
  }

  /// An integer of the present row; columns count from 0.
  func integer(_ column: Int32) -> Int64 {
    sqlite3_column_int64(pointer, column)
  }

  /// A number of the present row.
  func number(_ column: Int32) -> Double {
    sqlite3_column_double(pointer, column)
  }

  /// Hands on the UTF-8 of a text of the present row, which is valid during the call.
  func withText<Value>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    let start = sqlite3_column_text(pointer, column)
    return body(
      UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
  }

  /// Tells SQLite to copy what is bound.
  private static var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}
