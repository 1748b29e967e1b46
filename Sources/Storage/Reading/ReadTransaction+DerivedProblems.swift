import GRDB
import Glibc
import SystemPackage

extension ReadTransaction {
  /// Where the fields and words that items are found by differ from the items themselves.
  func derivedProblems() throws(StorageError) -> [String] {
    var problems: [String] = []
    for (table, column) in [("item_field", "item"), ("item_words", "rowid")] {
      let orphans = try connection.integer(
        """
        SELECT count(DISTINCT \(column)) FROM \(table)
        WHERE \(column) NOT IN (SELECT id FROM item)
        """)
      if orphans > 0 {
        problems.append("the table \(table) has rows of \(orphans) items that do not exist")
      }
    }
    try connection.translating {
      try forEachItem(includingOffline: true) { item in
        if try storedFields(of: item.id) != derivedFields(of: item) {
          problems.append("the item \(item.key) is filtered by other values than it has")
        }
        if try storedWords(of: item.id) != ItemWords(item)?.columns {
          problems.append("the item \(item.key) is searched by other words than it has")
        }
      }
    }
    return problems + (try wordIndexProblems())
  }

  /// The rows of the table of fields as texts, the same for equal rows.
  private func storedFields(of item: Int64) throws(StorageError) -> Set<String> {
    Set(
      try connection.rows(
        """
        SELECT name, role, number, CAST(value AS BLOB)
        FROM item_field LEFT JOIN field ON field.id = field WHERE item = ?
        """,
        [item]
      ) { row in
        let name = try row.value(0, as: String?.self) ?? ""
        let number = try row.value(2, as: Double?.self)
        return "\(name) \(try row.value(1, as: Int64.self)) \(String(describing: number)) "
          + (try row.text(3) ?? "")
      })
  }

  private func derivedFields(of item: ItemRecord) -> Set<String> {
    Set(
      FieldRow.rows(of: item).map { row in
        "\(FieldFolding.name(row.field)) \(row.role.rawValue) \(String(describing: row.number)) "
          + row.value
      })
  }

  private func storedWords(of item: Int64) throws(StorageError) -> [String]? {
    try connection.first(
      """
      SELECT CAST(title AS BLOB), CAST(brand AS BLOB), CAST(category AS BLOB),
        CAST(attributes AS BLOB), CAST(description AS BLOB), CAST(code AS BLOB)
      FROM item_words WHERE rowid = ?
      """,
      [item]
    ) { row in try (0..<6).map { try row.text($0) ?? "" } }
  }

  /// Has FTS5 compare its index with the texts. It counts as writing, though it changes nothing, so
  /// that it needs a connection that may write; on a read-only medium it is left out.
  private func wordIndexProblems() throws(StorageError) -> [String] {
    let check = "INSERT INTO item_words (item_words) VALUES ('integrity-check')"
    do {
      if !connection.database.configuration.readonly {
        try connection.execute(check)
      } else if access(connection.location.path, W_OK) == 0,
        access(connection.location.folder.string, W_OK) == 0
      {
        try connection.translating {
          let writer = try DatabaseQueue(
            path: connection.location.path, configuration: LibraryStore.writerConfiguration())
          try writer.write { try $0.execute(sql: check) }
          try writer.close()
        }
      }
      return []
    } catch .damaged {
      return ["the index of words does not fit the texts of the items"]
    }
  }
}
