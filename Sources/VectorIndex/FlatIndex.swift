import Kernels
import Synchronization

/// Exact search: a query is compared with every row of every block it names.
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
    for term in query.terms {
      precondition(
        term.vector.count == snapshot.dimension,
        "a query vector of \(term.vector.count) scalars for an index of \(snapshot.dimension)")
    }
    guard query.terms.allSatisfy({ $0.vector.allSatisfy(\.isFinite) }) else { return ([], 0) }

    let comparisons = comparisons(of: query)
    let rowCount = comparisons.reduce(0) { $0 + $1.block.rowCount }
    let products = UnsafeMutableBufferPointer<Float>.allocate(capacity: rowCount)
    defer { products.deallocate() }
    guard let start = products.baseAddress else { return ([], 0) }
    var scored: [ItemScoring.ScoredBlock] = []
    var offset = 0
    for comparison in comparisons {
      compare(query.terms[comparison.term].vector, with: comparison.block, into: start + offset)
      scored.append(ItemScoring.ScoredBlock(comparison, products: start + offset))
      offset += comparison.block.rowCount
    }
    let terms = query.terms.enumerated().map { number, term in
      ItemScoring.ScoredTerm(
        blocks: zip(comparisons, scored).filter { $0.0.term == number }.map(\.1),
        weight: Double(term.weight))
    }
    let scoring = ItemScoring(terms: terms, reference: query.reference)
    let (best, total) = best(scoring, query: query)
    return (best.sorted.map { neighbor($0, of: query) }, total)
  }

  /// One term with one block that counts.
  struct Comparison {
    let term: Int
    let weight: BlockWeight
    let block: VectorSnapshot.Block
  }

  private func comparisons(of query: IndexQuery) -> [Comparison] {
    query.terms.enumerated().flatMap { number, term in
      term.blocks.compactMap { weight in
        guard weight.weight > 0, let block = block(weight.block) else { return nil }
        return Comparison(term: number, weight: weight, block: block)
      }
    }
  }

  private func block(_ name: String) -> VectorSnapshot.Block? {
    snapshot.blocks.first { $0.name == name }
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

  /// The best of all candidates, and how many passed the query's conditions.
  private func best(_ scoring: ItemScoring, query: IndexQuery) -> (BestItems, Int) {
    let admitted = AdmittedItems(query, in: snapshot)
    let minimumScore = query.minimumScore ?? -.infinity
    let outcome = Mutex((best: BestItems(capacity: query.count), total: 0))
    concurrently(ranges: itemCount, of: Self.itemsAtOnce, threads: threads) { range in
      var best = BestItems(capacity: query.count)
      var total = 0
      for position in range where admitted.contains(position) {
        guard let score = scoring.score(at: position), score >= minimumScore else { continue }
        total += 1
        best.insert(BestItems.Entry(position: position, score: score))
      }
      outcome.withLock { outcome in
        outcome.best.merge(best)
        outcome.total += total
      }
    }
    return outcome.withLock { ($0.best, $0.total) }
  }

  private func neighbor(_ entry: BestItems.Entry, of query: IndexQuery) -> Neighbor {
    let term = query.terms.first { $0.weight > 0 }
    let similarities = term.map { term in
      term.blocks.map { similarity(of: term.vector, at: entry.position, block: $0.block) }
    }
    return Neighbor(
      item: snapshot.items[entry.position], score: entry.score, similarities: similarities ?? [])
  }

  /// The largest similarity of `vector` among the rows of one item in one block.
  private func similarity(of vector: [Float], at position: Int, block name: String) -> Float? {
    guard let block = block(name) else { return nil }
    return vector.withUnsafeBufferPointer { query in
      snapshot.rowNumbers(at: position, in: block)
        .map { row in
          var product: Float = 0
          Scan.dotProductsFloat16(
            query: query, rows: block.rows + Int(row) * snapshot.dimension, rowCount: 1,
            into: &product)
          return product
        }
        .filter(\.isFinite)
        .max()
    }
  }
}

extension ItemScoring.ScoredBlock {
  init(_ comparison: FlatIndex.Comparison, products: UnsafePointer<Float>) {
    self.init(
      products: products,
      firstPlacements: comparison.block.firstPlacements,
      placements: comparison.block.placements,
      weight: Double(comparison.weight.weight),
      mean: Double(comparison.weight.calibration.mean),
      deviation: Double(comparison.weight.calibration.deviation))
  }
}
