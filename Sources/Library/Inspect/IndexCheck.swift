internal import Storage
internal import Tuning
internal import VectorIndex

/// Compares what the index finds with an exhaustive search through the database.
struct IndexCheck {
  /// The recall below which an index is taken to be wrong rather than approximate: nine tenths of what it was
  /// made to find, less three standard errors of so few queries.
  static func leastRecall(of expected: Double) -> Double {
    0.9 * expected - 3 * (expected * (1 - expected) / Double(mostQueries)).squareRoot()
  }

  let store: LibraryStore
  let model: ModelRecord
  /// Behind which pictures are compared.
  let head: Head?
  let compression: IndexCompression?
  let index: any VectorIndex
  let threads: Int

  private static let mostQueries = 16
  private static let neighborCount = 10
  private static let piece = 1024

  /// The number of pictures' vectors, and the recall over up to 16 of them taken at equal distances.
  ///
  /// A neighbour counts as right if it is as similar as the exact tenth, so that equal vectors may stand for
  /// each other (the definition of ann-benchmarks, Aumüller, Bernhardsson and Faithfull 2018), to within what
  /// rounding to float16 moves.
  func run() throws -> (vectors: Int, recallAt10: Double?) {
    try store.read { transaction in
      let count = try transaction.vectorCount(part: .image, model: model)
      guard count > 0 else { return (0, nil) }
      let queries = try sample(count, from: transaction)
      let found = (0..<queries.rows).map { query in
        Set(index.neighbors(of: imageQuery(Array(queries.row(query)))).neighbors.map(\.item))
      }
      var exact = Array(repeating: ExactNeighbors(), count: queries.rows)
      try forEachPicture(in: transaction, comparedWith: queries) { item, similarities in
        for (query, similarity) in similarities.enumerated() {
          exact[query].insert(similarity, isFound: found[query].contains(item))
        }
      }
      let expected = exact.reduce(0) { $0 + $1.best.count }
      let right = exact.reduce(0) { $0 + $1.rightCount }
      return (count, expected > 0 ? min(1, Double(right) / Double(expected)) : nil)
    }
  }

  /// Hands on each item with the largest similarity of its pictures to each query.
  private func forEachPicture(
    in transaction: ReadTransaction, comparedWith queries: Matrix, _ body: (Int64, [Float]) -> Void
  ) throws {
    var items: [Int64] = []
    var scalars: [Float] = []
    var last: (item: Int64, similarities: [Float])?
    func flush() {
      let rows = Matrix(rows: items.count, columns: model.dimension, scalars: scalars)
      let similarities = mapped(rows).multiplied(by: queries, threads: threads)
      for (row, item) in items.enumerated() {
        var largest = Array(similarities.row(row))
        // The pictures of one item come one after another; the best of them counts.
        if let last, last.item == item {
          largest = zip(largest, last.similarities).map { max($0, $1) }
        } else if let last {
          body(last.item, last.similarities)
        }
        last = (item, largest)
      }
      items.removeAll(keepingCapacity: true)
      scalars.removeAll(keepingCapacity: true)
    }
    try transaction.forEachPlacement(part: .image, includingBlank: false) { item, content in
      guard let vector = try transaction.vector(content, part: .image, model: model) else { return }
      items.append(item)
      scalars += vector
      if items.count == Self.piece { flush() }
    }
    flush()
    if let last { body(last.item, last.similarities) }
  }

  /// Pictures' vectors behind the head, `[count, dimension]`.
  private func sample(_ count: Int, from transaction: ReadTransaction) throws -> Matrix {
    let step = max(1, count / Self.mostQueries)
    var queries: [Float] = []
    var position = 0
    try transaction.forEachVector(part: .image, model: model) { content, _, _ in
      defer { position += 1 }
      guard position % step == 0, queries.count < Self.mostQueries * model.dimension,
        let vector = try transaction.vector(content, part: .image, model: model)
      else { return }
      queries += vector
    }
    return mapped(
      Matrix(rows: queries.count / model.dimension, columns: model.dimension, scalars: queries))
  }

  private func mapped(_ rows: Matrix) -> Matrix { head?.apply(to: rows, threads: threads) ?? rows }

  private func imageQuery(_ vector: [Float]) -> IndexQuery {
    let block = BlockWeight(block: Part.image.rawValue, weight: 1, calibration: .identity)
    return IndexQuery(
      terms: [QueryTerm(vector: compression?.query(vector) ?? vector, blocks: [block])],
      reference: .identity, count: Self.neighborCount)
  }

  /// The ten nearest of one query, and what the index found.
  private struct ExactNeighbors {
    /// Their similarities, descending.
    var best: [Float] = []
    /// The similarities of the items that the index found.
    var found: [Float] = []

    private static let tolerance: Float = 1e-4

    /// How many of those found are as similar as the exact tenth.
    var rightCount: Int {
      guard let tenth = best.last else { return 0 }
      return min(best.count, found.count { $0 >= tenth - Self.tolerance })
    }

    mutating func insert(_ similarity: Float, isFound: Bool) {
      if isFound { found.append(similarity) }
      if best.count == neighborCount, let last = best.last, similarity <= last { return }
      best.insert(similarity, at: best.firstIndex { $0 < similarity } ?? best.count)
      if best.count > neighborCount { best.removeLast() }
    }
  }
}
