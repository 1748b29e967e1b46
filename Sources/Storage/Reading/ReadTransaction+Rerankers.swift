import FoundationEssentials
import GRDB

extension ReadTransaction {
  /// The re-ranker of a model, if one was made.
  public func reranker(of model: ModelRecord) throws(StorageError) -> RerankerRecord? {
    try connection.first(
      "SELECT CAST(settings AS BLOB), weights, created FROM reranker WHERE model = ?", [model.id]
    ) { row in
      RerankerRecord(
        settings: try row.text(0) ?? "", weights: Array(try row.value(1, as: Data.self)),
        createdUnixSeconds: try row.value(2))
    }
  }

  /// Whether a model has a re-ranker.
  public func hasReranker(_ model: ModelRecord) throws(StorageError) -> Bool {
    try connection.integer("SELECT count(*) FROM reranker WHERE model = ?", [model.id]) > 0
  }
}
