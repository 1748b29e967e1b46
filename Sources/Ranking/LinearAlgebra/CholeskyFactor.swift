/// The lower triangular factor L of a positive definite matrix A = L Lᵀ (Golub and Van Loan, Matrix Computations,
/// 4th edition 2013, section 4.2), by which systems A x = b are solved.
public struct CholeskyFactor: Sendable {
  private let rows: Int
  /// The lower triangle of `[rows, rows]`.
  private var factor: [Double]

  /// Factors `matrix`, `[rows, rows]`, of which the lower triangle is read. O(rows³).
  ///
  /// It has to be positive definite, as is what a ridge was added to; a pivot that rounding brought to zero or
  /// below counts as the least number there is.
  public init(_ matrix: [Double], rows: Int) {
    precondition(matrix.count == rows * rows)
    self.rows = rows
    factor = matrix
    factor.withUnsafeMutableBufferPointer { factor in
      for row in 0..<rows {
        for column in 0...row {
          var entry = factor[row * rows + column]
          for place in 0..<column {
            entry -= factor[row * rows + place] * factor[column * rows + place]
          }
          factor[row * rows + column] =
            row == column
            ? max(entry, .leastNormalMagnitude).squareRoot()
            : entry / factor[column * rows + column]
        }
      }
    }
  }

  /// The solution x, `[rows]`, of A x = `right`. O(rows²).
  public func solve(_ right: [Double]) -> [Double] {
    precondition(right.count == rows)
    var solution = right
    for row in 0..<rows {
      for column in 0..<row { solution[row] -= factor[row * rows + column] * solution[column] }
      solution[row] /= factor[row * rows + row]
    }
    for row in (0..<rows).reversed() {
      for later in row + 1..<max(rows, row + 1) {
        solution[row] -= factor[later * rows + row] * solution[later]
      }
      solution[row] /= factor[row * rows + row]
    }
    return solution
  }
}
