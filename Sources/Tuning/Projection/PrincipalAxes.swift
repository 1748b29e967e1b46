import Kernels
import Ranking

/// Sums x xᵀ over vectors that come in pieces, without keeping them.
///
/// Not about their mean: a dot product of what is left of two vectors is then the best approximation of their
/// own, which a mean taken off either would change by an amount that differs between pictures and texts.
public struct SecondMoment: Sendable {
  /// The number of vectors so far.
  public private(set) var count = 0
  /// The scalars of a vector.
  public let dimension: Int
  /// `[dimension, dimension]`.
  private(set) var sum: [Double]

  /// Of no vectors yet.
  public init(dimension: Int) {
    precondition(dimension > 0)
    self.dimension = dimension
    sum = [Double](repeating: 0, count: dimension * dimension)
  }

  /// Adds rows, `[count, dimension]`; some hundred at a time are summed in single precision.
  public mutating func add(_ rows: Matrix, threads: Int) {
    precondition(rows.columns == dimension)
    guard rows.rows > 0 else { return }
    let product = rows.transposed.multiplied(by: rows, layout: .inputsFirst, threads: threads)
    for (place, scalar) in product.scalars.enumerated() { sum[place] += Double(scalar) }
    count += rows.rows
  }

  /// The mean of the moments of several kinds of vectors, each of which counts the same however many it has.
  ///
  /// - Returns: `[dimension, dimension]`; zeros where none has vectors.
  public static func balanced(_ moments: [SecondMoment], dimension: Int) -> [Double] {
    var mean = [Double](repeating: 0, count: dimension * dimension)
    let present = moments.filter { $0.count > 0 }
    for moment in present {
      let share = 1 / Double(moment.count * present.count)
      for (place, scalar) in moment.sum.enumerated() { mean[place] += share * scalar }
    }
    return mean
  }
}

/// The directions in which vectors spread most, and how much (Jolliffe, Principal Component Analysis, 2nd edition
/// 2002, chapter 2; uncentred, section 14.2.3).
public struct PrincipalAxes: Sendable {
  /// The scalars of a vector.
  public let dimension: Int
  private let system: SymmetricEigensystem

  /// The axes of the mean of x xᵀ, `[dimension, dimension]`.
  ///
  /// Throws: `TuningError` where a number is not finite.
  public init(of moment: [Double], dimension: Int) throws(TuningError) {
    self.dimension = dimension
    guard let system = SymmetricEigensystem(moment, rows: dimension) else {
      throw TuningError(
        "the vectors have no principal axes, for a product of two of them is not finite; run "
          + "mmsearch verify")
    }
    self.system = system
  }

  /// The share of the squared length that lies along the first `count` axes, 0 … 1.
  public func share(of count: Int) -> Double {
    let values = system.values.map { max($0, 0) }
    let total = values.reduce(0, +)
    return total > 0 ? values.prefix(count).reduce(0, +) / total : 1
  }

  /// The fewest axes along which at least a share of the squared length lies.
  public func count(forShare share: Double) -> Int {
    (1..<max(dimension, 2)).first { self.share(of: $0) >= share } ?? dimension
  }

  /// The map onto the first `count` axes.
  ///
  /// - Parameters:
  ///   - whitens: whether each axis is scaled to the same spread, and the result to length one.
  ///   - turns: whether the result is turned at random, always alike, which changes no dot product: so that no
  ///     scalar is much larger than the others, as rounding to few bits wants it.
  public func projection(
    onto count: Int, whitens: Bool = false, turns: Bool = false
  ) -> Projection {
    precondition((1...dimension).contains(count))
    // An axis along which nothing lies must not be blown up.
    let least = max(system.values[0], Double.leastNormalMagnitude) * 1e-6
    var basis: [Float] = []
    basis.reserveCapacity(count * dimension)
    for axis in 0..<count {
      let scale = whitens ? 1 / max(system.values[axis], least).squareRoot() : 1
      basis += system.vectors[axis * dimension..<(axis + 1) * dimension].map { Float($0 * scale) }
    }
    let axes = Matrix(rows: count, columns: dimension, scalars: basis)
    return Projection(
      basis: turns
        ? Self.rotation(of: count).multiplied(by: axes, layout: .inputsFirst) : axes,
      normalizes: whitens)
  }

  /// Rows of normal numbers, made perpendicular to each other one after the other (Gram and Schmidt).
  private static func rotation(of count: Int) -> Matrix {
    var generator = SeededGenerator(seed: 1)
    var rows: [[Double]] = []
    while rows.count < count {
      var row = (0..<count).map { _ in generator.normal() }
      // Twice is enough for rounding errors not to count (Giraud, Langou and Rozložník 2005).
      for _ in 0..<2 {
        for other in rows {
          let along = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
          for place in row.indices { row[place] -= along * other[place] }
        }
      }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      rows.append(row.map { $0 / length })
    }
    return Matrix(rows: count, columns: count, scalars: rows.joined().map { Float($0) })
  }
}
