import FoundationEssentials
import GRDB

extension ReadTransaction {
  /// The compressions of a model and of its heads, oldest first.
  public func compressions(of model: ModelRecord) throws(StorageError) -> [CompressionRecord] {
    try connection.rows(
      """
      SELECT head.fingerprint, compression.fingerprint, CAST(compression.settings AS BLOB),
        maps, compression.created
      FROM compression LEFT JOIN head ON head.id = compression.head
      WHERE compression.model = ? ORDER BY compression.id
      """,
      [model.id]
    ) { row in
      CompressionRecord(
        headFingerprint: try row.value(0, as: String?.self), fingerprint: try row.value(1),
        settings: try row.text(2) ?? "",
        maps: try row.value(3, as: Data?.self).map { Array($0) },
        createdUnixSeconds: try row.value(4))
    }
  }

  /// The compression of a model as it is, or of one behind a head; nil where its index holds whole vectors.
  public func compression(
    of model: ModelRecord, behindHead headFingerprint: String?
  ) throws(StorageError) -> CompressionRecord? {
    try compressions(of: model).first { $0.headFingerprint == headFingerprint }
  }
}
