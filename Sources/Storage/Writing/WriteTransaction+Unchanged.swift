/// The rows of a feed that need no work.
public struct UnchangedRows: Sendable, Equatable {
  /// The keys of their items.
  public var keys: Set<String> = []
  /// How many of the items have no image.
  public var textOnly = 0

  /// No rows.
  public init() {}
}

extension WriteTransaction {
  /// Of rows of a feed those whose item is stored just so, and notes that a scan has seen them with
  /// their files.
  ///
  /// An item is stored just so if it has the hash of the row, if the model's vector of every part is
  /// stored, no image is broken or blank, and `isCurrent` holds for the file of every image.
  public func unchangedItems(
    _ rows: [(key: String, rowHash: ContentHash)], model: ModelRecord, seenIn scan: Int64,
    isCurrent: (FileRecord) throws -> Bool
  ) throws -> UnchangedRows {
    var unchanged = UnchangedRows()
    // Most rows of a new feed are unknown: they are passed over at little cost.
    let stored = try DirectStatement(
      connection, "SELECT 1 FROM item WHERE key = ? AND row_hash = ?")
    for row in rows {
      stored.bind(row.key, at: 1)
      stored.bind(row.rowHash, at: 2)
      guard try stored.step() else { continue }
      stored.reset()
      let found = try connection.first(
        """
        SELECT id,
          EXISTS (SELECT 1 FROM part WHERE item = item.id AND part = ?3),
          EXISTS (SELECT 1 FROM part WHERE item = item.id AND (content IS NULL
            OR (EXISTS (SELECT 1 FROM model WHERE id = ?4 AND model.parts & (1 << part.part))
              AND NOT EXISTS (SELECT 1 FROM vector
                WHERE model = ?4 AND vector.part = part.part AND vector.content = part.content))
            OR (part.part = ?3 AND NOT EXISTS
              (SELECT 1 FROM image WHERE image.content = part.content AND blank = 0))))
        FROM item WHERE key = CAST(?1 AS TEXT) AND row_hash = ?2
        """,
        [row.key.argument, row.rowHash.blob, Part.image.code, model.id]
      ) { row in
        (
          id: try row.value(0, as: Int64.self), hasImages: try row.value(1, as: Bool.self),
          isIncomplete: try row.value(2, as: Bool.self)
        )
      }
      guard let found, !found.isIncomplete else { continue }
      let files = found.hasImages ? try files(of: found.id) : []
      guard try files.allSatisfy(isCurrent) else { continue }
      for file in files { try markFile(file.id, seenIn: scan) }
      try markSeen(item: found.id, scan: scan)
      unchanged.keys.insert(row.key)
      if !found.hasImages { unchanged.textOnly += 1 }
    }
    return unchanged
  }

  /// Whether a scan has seen the item with a key.
  public func isSeen(key: String, scan: Int64) throws(StorageError) -> Bool {
    let statement = try DirectStatement(
      connection,
      """
      SELECT 1 FROM item JOIN temp.seen_item AS seen ON seen.scan = ? AND seen.item = item.id
      WHERE item.key = ?
      """)
    statement.bind(scan, at: 1)
    statement.bind(key, at: 2)
    defer { statement.reset() }
    return try statement.step()
  }

  private func files(of item: Int64) throws(StorageError) -> [FileRecord] {
    try connection.rows(
      """
      SELECT \(Connection.fileColumns) FROM file
      WHERE id IN (SELECT file FROM part WHERE item = ? AND file IS NOT NULL)
      """,
      [item]
    ) { row in try connection.file(row) }
  }
}
