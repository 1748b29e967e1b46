/// A query laid out over a snapshot: which term is compared with which block.
struct SearchPlan: Sendable {
  /// One term with one block that counts.
  struct Comparison: Sendable {
    /// The term's number in the query.
    let term: Int
    let weight: BlockWeight
    let block: VectorSnapshot.Block
  }

  let query: IndexQuery
  let snapshot: VectorSnapshot
  let comparisons: [Comparison]

  /// nil for a query that resembles nothing because a scalar of it is not finite. A vector of the
  /// wrong length traps.
  init?(_ query: IndexQuery, in snapshot: VectorSnapshot) {
    for term in query.terms {
      precondition(
        term.vector.count == snapshot.dimension,
        "a query vector of \(term.vector.count) scalars for an index of \(snapshot.dimension)")
    }
    guard query.terms.allSatisfy({ $0.vector.allSatisfy(\.isFinite) }) else { return nil }
    self.query = query
    self.snapshot = snapshot
    comparisons = query.terms.enumerated().flatMap { number, term in
      term.blocks.compactMap { weight in
        guard weight.weight > 0, let block = snapshot.block(weight.block) else { return nil }
        return Comparison(term: number, weight: weight, block: block)
      }
    }
  }

  /// The query vector of a comparison.
  func vector(of comparison: Comparison) -> [Float] { query.terms[comparison.term].vector }

  /// Scores from the products of each comparison, in the order of the comparisons.
  func scoring(_ blocks: [ItemScoring.ScoredBlock]) -> ItemScoring {
    let terms = query.terms.enumerated().map { number, term in
      ItemScoring.ScoredTerm(
        blocks: zip(comparisons, blocks).filter { $0.0.term == number }.map(\.1),
        weight: Double(term.weight))
    }
    return ItemScoring(terms: terms, reference: query.reference)
  }

  /// How many of the marked items have a row for each attracting term.
  func candidateCount(marks: [Bool]?) -> Int {
    let attracting = query.terms.indices.filter { query.terms[$0].weight > 0 }
    let blocks = attracting.map { term in
      comparisons.filter { $0.term == term }.map(\.block.rowsOfItems)
    }
    return (0..<snapshot.itemCount).count { position in
      (marks?[position] ?? true)
        && blocks.allSatisfy { $0.contains { !$0.places(of: position).isEmpty } }
    }
  }

  /// The best items found, with their similarities.
  func neighbors(_ found: FoundItems) -> Neighbors {
    let term = query.terms.first { $0.weight > 0 }
    let blocks = (term?.blocks ?? []).map { snapshot.block($0.block) }
    let vector = term?.vector ?? []
    let neighbors = found.best.sorted.map { entry in
      Neighbor(
        item: snapshot.items[entry.position], score: entry.score,
        similarities: blocks.map { block in
          block.flatMap { similarity(of: vector, at: entry.position, block: $0) }
        })
    }
    return (neighbors, found.total)
  }

  /// The largest similarity of `vector` among the rows of one item in one block.
  private func similarity(
    of vector: [Float], at position: Int, block: VectorSnapshot.Block
  ) -> Float? {
    var largest: Float?
    vector.withUnsafeBufferPointer { query in
      for place in block.rowsOfItems.places(of: position) {
        let row = block.rowsOfItems.number(at: place)
        var product: Float = 0
        block.rows.dotProducts(query, row..<row + 1, into: &product)
        if product.isFinite, product > largest ?? -.infinity {
          largest = product
        }
      }
    }
    return largest
  }
}

extension ItemScoring.ScoredBlock {
  /// The products of a comparison with every row of its block, off by no more than `error`.
  init(
    _ comparison: SearchPlan.Comparison, products: UnsafePointer<Float>, error: Double = 0
  ) {
    self.init(
      comparison, products: products, rows: comparison.block.rowsOfItems, error: error)
  }

  init(
    _ comparison: SearchPlan.Comparison, products: UnsafePointer<Float>, rows: NumberLists,
    error: Double = 0
  ) {
    self.init(
      products: products,
      rows: rows,
      weight: Double(comparison.weight.weight),
      mean: Double(comparison.weight.calibration.mean),
      deviation: Double(comparison.weight.calibration.deviation),
      productError: error)
  }
}
