import Glibc
import GRDB
import SystemPackage

/// Makes a new library: complete under another name first, then renamed into place, so that no
/// moment exists in which a half-made one lies at the path.
enum LibraryCreation {
  static func create(at location: LibraryLocation) throws(StorageError) {
    try createFolder(location.database.removingLastComponent())
    let lock = try WriterLock.acquire(
      location: location, purpose: "create the library", timeout: LibraryStore.busyTimeout
    ) { _ in }
    defer { lock.release() }
    // Another process may have been first.
    if case .database = try DatabaseHeader.inspect(location.path) { return }

    let unfinished = location.sibling(".new")
    // What a killed process left, and the log of a library that was deleted without it: SQLite
    // would replay that into the new one.
    for leftover in [unfinished, unfinished + "-journal", unfinished + "-wal"]
      + [location.sibling("-wal"), location.sibling("-shm"), location.sibling("-journal")]
    {
      unlink(leftover)
    }
    try location.translating {
      let database = try DatabaseQueue(path: unfinished)
      try database.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA application_id = \(DatabaseHeader.applicationID)")
      }
      try Schema.migrate(database, at: location)
      try database.writeWithoutTransaction { database in
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        guard mode == "wal" else {
          throw StorageError.failed(
            path: location.path, detail: "its file system cannot hold a write-ahead log")
        }
      }
      try database.close()
    }
    guard rename(unfinished, location.path) == 0 else {
      throw StorageError(errno: errno, path: location.path)
    }
  }

  /// Asks the system, because SQLite would silently open a file it may not write for reading.
  static func checkWritable(_ location: LibraryLocation) throws(StorageError) {
    for path in [location.path, location.database.removingLastComponent().string]
    where access(path, W_OK) != 0 {
      throw StorageError(errno: errno, path: path)
    }
  }

  private static func createFolder(_ folder: FilePath) throws(StorageError) {
    if access(folder.string, F_OK) == 0 { return }
    let parent = folder.removingLastComponent()
    if parent != folder { try createFolder(parent) }
    guard mkdir(folder.string, 0o777) == 0 || errno == EEXIST else {
      throw StorageError(errno: errno, path: folder.string)
    }
  }
}
