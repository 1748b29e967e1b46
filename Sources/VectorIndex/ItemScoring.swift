/// Scores of items for one query, from the dot products of its terms with every row.
///
/// Unchecked: it holds pointers into a snapshot and into the products, both of which outlive it.
struct ItemScoring: @unchecked Sendable {
  /// A block of a term, with ⟨term, row⟩ for all its rows.
  struct ScoredBlock {
    let products: UnsafePointer<Float>
    /// The rows of each item.
    let rows: NumberLists
    let weight: Double
    let mean: Double
    let deviation: Double
    /// What the products may be off by; 0 where they are exact, infinite for estimates without a bound.
    let productError: Double

    /// The largest similarity among the rows of the item at `position`; nil without a row.
    /// Non-finite similarities count as absent.
    @inline(__always)
    func similarity(at position: Int) -> Float? {
      var best = -Float.infinity
      for place in rows.places(of: position) {
        let product = products[rows.number(at: place)]
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

  /// By how much a score can be off if the products of each block are off by no more than their
  /// `productError`.
  ///
  /// A term's z = Σ weight·zᵢ / √Σ weight² is off by at most √Σ errorᵢ² (Cauchy–Schwarz), whatever
  /// blocks an item has.
  var error: Double {
    func termError(_ term: ScoredTerm) -> Double {
      term.blocks.reduce(0) { sum, block in
        let off = block.productError / block.deviation
        return sum + off * off
      }
      .squareRoot()
    }
    let weights = attracting.reduce(0) { $0 + $1.weight }
    let attraction = attracting.reduce(0) { $0 + $1.weight * termError($1) } / weights
    let repulsion = repelling.reduce(0) { $0 - $1.weight * termError($1) }
    return Double(reference.deviation) * (attraction + repulsion)
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

  /// Writes the score of each item of a range to its place in `scores`, −∞ for one that is no
  /// candidate. Where one block of one term decides, the last bits may differ from ``score(at:)``.
  func write(scoresOf range: Range<Int>, to scores: UnsafeMutablePointer<Float>) {
    guard attracting.count == 1, attracting[0].blocks.count == 1, repelling.isEmpty else {
      for position in range {
        (scores + position).initialize(to: score(at: position) ?? -.infinity)
      }
      return
    }
    let block = attracting[0].blocks[0]
    let slope = Double(reference.deviation) / block.deviation
    let intercept = Double(reference.mean) - slope * block.mean
    for position in range {
      var best = -Float.infinity
      for place in block.rows.places(of: position) {
        best = max(best, block.products[block.rows.number(at: place)])
      }
      (scores + position).initialize(to: Float(intercept + slope * Double(best)))
    }
  }
}
