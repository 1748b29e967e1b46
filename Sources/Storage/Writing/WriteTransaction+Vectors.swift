extension WriteTransaction {
  /// How far from 1 the length of a stored vector may lie: half precision rounds each scalar by up
  /// to 2⁻¹¹ of itself, and encoders normalise in single precision.
  static let normTolerance: Float = 1e-2

  /// Stores a model's vector of a content in place of an earlier one. The scalars, `[dimension]`, have
  /// unit length.
  public func putVector(
    _ scalars: [Float], content: ContentHash, part: Part, model: ModelRecord,
    precision: VectorPrecision = .float16
  ) throws(StorageError) {
    guard scalars.count == model.dimension else {
      throw .wrongDimension(
        model: model.name, expected: model.dimension, found: scalars.count)
    }
    let norm = VectorCoding.norm(scalars)
    // Written so that a norm that is not a number fails as well.
    guard abs(norm - 1) <= WriteTransaction.normTolerance else {
      throw .notAUnitVector(model: model.name, norm: norm)
    }
    try connection.execute(
      """
      INSERT INTO vector (content, part, model, precision, scalars) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (model, part, content)
      DO UPDATE SET precision = excluded.precision, scalars = excluded.scalars
      """,
      [
        content.blob, part.code, model.id, precision.rawValue,
        VectorCoding.blob(scalars, as: precision),
      ])
    contentChanged()
  }
}
