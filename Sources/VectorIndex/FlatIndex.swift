import Kernels

/// Exact search: a query is compared with every row of every block it names, or, where a filter
/// admits few items, with every row of those.
///
/// Time is bound by reading the matrices; memory beyond the mapped pages is four bytes a row and
/// comparison.
public struct FlatIndex: VectorIndex {
  /// The vectors searched.
  public let snapshot: VectorSnapshot
  /// How many threads share the work of a large snapshot; no result depends on it.
  public let threads: Int

  /// Rows and items a thread takes at once: few enough to share well, enough to be worth a thread.
  private static let rowsAtOnce = 4096
  private static let itemsAtOnce = 16384

  /// An index over a snapshot.
  public init(_ snapshot: VectorSnapshot, threads: Int = 2) {
    precondition(threads > 0)
    self.snapshot = snapshot
    self.threads = threads
  }

  /// The number of items in the snapshot.
  public var itemCount: Int { snapshot.itemCount }

  /// The best items for a query, compared with every one; see ``VectorIndex/neighbors(of:)``.
  public func neighbors(of query: IndexQuery) -> Neighbors {
    guard let plan = SearchPlan(query, in: snapshot) else { return ([], 0) }
    let found =
      switch AdmittedItems(query, in: snapshot) {
      case .few(let positions): plan.best(among: positions, threads: threads)
      case .marked(let marks): scan(plan, marks: marks)
      case .all: scan(plan, marks: nil)
      }
    return plan.neighbors(found)
  }

  /// The best of all items, or of those that are marked, by every row.
  private func scan(_ plan: SearchPlan, marks: [Bool]?) -> FoundItems {
    let rowCount = plan.comparisons.reduce(0) { $0 + $1.block.rowCount }
    let products = UnsafeMutablePointer<Float>.allocate(capacity: rowCount)
    defer { products.deallocate() }
    var scored: [ItemScoring.ScoredBlock] = []
    var next = products
    for comparison in plan.comparisons {
      compare(plan.vector(of: comparison), with: comparison.block, into: next)
      scored.append(ItemScoring.ScoredBlock(comparison, products: next))
      next += comparison.block.rowCount
    }
    let scoring = plan.scoring(scored)
    let minimumScore = plan.query.minimumScore ?? -.infinity
    return FoundItems.merged(
      items: itemCount, atOnce: Self.itemsAtOnce, threads: threads, capacity: plan.query.count
    ) { range, found in
      for position in range where marks?[position] ?? true {
        guard let score = scoring.score(at: position), score >= minimumScore else { continue }
        found.insert(BestItems.Entry(position: position, score: score))
      }
    }
  }

  /// Writes the dot product of `vector` with every row of a block to `products`.
  private func compare(
    _ vector: [Float], with block: VectorSnapshot.Block, into products: UnsafeMutablePointer<Float>
  ) {
    let dimension = snapshot.dimension
    vector.withUnsafeBufferPointer { query in
      nonisolated(unsafe) let query = query
      nonisolated(unsafe) let products = products
      concurrently(ranges: block.rowCount, of: Self.rowsAtOnce, threads: threads) { range in
        Scan.dotProductsFloat16(
          query: query, rows: block.rows + range.lowerBound * dimension, rowCount: range.count,
          into: products + range.lowerBound)
      }
    }
  }
}
