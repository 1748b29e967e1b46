/// The plane through a cloud of points in which they vary most: their first two principal components.
///
/// Found by subspace iteration from a random start with some more directions than are wanted (Halko,
/// Martinsson and Tropp, SIAM Review 53, 2011, algorithm 4.4), which never forms the covariance matrix.
/// O(rounds · rows · dimension · directions).
public struct PrincipalPlane: Sendable {
  /// The mean of the points, `[dimension]`.
  public let mean: [Double]
  /// The directions of the greatest and the next variance, `[2][dimension]`, of unit length and at right
  /// angles; the scalar of the greatest magnitude is positive. All zeros where nothing varies any more.
  public let axes: [[Double]]
  /// The variances along the axes, each divided by the sum over all directions; 0 where nothing varies.
  public let shares: [Double]
  /// The points in the plane, the mean at the origin, `[rows]`.
  public let coordinates: [SIMD2<Double>]

  /// Directions that are followed, two of which are wanted.
  private static let directions = 10
  private static let mostRounds = 60
  /// The variance in the plane no longer grows by this share.
  private static let tolerance = 1e-7
  /// Less than this share of the variance is what single precision leaves of none.
  private static let leastShare = 1e-10
  private static let seed: UInt64 = 0x7072_696e_6369_7061

  /// - Parameter vectors: `[rows, dimension]`, row by row.
  public init(of vectors: UnsafeBufferPointer<Float>, dimension: Int) {
    precondition(dimension > 0 && vectors.count.isMultiple(of: dimension))
    let cloud = CenteredRows(DenseRows(vectors, dimension: dimension))
    mean = cloud.mean
    let total = cloud.totalVariance
    let varies = total > Self.leastShare * cloud.meanSquare
    var generator = SplitMix64(seed: Self.seed)
    var basis = OrthonormalBasis(
      (0..<(varies ? min(Self.directions, dimension) : 0)).map { _ in
        (0..<dimension).map { _ in Double.random(in: -1..<1, using: &generator) }
      })
    var spread = 0.0
    for _ in 0..<Self.mostRounds where !basis.directions.isEmpty {
      basis = OrthonormalBasis(cloud.timesCovariance(basis.directions))
      let next = cloud.leadingAxes(within: basis.directions).variances.prefix(2).reduce(0, +)
      defer { spread = next }
      if next - spread <= Self.tolerance * next { break }
    }
    let (found, variances) = cloud.leadingAxes(within: basis.directions)
    let count = variances.prefix(2).count { $0 > Self.leastShare * total }
    let nothing = [Double](repeating: 0, count: dimension)
    axes = (0..<2).map { $0 < count ? Self.turnedPositive(found[$0]) : nothing }
    shares = (0..<2).map { $0 < count ? variances[$0] / total : 0 }
    coordinates = zip(cloud.projections(on: axes[0]), cloud.projections(on: axes[1]))
      .map { SIMD2($0, $1) }
  }

  private static func turnedPositive(_ axis: [Double]) -> [Double] {
    let greatest = axis.max { $0.magnitude < $1.magnitude } ?? 0
    return greatest < 0 ? axis.map { -$0 } : axis
  }
}

/// Rows seen from their mean.
private struct CenteredRows {
  private let rows: DenseRows
  let mean: [Double]

  init(_ rows: DenseRows) {
    self.rows = rows
    var sums = [Double](repeating: 0, count: rows.dimension)
    for row in 0..<rows.count {
      for (place, scalar) in rows[row].enumerated() { sums[place] += Double(scalar) }
    }
    mean = sums.map { $0 / Double(max(1, rows.count)) }
  }

  /// The sum of the variances along all directions.
  var totalVariance: Double {
    var sum = 0.0
    for row in 0..<rows.count {
      for (scalar, mean) in zip(rows[row], mean) {
        sum += (Double(scalar) - mean) * (Double(scalar) - mean)
      }
    }
    return sum / Double(max(1, rows.count))
  }

  /// The mean of the squared lengths of the rows themselves.
  var meanSquare: Double { totalVariance + mean.reduce(0) { $0 + $1 * $1 } }

  /// ⟨row − mean, direction⟩ of every row.
  func projections(on direction: [Double]) -> [Double] {
    let offset = zip(mean, direction).reduce(0) { $0 + $1.0 * $1.1 }
    let single = direction.map { Float($0) }
    return single.withUnsafeBufferPointer { single in
      (0..<rows.count).map { Double(DenseRows.product(rows[$0], single)) - offset }
    }
  }

  /// The covariance matrix times each direction.
  func timesCovariance(_ directions: [[Double]]) -> [[Double]] {
    directions.map { direction in
      let projections = projections(on: direction)
      var sums = [Float](repeating: 0, count: rows.dimension)
      for (row, projection) in projections.enumerated() {
        let factor = Float(projection)
        let scalars = rows[row]
        for place in sums.indices { sums[place] += factor * scalars[place] }
      }
      let total = projections.reduce(0, +)
      return zip(sums, mean).map { (Double($0) - total * $1) / Double(max(1, rows.count)) }
    }
  }

  /// The directions of the greatest variance within a space, given by an orthonormal basis, and the
  /// variances along them, the greatest first.
  func leadingAxes(within basis: [[Double]]) -> (axes: [[Double]], variances: [Double]) {
    let projections = basis.map { self.projections(on: $0) }
    let covariance = projections.flatMap { a in
      projections.map { b in
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / Double(max(1, rows.count))
      }
    }
    guard !basis.isEmpty, let system = SymmetricEigensystem(covariance, rows: basis.count) else {
      return ([], [])
    }
    let axes = basis.indices.map { axis in
      let vector = system.vectors[axis * basis.count..<(axis + 1) * basis.count]
      return (0..<rows.dimension).map { place in
        zip(vector, basis).reduce(0) { $0 + $1.0 * $1.1[place] }
      }
    }
    return (axes, system.values)
  }
}

/// Directions of unit length at right angles to each other.
private struct OrthonormalBasis {
  private(set) var directions: [[Double]] = []

  /// By Gram–Schmidt, each subtraction done twice ("twice is enough"); what depends on those before is
  /// left out.
  init(_ vectors: [[Double]]) {
    for vector in vectors {
      var rest = vector
      let length = Self.norm(vector)
      for direction in directions + directions {
        let share = zip(rest, direction).reduce(0) { $0 + $1.0 * $1.1 }
        for place in rest.indices { rest[place] -= share * direction[place] }
      }
      let left = Self.norm(rest)
      guard left > 1e-10 * length, left > 1e-30 else { continue }
      directions.append(rest.map { $0 / left })
    }
  }

  private static func norm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
