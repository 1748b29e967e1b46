public import SystemPackage

extension WriteTransaction {
  /// Enters a broken image in place of an earlier entry for the same path and key; if the file has
  /// neither changed nor broken in another way, the earlier `sinceUnixSeconds` stays.
  public func recordBroken(_ record: BrokenRecord) throws(StorageError) {
    let path = record.path.map { connection.location.stored($0) } ?? StoredPath(bytes: [])
    try connection.execute(
      """
      INSERT INTO broken (path, item_key, reason, format, detail, since, byte_count, modified)
      VALUES (?, CAST(? AS TEXT), ?, ?, CAST(? AS TEXT), ?, ?, ?)
      ON CONFLICT (path, item_key) DO UPDATE SET
        since = iif(reason = excluded.reason AND byte_count IS excluded.byte_count
          AND modified IS excluded.modified, since, excluded.since),
        reason = excluded.reason, format = excluded.format, detail = excluded.detail,
        byte_count = excluded.byte_count, modified = excluded.modified
      """,
      [
        path.blob, (record.key ?? "").blob, record.reason, record.format, record.detail.blob,
        record.sinceUnixSeconds, record.byteCount, record.modifiedNanoseconds,
      ])
  }

  /// Removes every entry for a file.
  public func clearBroken(path: FilePath) throws(StorageError) {
    try connection.execute(
      "DELETE FROM broken WHERE path = ?", [connection.location.stored(path).blob])
  }

  /// Removes every entry for an item.
  public func clearBroken(key: String) throws(StorageError) {
    try connection.execute("DELETE FROM broken WHERE item_key = CAST(? AS TEXT)", [key.blob])
  }
}
