/// A direction along which two classes of vectors lie apart: Fisher's linear discriminant with a ridge, so
/// that there may be fewer vectors than dimensions (Hastie, Tibshirani and Friedman, The Elements of
/// Statistical Learning, 2009, section 4.3.1).
struct RidgeDiscriminant {
  /// The direction, `[dimension]`, of any length: larger products are more like the second class.
  let direction: [Float]

  /// Sums over vectors, from which the direction follows; those of the parts of a sample add up.
  struct Moments {
    let dimension: Int
    /// For each class how many vectors there are and their sum, `[2][dimension]`.
    private(set) var counts = [0, 0]
    private(set) var sums: [[Double]]
    /// Σ x·xᵀ over both classes, the lower triangle of `[dimension, dimension]`.
    private(set) var products: [Double]

    init(dimension: Int) {
      self.dimension = dimension
      sums = Array(repeating: Array(repeating: 0, count: dimension), count: 2)
      products = Array(repeating: 0, count: dimension * dimension)
    }

    /// Adds a vector of a class, 0 or 1.
    mutating func add(_ vector: [Float], of label: Int) {
      counts[label] += 1
      for (place, scalar) in vector.enumerated() { sums[label][place] += Double(scalar) }
      let wide = vector.map { Double($0) }
      products.withUnsafeMutableBufferPointer { products in
        wide.withUnsafeBufferPointer { wide in
          for row in 0..<dimension {
            let scalar = wide[row]
            let start = row * dimension
            for column in 0...row { products[start + column] += scalar * wide[column] }
          }
        }
      }
    }

    /// Adds all that another part of the sample has.
    mutating func add(_ part: Moments) {
      for label in 0..<2 {
        counts[label] += part.counts[label]
        for place in 0..<dimension { sums[label][place] += part.sums[label][place] }
      }
      for place in products.indices { products[place] += part.products[place] }
    }

    func mean(_ label: Int) -> [Double] {
      sums[label].map { $0 / Double(max(1, counts[label])) }
    }

    /// The covariance within the classes, the lower triangle.
    var covariance: [Double] {
      let means = [mean(0), mean(1)]
      let total = Double(max(1, counts[0] + counts[1]))
      var covariance = products
      for row in 0..<dimension {
        for column in 0...row {
          let between = (0..<2).reduce(0.0) {
            $0 + Double(counts[$1]) * means[$1][row] * means[$1][column]
          }
          covariance[row * dimension + column] =
            (covariance[row * dimension + column] - between) / total
        }
      }
      return covariance
    }
  }

  /// (Σ + λ·I)⁻¹ · (mean of the second class − mean of the first), where λ is the mean variance of a
  /// dimension. O(dimension³).
  init(_ moments: Moments) {
    let dimension = moments.dimension
    var matrix = moments.covariance
    let variance = (0..<dimension).reduce(0) { $0 + matrix[$1 * dimension + $1] }
    // Where nothing varies the means alone decide.
    let ridge = variance > 0 ? variance / Double(dimension) : 1
    for place in 0..<dimension { matrix[place * dimension + place] += ridge }
    let difference = zip(moments.mean(1), moments.mean(0)).map { $0 - $1 }
    direction = CholeskyFactor(matrix, rows: dimension).solve(difference).map { Float($0) }
  }
}
