import Glibc
import GRDB
import SystemPackage

/// The read-only connections to a library.
enum ReaderPool {
  /// Opens the library for reading and reads its schema, which finds most damage.
  static func open(_ location: LibraryLocation) throws(StorageError) -> DatabasePool {
    do {
      return try open(location, path: location.path)
    } catch StorageError.noPermission(let path, let detail) {
      // On a read-only medium SQLite cannot make the shared memory it reads a write-ahead database
      // with. Nobody can write there, and without a log the file alone is the library.
      guard access(location.folder.string, W_OK) != 0, !hasLog(location) else {
        throw .noPermission(path: path, detail: detail)
      }
      return try open(location, path: immutableAddress(location.path))
    }
  }

  private static func open(
    _ location: LibraryLocation, path: String
  ) throws(StorageError) -> DatabasePool {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(LibraryStore.busyTimeout)
    configuration.label = "library reader"
    return try location.translating {
      let pool = try DatabasePool(path: path, configuration: configuration)
      try pool.read { database in
        guard try database.tableExists("library") else {
          throw StorageError.damaged(path: location.path, detail: "its tables are missing")
        }
      }
      return pool
    }
  }

  private static func hasLog(_ location: LibraryLocation) -> Bool {
    var status = stat()
    return stat(location.sibling("-wal"), &status) == 0 && status.st_size > 0
  }

  /// The address that tells SQLite that the file cannot change; sqlite.org/uri.html.
  private static func immutableAddress(_ path: String) -> String {
    var address = "file:"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
        address.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        address += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return address + "?immutable=1"
  }
}
