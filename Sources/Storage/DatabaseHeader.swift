import Glibc

/// The first 100 bytes of a SQLite database, read without opening it as one, so that a file that is
/// not ours stays untouched. Source: sqlite.org/fileformat2.html, section 1.3.
struct DatabaseHeader: Equatable {
  /// Tells libraries from other SQLite databases: "MMSL" in ASCII.
  static let applicationID: UInt32 = 0x4D4D_534C

  private static let magic = Array("SQLite format 3\0".utf8)

  /// What lies at the path of a database.
  enum Finding: Equatable {
    case nothing
    case emptyFile
    case database(DatabaseHeader)
  }

  /// Which program the database belongs to; 0 if it does not say.
  let applicationID: UInt32

  /// Looks at the file; everything but nothing, an empty file and a SQLite database is an error.
  static func inspect(_ path: String) throws(StorageError) -> Finding {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      if errno == ENOENT || errno == ENOTDIR { return .nothing }
      throw StorageError(errno: errno, path: path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw StorageError(errno: errno, path: path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "it is a folder" : "it is no regular file"
      throw .notADatabase(path: path, detail: kind)
    }
    if status.st_size == 0 { return .emptyFile }
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count >= 0 else { throw StorageError(errno: errno, path: path) }
    guard count == bytes.count, bytes.starts(with: magic) else {
      throw .notADatabase(path: path, detail: "it does not begin like a SQLite database")
    }
    let applicationID = bytes[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return .database(DatabaseHeader(applicationID: applicationID))
  }
}

extension StorageError {
  /// An error of the operating system about a path.
  init(errno code: Int32, path: String) {
    let detail = String(cString: strerror(code))
    switch code {
    case EACCES, EPERM, EROFS: self = .noPermission(path: path, detail: detail)
    case ENOSPC, EDQUOT: self = .diskFull(path: path)
    default: self = .failed(path: path, detail: detail)
    }
  }
}
