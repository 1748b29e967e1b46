/// Eigenvalues and eigenvectors of small symmetric matrices.
enum SymmetricEigen {
  private static let mostSweeps = 40

  /// By Jacobi's rotations in cyclic order (Golub and Van Loan, Matrix Computations, section 8.5).
  ///
  /// - Parameter matrix: Symmetric, row by row.
  /// - Returns: The eigenvalues, the greatest first, and for each its eigenvector of unit length.
  static func decompose(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
    var matrix = matrix
    let size = matrix.count
    // Row i is the i-th eigenvector once the matrix is diagonal.
    var vectors = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
    let scale = matrix.joined().map(\.magnitude).max() ?? 0
    for _ in 0..<mostSweeps {
      var rest = 0.0
      for row in 0..<size {
        for column in row + 1..<max(size, row + 1) {
          let entry = matrix[row][column]
          rest = max(rest, entry.magnitude)
          guard entry != 0 else { continue }
          let slope = (matrix[column][column] - matrix[row][row]) / (2 * entry)
          let tangent =
            (slope < 0 ? -1 : 1) / (slope.magnitude + (1 + slope * slope).squareRoot())
          let cosine = 1 / (1 + tangent * tangent).squareRoot()
          let sine = tangent * cosine
          for place in 0..<size {
            let (a, b) = (matrix[place][row], matrix[place][column])
            matrix[place][row] = cosine * a - sine * b
            matrix[place][column] = sine * a + cosine * b
          }
          for place in 0..<size {
            let (a, b) = (matrix[row][place], matrix[column][place])
            matrix[row][place] = cosine * a - sine * b
            matrix[column][place] = sine * a + cosine * b
            let (u, v) = (vectors[row][place], vectors[column][place])
            vectors[row][place] = cosine * u - sine * v
            vectors[column][place] = sine * u + cosine * v
          }
        }
      }
      if rest <= 1e-15 * scale { break }
    }
    let order = (0..<size).sorted { matrix[$0][$0] > matrix[$1][$1] }
    return (order.map { matrix[$0][$0] }, order.map { vectors[$0] })
  }
}
