import FoundationEssentials

extension WriteTransaction {
  /// Stores feedback as one round; clicks, and what they passed over, only where the same was not said of
  /// the same time before. Returns how many records were stored.
  public func recordFeedback(_ records: [FeedbackRecord]) throws(StorageError) -> Int {
    let round = try connection.integer("SELECT coalesce(max(round), 0) + 1 FROM feedback")
    var count = 0
    for record in records {
      let (kind, query, path) = columns(of: record.query)
      count += try connection.execute(
        """
        INSERT INTO feedback (round, query_kind, query, path, item, kind, time)
        VALUES (?, ?, ?, ?, CAST(? AS TEXT), ?, ?) ON CONFLICT DO NOTHING
        """,
        [round, kind, query, path, record.item.blob, record.kind.rawValue, record.unixMilliseconds])
    }
    return count
  }

  /// Takes back the last rounds of feedback; nil for all. Returns how many records that were.
  public func undoFeedback(rounds: Int?) throws(StorageError) -> Int {
    guard let rounds else { return try connection.execute("DELETE FROM feedback") }
    return try connection.execute(
      """
      DELETE FROM feedback WHERE round IN
        (SELECT DISTINCT round FROM feedback ORDER BY round DESC LIMIT ?)
      """,
      [rounds])
  }

  private func columns(of query: FeedbackQuery) -> (kind: Int64, query: Data, path: Data?) {
    switch query {
    case .text(let text): (0, text.blob, nil)
    case .image(let content, let path):
      (1, content.blob, connection.location.stored(path).blob)
    case .item(let key): (2, key.blob, nil)
    }
  }
}
