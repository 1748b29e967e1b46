internal import Storage
internal import Tuning

/// Stored vectors of a model behind a head, some hundred at a time.
struct HeadMapping {
  let head: Head
  let threads: Int

  private static let piece = 1024

  /// Streams a model's vectors of a part, as the head maps them, in the order of their content hashes.
  func forEach(
    of transaction: ReadTransaction, _ part: Part, _ model: ModelRecord,
    where isIncluded: (ContentHash) -> Bool, _ body: (ContentHash, ArraySlice<Float>) throws -> Void
  ) throws {
    var contents: [ContentHash] = []
    var scalars: [Float] = []
    func flush() throws {
      let rows = Matrix(rows: contents.count, columns: model.dimension, scalars: scalars)
      let mapped = head.apply(to: rows, threads: threads)
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
