import FoundationEssentials
import GRDB

extension ReadTransaction {
  /// The heads of a model, oldest first.
  public func heads(of model: ModelRecord) throws(StorageError) -> [HeadRecord] {
    try connection.rows(
      """
      SELECT id, CAST(name AS BLOB), fingerprint, active, CAST(settings AS BLOB), weights, created
      FROM head WHERE model = ? ORDER BY id
      """,
      [model.id]
    ) { row in
      var head = HeadRecord(
        name: try row.text(1) ?? "", fingerprint: try row.value(2),
        settings: try row.text(4) ?? "", weights: Array(try row.value(5, as: Data.self)),
        createdUnixSeconds: try row.value(6))
      head.id = try row.value(0)
      head.isActive = try row.value(3, as: Int64.self) != 0
      return head
    }
  }

  /// The head of a model that searches use, if one is active.
  public func activeHead(of model: ModelRecord) throws(StorageError) -> HeadRecord? {
    try heads(of: model).first(where: \.isActive)
  }
}
