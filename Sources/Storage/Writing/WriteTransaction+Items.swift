import GRDB
import Glibc

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
    guard try hasItem(key: item.key), let known = try self.item(key: item.key) else {
      if let source = try source(ofScan: scan) { item.source = source }
      item.id = try insert(item)
      try insert(parts, of: item.id)
      try enterFieldsAndWords(of: item)
      try noteSeen(item: item.id, scan: scan)
      return .added(item.id)
    }
    var wanted = item
    wanted.id = known.id
    wanted.isOffline = known.isOffline
    wanted.source = known.source
    let sameItem = wanted == known
    let sameParts = try self.parts(of: known.id) == parts
    if !sameItem { try update(wanted, from: known) }
    if !sameParts {
      try connection.execute("DELETE FROM part WHERE item = ?", [known.id])
      try insert(parts, of: known.id)
    }
    try markSeen(item: known.id, scan: scan)
    return sameItem && sameParts ? .unchanged(known.id) : .changed(known.id)
  }

  private func hasItem(key: String) throws(StorageError) -> Bool {
    let query = try DirectStatement(connection, "SELECT 1 FROM item WHERE key = ?")
    query.bind(key, at: 1)
    defer { query.reset() }
    return try query.step()
  }

  private func insert(_ item: ItemRecord) throws(StorageError) -> Int64 {
    contentChanged()
    let insertion = try DirectStatement(
      connection,
      """
      INSERT INTO item (key, group_key, title, description, currency, price, fields, row_hash, source,
        added)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    bind(item, to: insertion)
    insertion.bind(item.source, at: 9)
    insertion.bind(Int64(time(nil)), at: 10)
    try insertion.execute()
    return connection.database.lastInsertedRowID
  }

  private func update(_ item: ItemRecord, from known: ItemRecord) throws(StorageError) {
    contentChanged()
    var rehashed = known
    rehashed.rowHash = item.rowHash
    if rehashed != item {
      try removeFieldsAndWords(of: item.id)
      try enterFieldsAndWords(of: item)
    }
    let update = try DirectStatement(
      connection,
      """
      UPDATE item SET key = ?, group_key = ?, title = ?, description = ?, currency = ?, price = ?,
        fields = ?, row_hash = ?
      WHERE id = ?
      """)
    bind(item, to: update)
    update.bind(item.id, at: 9)
    try update.execute()
  }

  /// Binds the eight columns that a feed decides.
  private func bind(_ item: ItemRecord, to statement: DirectStatement) {
    statement.bind(item.key, at: 1)
    statement.bind(item.group, at: 2)
    statement.bind(item.title, at: 3)
    statement.bind(item.description, at: 4)
    statement.bind(item.currency, at: 5)
    statement.bind(item.price, at: 6)
    statement.bind(FieldCoding.encode(item.fields), at: 7)
    statement.bind(item.rowHash, at: 8)
  }

  private func insert(_ parts: [PartRecord], of item: Int64) throws(StorageError) {
    guard !parts.isEmpty else { return }
    contentChanged()
    let insertion = try DirectStatement(
      connection, "INSERT INTO part (item, part, ordinal, content, file) VALUES (?, ?, ?, ?, ?)")
    for part in parts {
      insertion.bind(item, at: 1)
      insertion.bind(part.part.code, at: 2)
      insertion.bind(Int64(part.ordinal), at: 3)
      insertion.bind(part.content, at: 4)
      insertion.bind(part.file, at: 5)
      try insertion.execute()
    }
  }
}
