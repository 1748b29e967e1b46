import FoundationEssentials

extension WriteTransaction {
  /// Stores a compression of a model, or of one behind a head that it has, in place of the one before.
  public func putCompression(
    _ compression: CompressionRecord, of model: ModelRecord
  ) throws(StorageError) {
    try removeCompression(of: model, behindHead: compression.headFingerprint)
    let head = try headID(compression.headFingerprint, of: model)
    try connection.execute(
      """
      INSERT INTO compression (model, head, fingerprint, settings, maps, created)
      VALUES (?, ?, ?, CAST(? AS TEXT), ?, ?)
      """,
      [
        model.id, head, compression.fingerprint, compression.settings.blob,
        compression.maps.map { Data($0) }, compression.createdUnixSeconds,
      ])
  }

  /// Removes the compression of a model as it is, or of one behind a head, if there is one.
  public func removeCompression(
    of model: ModelRecord, behindHead headFingerprint: String?
  ) throws(StorageError) {
    let head = try headID(headFingerprint, of: model)
    try connection.execute(
      "DELETE FROM compression WHERE model = ? AND head IS ?", [model.id, head])
  }

  /// The row of a head of the model; nil for none.
  private func headID(
    _ fingerprint: String?, of model: ModelRecord
  ) throws(StorageError) -> Int64? {
    guard let fingerprint else { return nil }
    guard let head = try heads(of: model).first(where: { $0.fingerprint == fingerprint }) else {
      throw connection.damaged(
        "the head \(fingerprint.prefix(12)) behind which vectors are to be compressed is gone")
    }
    return head.id
  }
}
