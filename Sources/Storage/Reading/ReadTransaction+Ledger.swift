import GRDB
public import SystemPackage

extension ReadTransaction {
  /// Every broken image: by path, then by item.
  public func broken() throws(StorageError) -> [BrokenRecord] {
    try connection.rows(
      "SELECT \(Connection.brokenColumns) FROM broken ORDER BY path, item_key"
    ) { row in try connection.broken(row) }
  }

  /// The ledger's entries for a file, one for each item that uses it.
  public func broken(at path: FilePath) throws(StorageError) -> [BrokenRecord] {
    try connection.rows(
      "SELECT \(Connection.brokenColumns) FROM broken WHERE path = ? ORDER BY item_key",
      [connection.location.stored(path).blob]
    ) { row in try connection.broken(row) }
  }
}

extension Connection {
  /// What `broken(_:)` decodes.
  static let brokenColumns = """
    path, CAST(item_key AS BLOB), reason, format, CAST(detail AS BLOB), since, byte_count, modified
    """

  func broken(_ row: Row) throws -> BrokenRecord {
    let stored = try row.path(0)
    let key = try row.text(1) ?? ""
    return BrokenRecord(
      path: stored.bytes.isEmpty ? nil : location.absolute(stored), key: key.isEmpty ? nil : key,
      reason: try row.value(2), format: try row.value(3), detail: try row.text(4) ?? "",
      sinceUnixSeconds: try row.value(5), byteCount: try row.value(6),
      modifiedNanoseconds: try row.value(7))
  }
}
