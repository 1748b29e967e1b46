/// Which items have a row: the placements of a block the other way round.
struct ItemsOfRows: Sendable {
  /// The items of row r are `positions[first[r] ..< first[r + 1]]`.
  private let first: [UInt32]
  private let positions: [UInt32]

  init(_ block: VectorSnapshot.Block, itemCount: Int) {
    let placementCount = Int(block.firstPlacements[itemCount])
    var first = [UInt32](repeating: 0, count: block.rowCount + 2)
    for place in 0..<placementCount {
      first[Int(block.placements[place]) + 2] += 1
    }
    for row in 0..<block.rowCount {
      first[row + 2] += first[row + 1]
    }
    var positions = [UInt32](repeating: 0, count: placementCount)
    for position in 0..<itemCount {
      for place in Int(block.firstPlacements[position])..<Int(block.firstPlacements[position + 1]) {
        let row = Int(block.placements[place])
        positions[Int(first[row + 1])] = UInt32(position)
        first[row + 1] += 1
      }
    }
    self.first = first
    self.positions = positions
  }

  /// Appends the positions of the items that have a row.
  func append(to list: inout [Int], itemsOf row: UInt32) {
    for place in Int(first[Int(row)])..<Int(first[Int(row) + 1]) {
      list.append(Int(positions[place]))
    }
  }
}

extension SearchPlan {
  /// How many of the marked items have a row for each attracting term.
  func candidateCount(marks: [Bool]?) -> Int {
    let attracting = query.terms.indices.filter { query.terms[$0].weight > 0 }
    let blocks = attracting.map { term in
      comparisons.filter { $0.term == term }.map(\.block.firstPlacements)
    }
    return (0..<snapshot.itemCount).count { position in
      (marks?[position] ?? true)
        && blocks.allSatisfy { $0.contains { $0[position] < $0[position + 1] } }
    }
  }
}
