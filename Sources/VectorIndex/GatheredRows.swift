/// The rows of some items in one block, and their products with a query: what a scan of the whole
/// block would say of them, bit for bit.
final class GatheredRows {
  /// Where the products of candidate i begin: `first[i] ..< first[i + 1]`; `[candidates + 1]`.
  private let first: UnsafeMutablePointer<UInt32>
  /// 0, 1, 2, …: the products lie in the order of the candidates.
  private let places: UnsafeMutablePointer<UInt32>
  private let products: UnsafeMutablePointer<Float>
  private let comparison: SearchPlan.Comparison
  private let count: Int

  /// Compares the rows of the items at `positions` with the comparison's term.
  init(_ comparison: SearchPlan.Comparison, of plan: SearchPlan, at positions: ArraySlice<Int>) {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(positions.count)
    first = .allocate(capacity: positions.count + 1)
    let rows = comparison.block.rowsOfItems
    for (candidate, position) in positions.enumerated() {
      (first + candidate).initialize(to: UInt32(numbers.count))
      for place in rows.places(of: position) {
        numbers.append(UInt32(rows.number(at: place)))
      }
    }
    (first + positions.count).initialize(to: UInt32(numbers.count))
    places = .allocate(capacity: numbers.count)
    for place in numbers.indices {
      (places + place).initialize(to: UInt32(place))
    }
    products = .allocate(capacity: numbers.count)
    self.comparison = comparison
    count = numbers.count
    plan.vector(of: comparison).withUnsafeBufferPointer { query in
      numbers.withUnsafeBufferPointer { numbers in
        comparison.block.rows.dotProducts(query, numbers: numbers, into: products)
      }
    }
  }

  deinit {
    first.deallocate()
    places.deallocate()
    products.deallocate()
  }

  /// The block as scoring sees it, with candidates in the place of items; valid as long as this
  /// object lives.
  var scored: ItemScoring.ScoredBlock {
    ItemScoring.ScoredBlock(
      comparison, products: products,
      rows: NumberLists(first: first, numbers: places, numberCount: count, bound: count))
  }
}

extension SearchPlan {
  private static let candidatesAtOnce = 4096

  /// The best of the items at `positions`, whose rows alone are read.
  func best(among positions: [Int], threads: Int) -> FoundItems {
    let minimumScore = query.minimumScore ?? -.infinity
    return FoundItems.merged(
      items: positions.count, atOnce: Self.candidatesAtOnce, threads: threads,
      capacity: query.count
    ) { range, found in
      let gathered = comparisons.map { GatheredRows($0, of: self, at: positions[range]) }
      withExtendedLifetime(gathered) {
        let scoring = scoring(gathered.map(\.scored))
        for (candidate, position) in positions[range].enumerated() {
          guard let score = scoring.score(at: candidate), score >= minimumScore else { continue }
          found.insert(BestItems.Entry(position: position, score: score))
        }
      }
    }
  }
}
