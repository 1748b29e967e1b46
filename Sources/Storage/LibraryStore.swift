import GRDB
public import SystemPackage

/// A library on disk: one SQLite file in write-ahead mode, with any number of readers beside one
/// writer.
///
/// Paths go in and out as absolute file paths and are stored relative to the database's folder where
/// they lie below it. Calls block the calling thread; do not start one inside another.
public final class LibraryStore: Sendable {
  /// What a library is opened for.
  public enum Access: Sendable {
    /// Reading a library that exists; it may lie on a read-only medium.
    case readExisting
    /// Reading and writing a library that exists.
    case writeExisting
    /// Reading and writing; a missing library is created together with its folder.
    case writeCreating
  }

  /// How long a connection waits for another process in the middle of a commit, in seconds.
  static let busyTimeout = 10.0

  let location: LibraryLocation
  private let readers: DatabasePool
  private let writer: DatabaseQueue?

  /// The absolute path of the database.
  public var path: FilePath { location.database }

  /// Opens a library. Whatever is wrong with the file is told from its first bytes or by reading
  /// alone, so that a file that is refused stays as it was.
  public static func open(_ path: String, access: Access) throws(StorageError) -> LibraryStore {
    let location = LibraryLocation(path)
    switch try DatabaseHeader.inspect(location.path) {
    case .nothing, .emptyFile:
      guard access == .writeCreating else { throw .missing(path: location.path) }
      try LibraryCreation.create(at: location)
    case .database(let header):
      guard header.applicationID == DatabaseHeader.applicationID else {
        throw .foreignDatabase(path: location.path, applicationID: header.applicationID)
      }
    }
    return try LibraryStore(location, access: access)
  }

  private init(_ location: LibraryLocation, access: Access) throws(StorageError) {
    self.location = location
    let readers = try ReaderPool.open(location)
    self.readers = readers
    let version = try location.translating { try readers.read { try Schema.version(of: $0) } }
    guard version <= Schema.version else {
      throw .newerSchema(path: location.path, found: version, supported: Schema.version)
    }
    if access == .readExisting && version == Schema.version {
      writer = nil
      return
    }
    do {
      try LibraryCreation.checkWritable(location)
    } catch .noPermission(let path, let detail) where version < Schema.version {
      throw .olderSchema(
        path: location.path, found: version, needed: Schema.version, detail: "\(path): \(detail)")
    }
    let writer = try location.translating {
      try DatabaseQueue(path: location.path, configuration: LibraryStore.writerConfiguration())
    }
    if version < Schema.version {
      let lock = try WriterLock.acquire(
        location: location, purpose: "migrate the library", timeout: LibraryStore.busyTimeout
      ) { _ in }
      defer { lock.release() }
      try location.translating { try Schema.migrate(writer, at: location) }
    }
    self.writer = access == .readExisting ? nil : writer
  }

  deinit {
    // The writer closes last, because only the last connection can clear the write-ahead log, and
    // only one that may write. An error here loses nothing: the log is read at the next opening.
    try? readers.close()
    try? writer?.close()
  }

  /// Takes the right to write, which lasts until the returned value is released. Waits up to
  /// `timeout` seconds; `onWait` is called once, with the present holder, if there is a wait.
  public func acquireWriterLock(
    purpose: String, timeout: Double, onWait: (WriterLock.Holder) -> Void
  ) throws(StorageError) -> WriterLock {
    try WriterLock.acquire(
      location: location, purpose: purpose, timeout: timeout, onWait: onWait)
  }

  /// Reads in one transaction: everything the closure sees is the state of one moment, whatever a
  /// writer does meanwhile. The transaction must not leave the closure.
  public func read<Value>(_ body: (ReadTransaction) throws -> Value) throws -> Value {
    var outcome: Result<Value, any Error>?
    do {
      try location.translating {
        try readers.read { database in
          let transaction = ReadTransaction(Connection(database: database, location: location))
          outcome = Result { try body(transaction) }
        }
      }
    } catch {
      // After a damaged page was met, ending the transaction fails too; what was read stands.
      guard outcome != nil else { throw error }
    }
    guard let outcome else { preconditionFailure("a transaction that ended has an outcome") }
    return try outcome.get()
  }

  /// Writes in one transaction: all of it is stored, or, if the closure throws, nothing. The
  /// transaction must not leave the closure. Traps on a library that was opened for reading.
  public func write<Value>(_ body: (WriteTransaction) throws -> Value) throws -> Value {
    guard let writer else {
      preconditionFailure("the library was opened for reading")
    }
    var failure: (any Error)?
    let value = try location.translating {
      try writer.writeWithoutTransaction { database -> Value? in
        var value: Value?
        try database.inTransaction(.immediate) {
          let transaction = WriteTransaction(Connection(database: database, location: location))
          do {
            value = try body(transaction)
            try transaction.finish()
            return .commit
          } catch {
            failure = error
            return .rollback
          }
        }
        return value
      }
    }
    if let failure { throw failure }
    guard let value else { preconditionFailure("a committed transaction has a value") }
    return value
  }

  /// Gives the space of what was removed back to the file system, by writing the database anew: that
  /// takes as much space again for a while. Traps on a library that was opened for reading.
  public func compact() throws(StorageError) {
    guard let writer else { preconditionFailure("the library was opened for reading") }
    try location.translating {
      try writer.vacuum()
      _ = try writer.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
  }

  /// The path as the library stores it; a relative one is taken from the working folder.
  public func storedPath(_ path: FilePath) -> StoredPath {
    location.stored(path)
  }

  /// The text that identifies the photo at a path.
  public func key(for path: FilePath) -> String {
    location.stored(path).key
  }

  static func writerConfiguration() -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(busyTimeout)
    configuration.label = "library writer"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      // Values come in any order, so that a batch touches pages all over the index of fields: they
      // are kept, and written back to the database after several batches rather than each.
      try database.execute(
        sql: """
          PRAGMA cache_size = -16384;
          PRAGMA wal_autocheckpoint = 8192;
          PRAGMA journal_size_limit = 33554432;
          """)
      try database.execute(sql: ScanMarks.tables)
    }
    return configuration
  }
}
