extension WriteTransaction {
  /// Enters what an item that has none yet can be filtered and searched by.
  func enterFieldsAndWords(of item: ItemRecord) throws(StorageError) {
    let rows = FieldRow.rows(of: item)
    if !rows.isEmpty {
      let insertion = try DirectStatement(
        connection,
        "INSERT INTO item_field (field, value, role, item, number) VALUES (?, ?, ?, ?, ?)")
      for row in rows {
        insertion.bind(try fieldID(row.field), at: 1)
        insertion.bind(row.value, at: 2)
        insertion.bind(row.role.rawValue, at: 3)
        insertion.bind(item.id, at: 4)
        insertion.bind(row.number, at: 5)
        try insertion.execute()
      }
    }
    guard let words = ItemWords(item) else { return }
    let insertion = try DirectStatement(
      connection,
      """
      INSERT INTO item_words (rowid, title, brand, category, attributes, description, code)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    insertion.bind(item.id, at: 1)
    for (place, text) in zip(Int32(2)..., words.columns) { insertion.bind(text, at: place) }
    try insertion.execute()
  }

  /// Removes what an item could be filtered and searched by.
  func removeFieldsAndWords(of item: Int64) throws(StorageError) {
    try connection.execute("DELETE FROM item_field WHERE item = ?", [item])
    try connection.execute("DELETE FROM item_words WHERE rowid = ?", [item])
  }

  /// The row of a field, which is entered if it is new.
  private func fieldID(_ written: String) throws(StorageError) -> Int64 {
    if let id = fieldIDs[written] { return id }
    let name = FieldFolding.name(written)
    let known = try connection.first(
      "SELECT id FROM field WHERE name = ?", [name]
    ) { try $0.value(0, as: Int64.self) }
    let id: Int64
    if let known {
      id = known
    } else {
      id = try connection.insert(
        "INSERT INTO field (name, written) VALUES (?, CAST(? AS TEXT))", [name, written.argument])
    }
    fieldIDs[written] = id
    return id
  }
}
