import GRDB

extension ReadTransaction {
  /// The fields that items have, by name: all columns of feeds, the price, the currency and the
  /// group. Reads the whole index of fields.
  public func fields() throws(StorageError) -> [FieldSummary] {
    try connection.rows(
      """
      SELECT CAST(written AS BLOB), (SELECT count(*) FROM item_field
        WHERE field = field.id AND role <= 1 AND item NOT IN (\(Connection.offlineItems)))
      FROM field
      """
    ) { row in FieldSummary(name: try row.text(0) ?? "", items: try row.value(1)) }
    .filter { $0.items > 0 }.sorted { $0.name < $1.name }
  }

  /// The values of a field and how many of the items have them, the most frequent first, equal ones
  /// by value; of lists the elements. Without a test all items count that are not offline.
  public func facets(
    field: String, among isCounted: ((Int64) -> Bool)? = nil, limit: Int
  ) throws(StorageError) -> [FacetValue] {
    let reference = try reference(field)
    let isCounted = try test(isCounted)
    var values: [String: (count: Int, item: Int64)] = [:]
    var current: (value: String, count: Int, item: Int64)?
    func finishRun() {
      guard let run = current else { return }
      values[run.value, default: (0, run.item)].count += run.count
    }
    try forEachValue(reference, roles: "0, 2") { value, item in
      guard isCounted(item) else { return }
      if current?.value == value {
        current?.count += 1
      } else {
        finishRun()
        current = (value, 1, item)
      }
    }
    finishRun()
    let ranked = values.sorted { left, right in
      (right.value.count, left.key) < (left.value.count, right.key)
    }
    var facets: [FacetValue] = []
    for (value, found) in ranked.prefix(max(0, limit)) {
      facets.append(
        FacetValue(
          value: try written(value, field: reference, item: found.item), count: found.count))
    }
    return facets
  }

  /// The values of a field that are numbers, ascending. Without a test all items count that are not
  /// offline.
  public func numbers(
    field: String, among isCounted: ((Int64) -> Bool)? = nil
  ) throws(StorageError) -> [Double] {
    guard case .stored(let row) = try reference(field) else { return [] }
    let isCounted = try test(isCounted)
    return try connection.translating {
      var numbers: [Double] = []
      try connection.stream(
        """
        SELECT number, item FROM item_field
        WHERE field = ? AND number IS NOT NULL AND role <= 1 ORDER BY number
        """,
        [row]
      ) { row in
        if isCounted(try row.value(1)) { numbers.append(try row.value(0)) }
      }
      return numbers
    }
  }

  /// What items are ordered by for a field, for each of them that has it.
  public func sortKeys(
    of items: [Int64], by field: String
  ) throws(StorageError) -> [Int64: SortKey] {
    let reference = try reference(field)
    var keys: [Int64: SortKey] = [:]
    for item in items {
      let text = try value(of: reference, item: item)
      keys[item] = text.map { SortKey(number: FieldFolding.number($0), text: $0) }
    }
    return keys
  }

  /// The groups of the items that have one.
  public func groups(of items: [Int64]) throws(StorageError) -> [Int64: String] {
    var groups: [Int64: String] = [:]
    for item in items {
      groups[item] =
        try connection.first(
          "SELECT CAST(group_key AS BLOB) FROM item WHERE id = ?", [item]
        ) { try $0.text(0) } ?? nil
    }
    return groups
  }

  /// The folded value of a field of one item.
  private func value(
    of reference: FieldReference, item: Int64
  ) throws(StorageError) -> String? {
    let sql: String
    switch reference {
    case .absent: return nil
    case .stored(let field):
      return try connection.first(
        "SELECT CAST(value AS BLOB) FROM item_field WHERE item = ? AND field = ? AND role <= 1",
        [item, field]
      ) { try $0.text(0) ?? "" }
    case .path:
      return try connection.first(
        """
        SELECT file.path FROM part JOIN file ON file.id = part.file
        WHERE part.item = ? AND part.part = ? ORDER BY part.ordinal
        """,
        [item, Part.image.code]
      ) { FieldFolding.fold(try $0.path(0).key) }
    case .key: sql = "SELECT CAST(key AS BLOB) FROM item WHERE id = ?"
    case .title: sql = "SELECT CAST(title AS BLOB) FROM item WHERE id = ?"
    case .description: sql = "SELECT CAST(description AS BLOB) FROM item WHERE id = ?"
    }
    let text = try connection.first(sql, [item]) { try $0.text(0) } ?? nil
    return text.map(FieldFolding.fold)
  }

  /// A folded value in the letters in which an item has it.
  func written(
    _ value: String, field reference: FieldReference, item: Int64
  ) throws(StorageError) -> String {
    guard case .stored(let field) = reference else { return value }
    let name = try connection.first("SELECT name FROM field WHERE id = ?", [field]) { row in
      try row.value(0, as: String.self)
    }
    guard let record = try items(ids: [item]).first else { return value }
    let row = FieldRow.rows(of: record).first { row in
      row.value == value && FieldFolding.name(row.field) == name
    }
    return row.map { FieldFolding.trim($0.written) } ?? value
  }

  /// The test given, or the one for items that are not offline.
  private func test(
    _ given: ((Int64) -> Bool)?
  ) throws(StorageError) -> (Int64) -> Bool {
    if let given { return given }
    let offline = Set(try rows(Connection.offlineItems))
    return { !offline.contains($0) }
  }
}

extension Connection {
  /// A query for the items that are offline.
  static let offlineItems = "SELECT id FROM item WHERE offline = 1"
}
