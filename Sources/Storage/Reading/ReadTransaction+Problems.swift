import GRDB

extension ReadTransaction {
  /// Everything that is wrong with the library, a sentence each; empty if it is sound. Reads the
  /// whole database and every vector.
  public func problems() throws(StorageError) -> [String] {
    // A database that is damaged as a file is not worth asking about its contents.
    let damage = try integrityProblems()
    if !damage.isEmpty { return damage }
    var problems = try connection.rows("PRAGMA foreign_key_check") { row in
      let rowID = try row.value(1, as: Int64?.self)
      let table = try row.value(0, as: String.self)
      let parent = try row.value(2, as: String.self)
      return "row \(rowID ?? 0) of the table \(table) refers to a row of the table \(parent) that "
        + "does not exist"
    }
    problems += try orphans()
    problems += try derivedProblems()
    for model in try models() { problems += try vectorProblems(model) }
    return problems
  }

  private func integrityProblems() throws(StorageError) -> [String] {
    do {
      return try connection.rows("PRAGMA integrity_check") { row in
        try row.value(0, as: String.self)
      }
      .filter { $0 != "ok" }.map { "the database is damaged: \($0)" }
    } catch .damaged(_, let detail) {
      // Some damage keeps the check itself from running.
      return ["the database is damaged: \(detail)"]
    }
  }

  private func orphans() throws(StorageError) -> [String] {
    let imageless = try connection.rows(
      """
      SELECT CAST(item.key AS BLOB) FROM part JOIN item ON item.id = part.item
      WHERE part.part = ? AND part.content IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM image WHERE image.content = part.content)
      ORDER BY item.id
      """,
      [Part.image.code]
    ) { row in "the item \(try row.text(0) ?? "") has an image that is not on record" }
    let partless = try connection.rows(
      """
      SELECT CAST(key AS BLOB) FROM item
      WHERE NOT EXISTS (SELECT 1 FROM part WHERE part.item = item.id) ORDER BY id
      """
    ) { row in "the item \(try row.text(0) ?? "") has no part it could be found by" }
    return imageless + partless
  }

  private func vectorProblems(_ model: ModelRecord) throws(StorageError) -> [String] {
    let rows = "SELECT content, precision, scalars FROM vector WHERE model = ? ORDER BY id"
    return try connection.translating {
      var problems: [String] = []
      try connection.stream(rows, [model.id]) { row in
        do {
          try connection.withVector(row, model: model) { content, bytes, precision in
            let norm = VectorCoding.norm(VectorCoding.decode(bytes, as: precision))
            if abs(norm - 1) <= WriteTransaction.normTolerance { return }
            problems.append(
              "the vector of \(content) by the model \(model.name) has the length \(norm) "
                + "instead of 1")
          }
        } catch StorageError.damaged(_, let detail) {
          problems.append(detail)
        }
      }
      return problems
    }
  }
}
