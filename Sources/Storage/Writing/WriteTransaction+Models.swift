extension WriteTransaction {
  /// The record of a model, which is entered if it is new, with the folder that it lies in now.
  ///
  /// - Parameter parts: What it embeds; a model of texts alone embeds no image, and one of which there are
  ///   vectors alone embeds nothing, which says nothing new of a model that is known.
  public func putModel(
    fingerprint: String, name: String, dimension: Int, directory: String = "",
    parts: Set<Part> = Set(Part.allCases)
  ) throws(StorageError) -> ModelRecord {
    precondition(dimension > 0, "a model's vectors have at least one scalar")
    if let model = try model(fingerprint: fingerprint) {
      guard model.dimension == dimension else {
        throw .wrongDimension(model: name, expected: model.dimension, found: dimension)
      }
      guard !parts.isEmpty, model.directory != directory || Set(model.parts) != parts else {
        return model
      }
      try connection.execute(
        "UPDATE model SET directory = ?, parts = ? WHERE id = ?",
        [directory, Self.bits(of: parts), model.id])
    } else {
      try connection.execute(
        "INSERT INTO model (fingerprint, name, dimension, directory, parts) VALUES (?, ?, ?, ?, ?)",
        [fingerprint, name, dimension, directory, Self.bits(of: parts)])
      try countMissingVectors()
    }
    guard let model = try model(fingerprint: fingerprint) else {
      preconditionFailure("a model that was entered is there")
    }
    return model
  }

  private static func bits(of parts: Set<Part>) -> Int64 { parts.reduce(0) { $0 | 1 << $1.code } }

  /// Counts for each model the contents it embeds that have no vector of it yet.
  ///
  /// A part is stored after its vector, so that the only model of a library lacks none unless another
  /// one was removed.
  public func countMissingVectors() throws(StorageError) {
    let models = try models()
    guard models.count > 1 || models.contains(where: { $0.missingVectors > 0 }) else { return }
    try connection.execute(
      """
      UPDATE model SET missing = (
        SELECT count(*) FROM (
          SELECT DISTINCT part, content FROM part
          WHERE content IS NOT NULL AND item NOT IN (\(Connection.offlineItems))
        ) AS live
        WHERE model.parts & (1 << live.part) AND NOT EXISTS (
          SELECT 1 FROM vector
          WHERE vector.model = model.id AND vector.part = live.part
            AND vector.content = live.content))
      """)
  }

  /// Removes a model with all its vectors; returns how many there were. The space is given back by
  /// ``LibraryStore/compact()``.
  @discardableResult
  public func removeModel(_ model: ModelRecord) throws(StorageError) -> Int {
    let count = try connection.execute("DELETE FROM vector WHERE model = ?", [model.id])
    try connection.execute("DELETE FROM model WHERE id = ?", [model.id])
    try countMissingVectors()
    contentChanged()
    return count
  }
}
