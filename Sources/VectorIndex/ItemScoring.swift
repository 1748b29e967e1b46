/// Scores of items for one query, from the dot products of its terms with every row.
///
/// Unchecked: it holds pointers into a snapshot and into the products, both of which outlive it.
struct ItemScoring: @unchecked Sendable {
  /// A block of a term, with ⟨term, row⟩ for all its rows.
  struct ScoredBlock {
    let products: UnsafePointer<Float>
    let firstPlacements: UnsafePointer<UInt32>
    let placements: UnsafePointer<UInt32>
    let weight: Double
    let mean: Double
    let deviation: Double

    /// The largest similarity among the rows of the item at `position`; nil without a row.
    /// Non-finite similarities count as absent.
    @inline(__always)
    func similarity(at position: Int) -> Float? {
      var best = -Float.infinity
      for place in Int(firstPlacements[position])..<Int(firstPlacements[position + 1]) {
        let product = products[Int(placements[place])]
        if product > best {
          best = product
        }
      }
      return best.isFinite ? best : nil
    }
  }

  /// A term and its blocks of positive weight.
  struct ScoredTerm {
    let blocks: [ScoredBlock]
    let weight: Double

    /// The blocks' joint z at `position`; nil for an item with none of the blocks.
    @inline(__always)
    func standardScore(at position: Int) -> Double? {
      var sum = 0.0
      var squaredWeights = 0.0
      for block in blocks {
        guard let similarity = block.similarity(at: position) else { continue }
        sum += block.weight * (Double(similarity) - block.mean) / block.deviation
        squaredWeights += block.weight * block.weight
      }
      return squaredWeights > 0 ? sum / squaredWeights.squareRoot() : nil
    }
  }

  private let attracting: [ScoredTerm]
  private let repelling: [ScoredTerm]
  private let reference: Calibration

  init(terms: [ScoredTerm], reference: Calibration) {
    attracting = terms.filter { $0.weight > 0 }
    repelling = terms.filter { $0.weight < 0 }
    self.reference = reference
  }

  /// The score of the item at `position`; nil if it is no candidate.
  @inline(__always)
  func score(at position: Int) -> Float? {
    var attraction = 0.0
    var weights = 0.0
    for term in attracting {
      guard let z = term.standardScore(at: position) else { return nil }
      attraction += term.weight * z
      weights += term.weight
    }
    var total = attraction / weights
    for term in repelling {
      if let z = term.standardScore(at: position) {
        total += term.weight * max(0, z)
      }
    }
    let score = Float(Double(reference.mean) + Double(reference.deviation) * total)
    return score.isFinite ? score : nil
  }
}
