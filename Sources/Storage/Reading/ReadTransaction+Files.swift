import GRDB
public import SystemPackage

extension ReadTransaction {
  /// The file at a path, offline or not.
  public func file(at path: FilePath) throws(StorageError) -> FileRecord? {
    try connection.first(
      "SELECT \(Connection.fileColumns) FROM file WHERE path = ?",
      [connection.location.stored(path).blob]
    ) { row in try connection.file(row) }
  }

  /// The file of a row.
  public func file(id: Int64) throws(StorageError) -> FileRecord? {
    try connection.first(
      "SELECT \(Connection.fileColumns) FROM file WHERE id = ?", [id]
    ) { row in try connection.file(row) }
  }

  /// Every file with this content, offline ones too, in the order of stored paths.
  public func files(with content: ContentHash) throws(StorageError) -> [FileRecord] {
    try connection.rows(
      "SELECT \(Connection.fileColumns) FROM file WHERE content = ? ORDER BY path",
      [content.blob]
    ) { row in try connection.file(row) }
  }

  /// Streams a file, or all files below a folder, offline ones too, in the order of stored paths.
  public func forEachFile(
    under path: FilePath, _ body: (FileRecord) throws -> Void
  ) throws {
    for range in connection.location.ranges(under: path) {
      try connection.stream(
        "SELECT \(Connection.fileColumns) FROM file WHERE \(range.condition) ORDER BY path",
        range.arguments
      ) { row in try body(try connection.file(row)) }
    }
  }

  /// The image of a content.
  public func image(_ content: ContentHash) throws(StorageError) -> ImageRecord? {
    try connection.first(
      "SELECT width, height, format, blank FROM image WHERE content = ?", [content.blob]
    ) { row in
      ImageRecord(
        content: content, width: try row.value(0), height: try row.value(1),
        format: try row.value(2), isBlank: try row.value(3))
    }
  }
}

extension Connection {
  /// What `file(_:)` decodes.
  static let fileColumns = "id, path, byte_count, modified, content, offline"

  func file(_ row: Row) throws -> FileRecord {
    FileRecord(
      id: try row.value(0), path: location.absolute(try row.path(1)),
      byteCount: try row.value(2), modifiedNanoseconds: try row.value(3),
      content: try hash(row, 4), isOffline: try row.value(5))
  }
}
