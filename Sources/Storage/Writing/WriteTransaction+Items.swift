extension WriteTransaction {
  /// Enters an item with its parts, or what is new about it, and notes that a scan has seen it. The
  /// item is found by its key; `id` and `isOffline` of the record are not read, and an item that was
  /// offline is so no more.
  @discardableResult
  public func upsertItem(
    _ item: ItemRecord, parts: [PartRecord], seenIn scan: Int64
  ) throws(StorageError) -> ItemChange {
    var item = item
    if let price = item.price, !price.isFinite { item.price = nil }
    let parts = parts.sorted { ($0.part.code, $0.ordinal) < ($1.part.code, $1.ordinal) }
    guard let known = try self.item(key: item.key) else {
      let id = try insert(item)
      try insert(parts, of: id)
      try markSeen(item: id, scan: scan)
      return .added(id)
    }
    var wanted = item
    wanted.id = known.id
    wanted.isOffline = known.isOffline
    wanted.source = known.source
    let sameItem = wanted == known
    let sameParts = try self.parts(of: known.id) == parts
    if !sameItem { try update(wanted) }
    if !sameParts {
      try connection.execute("DELETE FROM part WHERE item = ?", [known.id])
      try insert(parts, of: known.id)
    }
    try markSeen(item: known.id, scan: scan)
    return sameItem && sameParts ? .unchanged(known.id) : .changed(known.id)
  }

  private func insert(_ item: ItemRecord) throws(StorageError) -> Int64 {
    contentChanged()
    return try connection.insert(
      """
      INSERT INTO item (key, group_key, title, description, currency, price, fields, row_hash, source)
      VALUES (CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT),
        CAST(? AS TEXT), ?, ?, ?, ?)
      """,
      try columns(of: item) + [item.source])
  }

  private func update(_ item: ItemRecord) throws(StorageError) {
    contentChanged()
    try connection.execute(
      """
      UPDATE item SET key = CAST(? AS TEXT), group_key = CAST(? AS TEXT), title = CAST(? AS TEXT),
        description = CAST(? AS TEXT), currency = CAST(? AS TEXT), price = ?, fields = ?,
        row_hash = ?
      WHERE id = ?
      """,
      try columns(of: item) + [item.id])
  }

  private func columns(of item: ItemRecord) throws(StorageError) -> [Connection.Argument] {
    let fields = try connection.translating { try FieldCoding.encode(item.fields) }
    return [
      item.key.blob, item.group?.blob, item.title?.blob, item.description?.blob,
      item.currency?.blob, item.price, fields, item.rowHash?.blob,
    ]
  }

  private func insert(_ parts: [PartRecord], of item: Int64) throws(StorageError) {
    contentChanged()
    for part in parts {
      try connection.execute(
        "INSERT INTO part (item, part, ordinal, content, file) VALUES (?, ?, ?, ?, ?)",
        [item, part.part.code, part.ordinal, part.content?.blob, part.file])
    }
  }
}
