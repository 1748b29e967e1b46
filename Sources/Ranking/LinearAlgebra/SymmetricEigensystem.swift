import Glibc

/// The eigenvalues and eigenvectors of a real symmetric matrix, by Householder's reduction to a tridiagonal
/// matrix and implicit QL (Golub and Van Loan, Matrix Computations, 4th edition 2013, sections 8.3.1 and 8.3.3).
///
/// Of 256 rows some hundredths of a second, O(rows³).
public struct SymmetricEigensystem: Sendable, Equatable {
  /// In descending order.
  public let values: [Double]
  /// `[rows, rows]`, one after the other in the order of their values: of length one, perpendicular to each
  /// other, and each with its largest scalar positive.
  public let vectors: [Double]

  /// Steps that one value may take; two or three are usual.
  private static let mostSteps = 60

  /// Solves `matrix`, `[rows, rows]`, of which the lower triangle is read; nil where a number is not finite.
  public init?(_ matrix: [Double], rows: Int) {
    precondition(rows > 0 && matrix.count == rows * rows)
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    var solver = Solver(matrix, rows: rows)
    solver.reduceToTridiagonal()
    guard solver.diagonalize(mostSteps: Self.mostSteps) else { return nil }
    let order = (0..<rows).sorted { solver.diagonal[$0] > solver.diagonal[$1] }
    values = order.map { solver.diagonal[$0] }
    var vectors: [Double] = []
    vectors.reserveCapacity(rows * rows)
    for number in order {
      let vector = solver.vectors[number * rows..<(number + 1) * rows]
      let largest = vector.max { abs($0) < abs($1) } ?? 0
      vectors += largest < 0 ? vector.map { -$0 } : Array(vector)
    }
    self.vectors = vectors
  }

  /// The work on one matrix.
  private struct Solver {
    let rows: Int
    /// At first the matrix, then row i is the eigenvector of `diagonal[i]`.
    var vectors: [Double]
    var diagonal: [Double]
    /// `offDiagonal[i]` lies between i − 1 and i.
    var offDiagonal: [Double]

    init(_ matrix: [Double], rows: Int) {
      self.rows = rows
      vectors = matrix
      diagonal = [Double](repeating: 0, count: rows)
      offDiagonal = [Double](repeating: 0, count: rows)
    }

    /// Q A Qᵀ = T with `vectors` = Q: from the last row up, a reflection I − β u uᵀ brings all but one scalar
    /// left of the diagonal to zero.
    mutating func reduceToTridiagonal() {
      var reflectors: [(vector: [Double], factor: Double)] = []
      for row in stride(from: rows - 1, to: 0, by: -1) {
        var vector = Array(vectors[row * rows..<row * rows + row])
        let scale = vector.reduce(0) { max($0, abs($1)) }
        guard row > 1, scale > 0 else {
          offDiagonal[row] = vector[row - 1]
          continue
        }
        let norm =
          scale * vector.reduce(0) { $0 + $1 / scale * ($1 / scale) }.squareRoot()
        // Away from zero: no digits cancel.
        let end = vector[row - 1] > 0 ? -norm : norm
        offDiagonal[row] = end
        vector[row - 1] -= end
        let factor = 2 / vector.reduce(0) { $0 + $1 * $1 }
        guard factor.isFinite else { continue }
        reflectBlock(by: vector, factor)
        reflectors.append((vector, factor))
      }
      for row in 0..<rows { diagonal[row] = vectors[row * rows + row] }
      accumulate(reflectors)
    }

    /// A − u wᵀ − w uᵀ for the leading block, the lower triangle alone (section 8.3.1).
    private mutating func reflectBlock(by vector: [Double], _ factor: Double) {
      let count = vector.count
      var product = [Double](repeating: 0, count: count)
      for row in 0..<count {
        var sum = vectors[row * rows + row] * vector[row]
        for column in 0..<row {
          let scalar = vectors[row * rows + column]
          sum += scalar * vector[column]
          product[column] += scalar * vector[row]
        }
        product[row] += sum
      }
      var along = 0.0
      for row in 0..<count {
        product[row] *= factor
        along += product[row] * vector[row]
      }
      for row in 0..<count { product[row] -= factor / 2 * along * vector[row] }
      for row in 0..<count {
        for column in 0...row {
          vectors[row * rows + column] -=
            vector[row] * product[column] + product[row] * vector[column]
        }
      }
    }

    /// Sets `vectors` to the product of the reflections, the last first.
    private mutating func accumulate(_ reflectors: [(vector: [Double], factor: Double)]) {
      for place in vectors.indices { vectors[place] = place % (rows + 1) == 0 ? 1 : 0 }
      for (vector, factor) in reflectors.reversed() {
        // What earlier ones have touched lies in the rows and columns of this one.
        var product = [Double](repeating: 0, count: vector.count)
        for row in vector.indices {
          for column in vector.indices {
            product[column] += vector[row] * vectors[row * rows + column]
          }
        }
        for row in vector.indices {
          for column in vector.indices {
            vectors[row * rows + column] -= factor * vector[row] * product[column]
          }
        }
      }
      transpose()
    }

    private mutating func transpose() {
      for row in 0..<rows {
        for column in 0..<row {
          vectors.swapAt(row * rows + column, column * rows + row)
        }
      }
    }

    /// QL steps with Wilkinson's shift until nothing beside the diagonal counts; says whether it came to that.
    mutating func diagonalize(mostSteps: Int) -> Bool {
      for row in 1..<max(rows, 1) { offDiagonal[row - 1] = offDiagonal[row] }
      offDiagonal[rows - 1] = 0
      for row in 0..<rows {
        var steps = 0
        while case let end = endOfBlock(from: row), end > row {
          guard steps < mostSteps else { return false }
          steps += 1
          step(row, end)
        }
      }
      return true
    }

    /// The first row from `row` on behind which nothing that counts lies beside the diagonal.
    private func endOfBlock(from row: Int) -> Int {
      var end = row
      while end < rows - 1 {
        let size = abs(diagonal[end]) + abs(diagonal[end + 1])
        if abs(offDiagonal[end]) <= Double.ulpOfOne * size { break }
        end += 1
      }
      return end
    }

    private mutating func step(_ row: Int, _ end: Int) {
      let half = (diagonal[row + 1] - diagonal[row]) / (2 * offDiagonal[row])
      let root = (half * half + 1).squareRoot()
      var bulge =
        diagonal[end] - diagonal[row]
        + offDiagonal[row] / (half + (half < 0 ? -root : root))
      var (sine, cosine, shift) = (1.0, 1.0, 0.0)
      for place in stride(from: end - 1, through: row, by: -1) {
        let below = sine * offDiagonal[place]
        let beside = cosine * offDiagonal[place]
        let length = hypot(below, bulge)
        offDiagonal[place + 1] = length
        guard length > 0 else {
          diagonal[place + 1] -= shift
          offDiagonal[end] = 0
          return
        }
        (sine, cosine) = (below / length, bulge / length)
        let rest = diagonal[place + 1] - shift
        let turned = (diagonal[place] - rest) * sine + 2 * cosine * beside
        shift = sine * turned
        diagonal[place + 1] = rest + shift
        bulge = cosine * turned - beside
        rotate(place, sine, cosine)
      }
      diagonal[row] -= shift
      offDiagonal[row] = bulge
      offDiagonal[end] = 0
    }

    private mutating func rotate(_ row: Int, _ sine: Double, _ cosine: Double) {
      let (first, second, rows) = (row * rows, (row + 1) * rows, rows)
      vectors.withUnsafeMutableBufferPointer { vectors in
        for column in 0..<rows {
          let (upper, lower) = (vectors[first + column], vectors[second + column])
          vectors[second + column] = sine * upper + cosine * lower
          vectors[first + column] = cosine * upper - sine * lower
        }
      }
    }
  }
}
