import FoundationEssentials

extension WriteTransaction {
  /// Stores the re-ranker of a model, in place of an earlier one.
  public func putReranker(
    _ reranker: RerankerRecord, of model: ModelRecord
  ) throws(StorageError) {
    try connection.execute(
      """
      INSERT OR REPLACE INTO reranker (model, settings, weights, created)
      VALUES (?, CAST(? AS TEXT), ?, ?)
      """,
      [
        model.id, reranker.settings.blob, Data(reranker.weights), reranker.createdUnixSeconds,
      ])
  }

  /// Removes the re-ranker of a model; returns whether there was one.
  @discardableResult
  public func removeReranker(of model: ModelRecord) throws(StorageError) -> Bool {
    try connection.execute("DELETE FROM reranker WHERE model = ?", [model.id]) > 0
  }
}
