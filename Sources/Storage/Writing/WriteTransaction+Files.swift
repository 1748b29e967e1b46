public import SystemPackage

extension WriteTransaction {
  /// Enters a file, or what is new about it, and returns its row; a file that was offline is so no
  /// more. `content` is nil for a broken file.
  @discardableResult
  public func upsertFile(
    at path: FilePath, byteCount: Int64, modifiedNanoseconds: Int64, content: ContentHash?
  ) throws(StorageError) -> Int64 {
    let stored = connection.location.stored(path)
    let known = try file(at: path)
    guard let known else {
      return try connection.insert(
        "INSERT INTO file (path, byte_count, modified, content) VALUES (?, ?, ?, ?)",
        [stored.blob, byteCount, modifiedNanoseconds, content?.blob])
    }
    try connection.execute(
      "UPDATE file SET byte_count = ?, modified = ?, content = ?, offline = 0 WHERE id = ?",
      [byteCount, modifiedNanoseconds, content?.blob, known.id])
    return known.id
  }

  /// Gives a file another path. A photo's item keeps its row and takes the key of the new path.
  public func renameFile(_ file: Int64, to path: FilePath) throws(StorageError) {
    let oldPath = try connection.first("SELECT path FROM file WHERE id = ?", [file]) { row in
      try row.path(0)
    }
    guard let oldPath else { preconditionFailure("file \(file) is not in the library") }
    let newPath = connection.location.stored(path)
    if oldPath == newPath { return }
    let isTaken = try connection.exists(
      """
      SELECT 1 FROM file WHERE path = ?
      UNION ALL SELECT 1 FROM item WHERE key = CAST(? AS TEXT)
      """,
      [newPath.blob, newPath.key.blob])
    guard !isTaken else { throw .pathInUse(path: path.string) }
    try connection.execute(
      "UPDATE file SET path = ?, offline = 0 WHERE id = ?", [newPath.blob, file])
    let renamed = try connection.execute(
      """
      UPDATE item SET key = CAST(? AS TEXT) WHERE key = CAST(? AS TEXT)
        AND id IN (SELECT item FROM part WHERE file = ?)
      """,
      [newPath.key.blob, oldPath.key.blob, file])
    try connection.execute(
      "UPDATE broken SET path = ? WHERE path = ?", [newPath.blob, oldPath.blob])
    if renamed > 0 { contentChanged() }
  }

  /// Enters what decoding an image told, or what is new about it.
  public func putImage(_ image: ImageRecord) throws(StorageError) {
    if try self.image(image.content) == image { return }
    try connection.execute(
      "INSERT OR REPLACE INTO image (content, width, height, format, blank) VALUES (?, ?, ?, ?, ?)",
      [image.content.blob, image.width, image.height, image.format, image.isBlank])
    contentChanged()
  }
}
