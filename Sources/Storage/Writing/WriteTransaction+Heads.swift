import FoundationEssentials

extension WriteTransaction {
  /// Stores a head of a model, in place of one with its name, and makes it the active one.
  public func putActiveHead(_ head: HeadRecord, of model: ModelRecord) throws(StorageError) {
    let previous = try activeHead(of: model).flatMap { $0.name == head.name ? nil : $0.id }
    try connection.execute(
      "DELETE FROM head WHERE model = ? AND name = CAST(? AS TEXT)", [model.id, head.name.blob])
    try connection.execute("UPDATE head SET active = 0 WHERE model = ?", [model.id])
    try connection.execute(
      """
      INSERT INTO head (model, name, fingerprint, active, previous, settings, weights, created)
      VALUES (?, CAST(? AS TEXT), ?, 1, ?, CAST(? AS TEXT), ?, ?)
      """,
      [
        model.id, head.name.blob, head.fingerprint, previous, head.settings.blob,
        Data(head.weights), head.createdUnixSeconds,
      ])
  }

  /// Makes a head of a model the active one; nil for none.
  public func activateHead(_ head: HeadRecord?, of model: ModelRecord) throws(StorageError) {
    try connection.execute("UPDATE head SET active = 0 WHERE model = ?", [model.id])
    guard let head else { return }
    try connection.execute(
      "UPDATE head SET active = 1 WHERE model = ? AND id = ?", [model.id, head.id])
  }

  /// Makes the head active that was so before the active one was trained; none where there was none.
  /// Returns whether a head was active.
  public func rollBackHead(of model: ModelRecord) throws(StorageError) -> Bool {
    guard let active = try activeHead(of: model) else { return false }
    let previous =
      try connection.first("SELECT previous FROM head WHERE id = ?", [active.id]) { row in
        try row.value(0, as: Int64?.self)
      } ?? nil
    let heads = try heads(of: model)
    try activateHead(heads.first { $0.id == previous }, of: model)
    return true
  }

  /// Removes a head of a model.
  public func removeHead(_ head: HeadRecord, of model: ModelRecord) throws(StorageError) {
    try connection.execute("DELETE FROM head WHERE model = ? AND id = ?", [model.id, head.id])
  }
}
