internal import Storage
internal import Tuning

/// Stored vectors of a model as an index has them: behind a head, in fewer dimensions, or both.
struct RowMapping {
  let head: Head?
  let projection: Projection?
  let threads: Int

  private static let piece = 1024

  /// Whether vectors stay as they are stored.
  var isIdentity: Bool { head == nil && projection == nil }

  /// Maps rows, `[count, dimension of the model]`.
  func apply(to rows: Matrix) -> Matrix {
    let mapped = head?.apply(to: rows, threads: threads) ?? rows
    return projection?.apply(to: mapped, threads: threads) ?? mapped
  }

  /// Streams a model's vectors of a part, mapped some hundred at a time, in the order of their content hashes.
  func forEach(
    of transaction: ReadTransaction, _ part: Part, _ model: ModelRecord,
    where isIncluded: (ContentHash) -> Bool, _ body: (ContentHash, ArraySlice<Float>) throws -> Void
  ) throws {
    var contents: [ContentHash] = []
    var scalars: [Float] = []
    func flush() throws {
      let mapped = apply(
        to: Matrix(rows: contents.count, columns: model.dimension, scalars: scalars))
      for (row, content) in contents.enumerated() { try body(content, mapped.row(row)) }
      contents.removeAll(keepingCapacity: true)
      scalars.removeAll(keepingCapacity: true)
    }
    try transaction.forEachDecodedVector(part: part, model: model) { content, vector in
      guard isIncluded(content) else { return }
      contents.append(content)
      scalars += vector
      if contents.count == Self.piece { try flush() }
    }
    try flush()
  }
}
