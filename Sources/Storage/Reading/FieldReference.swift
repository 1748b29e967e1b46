import GRDB

/// What the name of a field stands for.
enum FieldReference: Equatable {
  /// The key of an item.
  case key
  case title
  case description
  /// The file of the first image.
  case path
  /// A row of the table of fields.
  case stored(Int64)
  /// A field that every library knows but no item has.
  case absent

  /// Fields that are known whether or not an item has them, as they are written.
  static let everywhere = [
    "id", "title", "description", "path", "price", "sale_price", "currency", "group",
  ]

  /// Fields that are columns of the item rather than rows of the table of fields.
  static func column(_ name: String) -> FieldReference? {
    switch name {
    case "id": .key
    case "title": .title
    case "description": .description
    case "path": .path
    default: nil
    }
  }
}

extension ReadTransaction {
  /// What a field's name stands for; throws `unknownField` for one that no item ever had.
  func reference(_ written: String) throws(StorageError) -> FieldReference {
    let name = FieldFolding.name(written)
    if let column = FieldReference.column(name) { return column }
    let row = try connection.first(
      "SELECT id FROM field WHERE name = CAST(? AS TEXT)", [name.argument]
    ) { try $0.value(0, as: Int64.self) }
    if let row { return .stored(row) }
    if FieldReference.everywhere.contains(where: { FieldFolding.name($0) == name }) {
      return .absent
    }
    throw .unknownField(name: written, known: try fieldNames())
  }

  /// The names of all fields, as written, in alphabetical order.
  func fieldNames() throws(StorageError) -> [String] {
    let stored = try connection.rows("SELECT CAST(written AS BLOB) FROM field") { row in
      try row.text(0) ?? ""
    }
    let known = Set(stored.map(FieldFolding.name))
    return
      (stored + FieldReference.everywhere.filter { !known.contains(FieldFolding.name($0)) })
      .sorted()
  }

  /// Streams the folded values of a field with their items: of a stored field ordered by value, and
  /// `roles` alone; of a column all of it. Offline items are among them.
  func forEachValue(
    _ reference: FieldReference, roles: String, _ body: (String, Int64) throws -> Void
  ) throws(StorageError) {
    var last: (written: String, folded: String)?
    func hand(_ written: String, _ item: Int64) throws {
      if last?.written != written { last = (written, FieldFolding.fold(written)) }
      if let last { try body(last.folded, item) }
    }
    try connection.translating {
      switch reference {
      case .absent: break
      case .stored(let field):
        try connection.stream(
          "SELECT CAST(value AS BLOB), item FROM item_field WHERE field = ? AND role IN (\(roles))",
          [field]
        ) { row in try body(try row.text(0) ?? "", try row.value(1)) }
      case .key, .title, .description:
        let column = reference == .key ? "key" : reference == .title ? "title" : "description"
        try connection.stream(
          "SELECT CAST(\(column) AS BLOB), id FROM item WHERE \(column) IS NOT NULL"
        ) { row in try hand(try row.text(0) ?? "", try row.value(1)) }
      case .path:
        try forEachFirstImage { path, item in try hand(path.key, item) }
      }
    }
  }

  /// Streams the stored path of each item's first image that is a file.
  func forEachFirstImage(_ body: (StoredPath, Int64) throws -> Void) throws {
    var last: Int64?
    try connection.stream(
      """
      SELECT file.path, part.item FROM part CROSS JOIN file ON file.id = part.file
      WHERE +part.part = ? AND part.file IS NOT NULL ORDER BY part.item, part.ordinal
      """,
      [Part.image.code]
    ) { row in
      let item = try row.value(1, as: Int64.self)
      if item == last { return }
      last = item
      try body(try row.path(0), item)
    }
  }
}
