/// The mean directions of labelled classes of unit vectors, each vector compared with them as if it
/// had not been counted: leave-one-out cross-validation in closed form.
public struct ClassMeans: Sendable {
  /// The number of scalars of each vector.
  public let dimension: Int
  /// How many vectors each class has.
  public private(set) var counts: [Int]
  /// The sum of each class's vectors, `[classes, dimension]`.
  private var sums: [Float]
  /// The length of each sum.
  private var norms: [Float]

  /// Classes without vectors.
  public init(classCount: Int, dimension: Int) {
    precondition(classCount > 0 && dimension > 0)
    self.dimension = dimension
    counts = [Int](repeating: 0, count: classCount)
    sums = [Float](repeating: 0, count: classCount * dimension)
    norms = [Float](repeating: 0, count: classCount)
  }

  /// Counts a vector, `[dimension]`, towards a class.
  public mutating func add(_ vector: [Float], to label: Int) {
    precondition(vector.count == dimension)
    let start = label * dimension
    var squares: Float = 0
    for index in 0..<dimension {
      sums[start + index] += vector[index]
      squares += sums[start + index] * sums[start + index]
    }
    norms[label] = squares.squareRoot()
    counts[label] += 1
  }

  /// The cosine of a vector that was counted towards `label` with the mean of each class, of `label` with
  /// the mean of its other vectors.
  ///
  /// Of a class that has no other vector nothing is known: it gets the least of all cosines.
  public func cosines(of vector: [Float], countedTowards label: Int) -> [Float] {
    precondition(vector.count == dimension)
    var squares: Float = 0
    for scalar in vector { squares += scalar * scalar }
    let length = squares.squareRoot()
    let products = vector.withUnsafeBufferPointer { vector in
      sums.withUnsafeBufferPointer { sums in
        let rows = DenseRows(sums, dimension: dimension)
        return counts.indices.map { DenseRows.product(vector, rows[$0]) }
      }
    }
    var cosines = [Float](repeating: .nan, count: counts.count)
    for other in counts.indices where counts[other] > (other == label ? 1 : 0) {
      var product = products[other]
      var norm = norms[other]
      if other == label {
        // |s − x|² = |s|² − 2⟨s, x⟩ + |x|²
        norm = max(0, norm * norm - 2 * product + squares).squareRoot()
        product -= squares
      }
      if norm > 1e-6, length > 0 { cosines[other] = product / (norm * length) }
    }
    let least = cosines.filter { !$0.isNaN }.min() ?? 0
    return cosines.map { $0.isNaN ? least : $0 }
  }
}
