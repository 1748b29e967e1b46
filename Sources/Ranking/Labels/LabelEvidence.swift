internal import Glibc

/// What the other items of a collection say about the label of one of them.
public struct LabelEvidence: Sendable {
  /// The label that the item has.
  public let given: Int
  /// The cosine of the item with the mean of each class; see ``ClassMeans``.
  public let cosines: [Float]
  /// The logarithm of each class's share of the votes of the nearest neighbours.
  public let votes: [Double]

  /// Joins both; each has one number for every class.
  public init(given: Int, cosines: [Float], votes: [Double]) {
    precondition(cosines.count == votes.count && cosines.indices.contains(given))
    self.given = given
    self.cosines = cosines
    self.votes = votes
  }

  /// The neighbours that vote.
  public static let neighborCount = 20
  /// The difference of cosines by which a vote falls to 1 / e.
  private static let reach: Float = 0.05
  /// The share of the votes that is dealt out as the classes are frequent, so that none has no chance.
  private static let smoothing = 0.1

  /// The logarithms of the shares of the votes of an item's neighbours, the nearest first, the item itself
  /// not among them.
  ///
  /// - Parameter counts: How many items each class has, the item itself among those of `given`.
  public static func votes(
    of neighbors: [(label: Int, similarity: Float)], given: Int, counts: [Int]
  ) -> [Double] {
    var shares = [Double](repeating: 0, count: counts.count)
    var total = 0.0
    for neighbor in neighbors.prefix(neighborCount) {
      let distance = (neighbors[0].similarity - neighbor.similarity) / reach
      let weight = exp(Double(-distance))
      shares[neighbor.label] += weight
      total += weight
    }
    // Half an item more for each class, after Jeffreys.
    let others = Double(counts.reduce(0, +) - 1) + 0.5 * Double(counts.count)
    return counts.indices.map { label in
      let frequency = (Double(counts[label] - (label == given ? 1 : 0)) + 0.5) / others
      let share = total > 0 ? shares[label] / total : frequency
      return log((1 - smoothing) * share + smoothing * frequency)
    }
  }
}
