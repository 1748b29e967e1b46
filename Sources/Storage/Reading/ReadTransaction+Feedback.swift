import FoundationEssentials
import GRDB

extension ReadTransaction {
  /// All feedback, in the order in which it came in.
  public func feedback() throws(StorageError) -> [FeedbackRecord] {
    try connection.rows(
      "SELECT query_kind, query, path, CAST(item AS BLOB), kind, time FROM feedback ORDER BY id"
    ) { row in
      guard let kind = FeedbackRecord.Kind(rawValue: try row.value(4)) else {
        throw connection.damaged("feedback has an unknown kind")
      }
      return FeedbackRecord(
        query: try connection.feedbackQuery(row), item: try row.text(3) ?? "", kind: kind,
        unixMilliseconds: try row.value(5))
    }
  }

  /// How many rounds of feedback there are to take back.
  public func feedbackRounds() throws(StorageError) -> Int {
    try connection.integer("SELECT count(DISTINCT round) FROM feedback")
  }
}

extension Connection {
  fileprivate func feedbackQuery(_ row: Row) throws -> FeedbackQuery {
    switch try row.value(0, as: Int64.self) {
    case 0: return .text(try row.text(1) ?? "")
    case 1:
      return .image(try requiredHash(row, 1), path: location.absolute(try row.path(2)))
    case 2: return .item(try row.text(1) ?? "")
    case let kind: throw damaged("feedback is about a query of the kind \(kind)")
    }
  }
}
