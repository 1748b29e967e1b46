import GRDB
public import SystemPackage

extension ReadTransaction {
  /// The item with a key, offline or not.
  public func item(key: String) throws(StorageError) -> ItemRecord? {
    try connection.first(
      "SELECT \(Connection.itemColumns) FROM item WHERE key = CAST(? AS TEXT)", [key.blob]
    ) { row in try connection.item(row) }
  }

  /// The items of rows, in the order given; rows that do not exist are left out.
  public func items(ids: [Int64]) throws(StorageError) -> [ItemRecord] {
    var items: [ItemRecord] = []
    for id in ids {
      let item = try connection.first(
        "SELECT \(Connection.itemColumns) FROM item WHERE id = ?", [id]
      ) { row in try connection.item(row) }
      if let item { items.append(item) }
    }
    return items
  }

  /// The items that have an image of this content, offline ones too, by row.
  public func items(whoseImageHas content: ContentHash) throws(StorageError) -> [ItemRecord] {
    try connection.rows(
      """
      SELECT \(Connection.itemColumns) FROM item WHERE id IN
        (SELECT item FROM part WHERE part = ? AND content = ?) ORDER BY id
      """,
      [Part.image.code, content.blob]
    ) { row in try connection.item(row) }
  }

  /// The items that have the file at this path as an image, offline ones too, by row.
  public func items(withImageAt path: FilePath) throws(StorageError) -> [ItemRecord] {
    try connection.rows(
      """
      SELECT \(Connection.itemColumns) FROM item WHERE id IN
        (SELECT part.item FROM part JOIN file ON file.id = part.file WHERE file.path = ?)
      ORDER BY id
      """,
      [connection.location.stored(path).blob]
    ) { row in try connection.item(row) }
  }

  /// The parts of an item: by part, then by ordinal.
  public func parts(of item: Int64) throws(StorageError) -> [PartRecord] {
    try connection.rows(
      "SELECT part, ordinal, content, file FROM part WHERE item = ? ORDER BY part, ordinal", [item]
    ) { row in
      PartRecord(
        part: try connection.part(try row.value(0)), ordinal: try row.value(1),
        content: try connection.hash(row, 2), file: try row.value(3))
    }
  }

  /// The path of the first image of each item that has one in a file.
  public func primaryImagePaths(of items: [Int64]) throws(StorageError) -> [Int64: FilePath] {
    var paths: [Int64: FilePath] = [:]
    for item in items {
      paths[item] = try connection.first(
        """
        SELECT file.path FROM part JOIN file ON file.id = part.file
        WHERE part.item = ? AND part.part = ? ORDER BY part.ordinal
        """,
        [item, Part.image.code]
      ) { row in connection.location.absolute(try row.path(0)) }
    }
    return paths
  }

  /// The content of the picture of each photo among items: what a folder brought, not a feed.
  public func photoContents(of items: [Int64]) throws(StorageError) -> [Int64: ContentHash] {
    guard try connection.exists("SELECT 1 FROM source WHERE kind = 'folder'") else { return [:] }
    var contents: [Int64: ContentHash] = [:]
    for item in items {
      contents[item] =
        try connection.first(
          """
          SELECT part.content FROM part JOIN item ON item.id = part.item
            JOIN source ON source.id = item.source
          WHERE part.item = ? AND part.part = ? AND part.ordinal = 0 AND source.kind = 'folder'
          """,
          [item, Part.image.code]
        ) { try connection.hash($0, 0) } ?? nil
    }
    return contents
  }

  /// Streams the items by row; offline ones only if asked for.
  public func forEachItem(
    includingOffline: Bool = false, _ body: (ItemRecord) throws -> Void
  ) throws {
    let condition = includingOffline ? "" : "WHERE offline = 0"
    try connection.stream(
      "SELECT \(Connection.itemColumns) FROM item \(condition) ORDER BY id"
    ) { row in try body(try connection.item(row)) }
  }
}

extension Connection {
  /// What `item(_:)` decodes.
  static let itemColumns = """
    id, CAST(key AS BLOB), source, CAST(group_key AS BLOB), CAST(title AS BLOB),
    CAST(description AS BLOB), price, CAST(currency AS BLOB), fields, row_hash, offline
    """

  /// The part a stored number stands for.
  func part(_ code: Int64) throws -> Part {
    guard let part = Part(code: code) else { throw damaged("a part has the number \(code)") }
    return part
  }

  func item(_ row: Row) throws -> ItemRecord {
    let id = try row.value(0, as: Int64.self)
    guard let fields = FieldCoding.decode(try row.value(8)) else {
      throw damaged("the fields of item \(id) are no JSON object of strings")
    }
    return ItemRecord(
      id: id, key: try row.text(1) ?? "", source: try row.value(2), group: try row.text(3),
      title: try row.text(4), description: try row.text(5), price: try row.value(6),
      currency: try row.text(7), fields: fields, rowHash: try hash(row, 9),
      isOffline: try row.value(10))
  }
}
