import VectorIndex

extension Corpus {
  /// Every candidate in order, scored by loops that follow the definition word by word.
  func candidates(for query: IndexQuery) -> [(item: Int64, score: Double)] {
    var candidates: [(item: Int64, score: Double)] = []
    for item in items {
      if query.excluded.contains(item) { continue }
      var attraction = 0.0
      var attractionWeights = 0.0
      var repulsion = 0.0
      var isCandidate = true
      for term in query.terms {
        let z = standardScore(of: item, for: term)
        if term.weight > 0 {
          attraction += Double(term.weight) * (z ?? 0)
          attractionWeights += Double(term.weight)
          isCandidate = isCandidate && z != nil
        } else {
          repulsion += Double(-term.weight) * max(0, z ?? 0)
        }
      }
      guard isCandidate else { continue }
      let total = attraction / attractionWeights - repulsion
      let score = Double(query.reference.mean) + Double(query.reference.deviation) * total
      if let minimum = query.minimumScore, score < Double(minimum) { continue }
      candidates.append((item, score))
    }
    return candidates.sorted { ($1.score, $0.item) < ($0.score, $1.item) }
  }

  private func standardScore(of item: Int64, for term: QueryTerm) -> Double? {
    var sum = 0.0
    var squares = 0.0
    for block in term.blocks where block.weight > 0 {
      guard let similarity = similarity(of: item, to: term.vector, block: block.block) else {
        continue
      }
      let calibration = block.calibration
      sum +=
        Double(block.weight) * (similarity - Double(calibration.mean))
        / Double(calibration.deviation)
      squares += Double(block.weight) * Double(block.weight)
    }
    return squares > 0 ? sum / squares.squareRoot() : nil
  }

  /// The largest similarity of an item's rows, each rounded to float16 as stored.
  func similarity(of item: Int64, to vector: [Float], block name: String) -> Double? {
    guard let block = blocks.first(where: { $0.name == name }) else { return nil }
    return block.placements.filter { $0.item == item }.map { placement in
      zip(vector, block.rows[placement.row]).reduce(0.0) { sum, pair in
        sum + Double(pair.0) * Double(Float16(pair.1))
      }
    }.max()
  }
}
