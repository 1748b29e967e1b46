extension ReadTransaction {
  /// The items, ascending, that came into the library at or after a moment in seconds since 1970. Those
  /// that an earlier version of the program stored have no date and count as older; offline ones are
  /// left out.
  public func items(addedSince moment: Int64) throws(StorageError) -> [Int64] {
    try connection.rows(
      "SELECT id FROM item WHERE added >= ? AND offline = 0 ORDER BY id", [moment]
    ) { row in try row.value(0) }
  }
}
