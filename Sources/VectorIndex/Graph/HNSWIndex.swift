/// Approximate search: candidates from walks over graphs, scored exactly.
///
/// For each attracting term, the graph of each of its blocks is walked, and rows that came after the
/// graph are compared one by one; the items whose rows were found are scored as ``FlatIndex`` scores them, from all their blocks and against all terms. So
/// scores, similarities and order are exact, and what may be missed is an item none of whose rows
/// is among the `expansion` rows nearest to a term in some block. With one block that is a
/// neighbor which the walk passed by; with several also an item that is middling in each block and
/// good only in their sum, which is why walks then keep four times as many rows in view.
///
/// Scores are of dot products: of vectors that are not of unit length, a graph by another metric
/// finds other candidates than these ask for.
///
/// A query is answered exactly, by ``FlatIndex``, where that is cheaper or where the answer asks
/// for more than the nearest: if its filter admits few items, if it has a least score (all items
/// above it are counted), if it asks for more items than half the expansion, if a block of an
/// attracting term has no graph, or if the walks find fewer admitted items than asked for. So a
/// filter never starves a query.
public struct HNSWIndex: VectorIndex {
  /// The vectors searched.
  public let snapshot: VectorSnapshot
  /// How many rows a walk keeps in view (ef in the paper): the recall against the time.
  public let expansion: Int

  /// Products with larger scalars might not be finite in single precision.
  private static let largestScalar: Float = 1e15
  /// How much further walks look where the best of a sum over several blocks are looked for.
  private static let expansionForSums = 4

  private let flat: FlatIndex
  private let graphs: [String: VectorGraph]

  /// An index over a snapshot and graphs of its blocks, each of which must match it.
  ///
  /// - Parameter threads: how many threads an exact scan uses.
  public init(
    _ snapshot: VectorSnapshot, graphs: [VectorGraph], expansion: Int = 128, threads: Int = 2
  ) {
    precondition(expansion > 0)
    self.snapshot = snapshot
    self.expansion = expansion
    flat = FlatIndex(snapshot, threads: threads)
    for graph in graphs {
      precondition(
        graph.matches(snapshot),
        "the graph of block \(graph.block) is not of the snapshot's rows")
    }
    self.graphs = Dictionary(uniqueKeysWithValues: graphs.map { ($0.block, $0) })
  }

  /// The number of items in the snapshot.
  public var itemCount: Int { snapshot.itemCount }

  /// The best items for a query that walks over the graphs find; see
  /// ``VectorIndex/neighbors(of:)``. The total is exact.
  public func neighbors(of query: IndexQuery) -> Neighbors {
    guard query.minimumScore == nil, query.count > 0, query.count <= expansion / 2 else {
      return flat.neighbors(of: query)
    }
    guard let plan = SearchPlan(query, in: snapshot) else { return ([], 0) }
    guard query.terms.allSatisfy({ $0.vector.allSatisfy { abs($0) < Self.largestScalar } }) else {
      return flat.neighbors(of: query)
    }
    switch AdmittedItems(query, in: snapshot) {
    case .few: return flat.neighbors(of: query)
    case .marked(let marks): return neighbors(plan, marks: marks) ?? flat.neighbors(of: query)
    case .all: return neighbors(plan, marks: nil) ?? flat.neighbors(of: query)
    }
  }

  /// nil where an exact search has to answer.
  private func neighbors(_ plan: SearchPlan, marks: [Bool]?) -> Neighbors? {
    let query = plan.query
    let attracting = plan.comparisons.filter { query.terms[$0.term].weight > 0 }
    guard !attracting.isEmpty else { return nil }
    var expansion = plan.comparisons.count == 1 ? expansion : Self.expansionForSums * expansion
    if let marks {
      // As many admitted nodes in view as there would be without a filter.
      let admitted = marks.count { $0 }
      expansion = expansion * max(1, marks.count) / max(1, admitted)
    }
    let isSimple = plan.comparisons.count == 1 && marks == nil
    // What codes rank first is compared by its scalars; codes misplace hardly any by more.
    let rowLimit = isSimple ? max(2 * query.count, expansion / 3) : expansion
    var positions: [Int] = []
    for comparison in attracting {
      guard let graph = graphs[comparison.block.name] else { return nil }
      let vector = plan.vector(of: comparison)
      let rows = graph.rows(near: vector, expansion: expansion, count: rowLimit)
      let newRows = graph.newRows(near: vector, in: comparison.block, count: rowLimit)
      let items = comparison.block.itemsOfRows
      positions.reserveCapacity(positions.count + rows.count + newRows.count)
      for row in rows + newRows {
        for place in items.places(of: Int(row)) {
          positions.append(items.number(at: place))
        }
      }
    }
    positions.sort()
    var last = -1
    positions.removeAll { position in
      defer { last = position }
      return position == last || !(marks?[position] ?? true)
    }
    let found = plan.best(among: positions, threads: 1)
    guard found.total >= min(query.count, itemCount) else { return nil }
    let total =
      isSimple ? attracting[0].block.itemCount : plan.candidateCount(marks: marks)
    return (plan.neighbors(found).neighbors, total)
  }
}
