/// Floats in rows and columns, row after row.
public struct Matrix: Sendable, Equatable {
  /// The number of rows.
  public private(set) var rows: Int
  /// Scalars of a row.
  public let columns: Int
  /// `[rows, columns]`.
  public var scalars: [Float]

  /// Takes `rows × columns` scalars; traps on another number.
  public init(rows: Int, columns: Int, scalars: [Float]) {
    precondition(scalars.count == rows * columns, "\(rows) × \(columns) is not \(scalars.count)")
    self.rows = rows
    self.columns = columns
    self.scalars = scalars
  }

  /// The same scalar everywhere.
  public init(rows: Int, columns: Int, repeating scalar: Float = 0) {
    self.init(
      rows: rows, columns: columns, scalars: [Float](repeating: scalar, count: rows * columns))
  }

  /// A matrix of one scalar.
  public init(_ scalar: Float) { self.init(rows: 1, columns: 1, scalars: [scalar]) }

  /// Ones on the diagonal, zeros elsewhere.
  public static func identity(_ size: Int) -> Matrix {
    var matrix = Matrix(rows: size, columns: size)
    for index in 0..<size { matrix[index, index] = 1 }
    return matrix
  }

  /// Adds a row below, O(columns) on average; traps on another number of scalars.
  public mutating func append(row: [Float]) {
    precondition(row.count == columns, "a row has \(columns) scalars, not \(row.count)")
    scalars += row
    rows += 1
  }

  /// One scalar.
  public subscript(row: Int, column: Int) -> Float {
    get { scalars[row * columns + column] }
    set { scalars[row * columns + column] = newValue }
  }

  /// The only scalar of a matrix of one; traps on more.
  public var scalar: Float {
    precondition(scalars.count == 1, "a matrix of \(rows) × \(columns) is no scalar")
    return scalars[0]
  }

  /// One row.
  public func row(_ row: Int) -> ArraySlice<Float> {
    scalars[row * columns..<(row + 1) * columns]
  }

  /// Some neighbouring rows.
  public func rows(_ range: Range<Int>) -> Matrix {
    Matrix(
      rows: range.count, columns: columns,
      scalars: Array(scalars[range.lowerBound * columns..<range.upperBound * columns]))
  }

  /// The rows of the given numbers, in their order.
  public func gathering(_ numbers: [Int]) -> Matrix {
    var gathered: [Float] = []
    gathered.reserveCapacity(numbers.count * columns)
    for number in numbers { gathered += row(number) }
    return Matrix(rows: numbers.count, columns: columns, scalars: gathered)
  }

  /// Rows become columns.
  public var transposed: Matrix {
    let (rows, columns) = (rows, columns)
    let turned = [Float](unsafeUninitializedCapacity: scalars.count) { turned, count in
      scalars.withUnsafeBufferPointer { scalars in
        // In squares that fit into the cache: neither side is read or written in long strides.
        let side = 32
        for top in stride(from: 0, to: rows, by: side) {
          for left in stride(from: 0, to: columns, by: side) {
            for row in top..<min(top + side, rows) {
              for column in left..<min(left + side, columns) {
                turned[column * rows + row] = scalars[row * columns + column]
              }
            }
          }
        }
      }
      count = rows * columns
    }
    return Matrix(rows: columns, columns: rows, scalars: turned)
  }

  /// The matrix whose scalars are `function` of these.
  public func mapScalars(_ function: (Float) -> Float) -> Matrix {
    Matrix(rows: rows, columns: columns, scalars: scalars.map(function))
  }

  /// Combines the scalars of two matrices of the same shape.
  public func combined(with other: Matrix, _ function: (Float, Float) -> Float) -> Matrix {
    precondition(
      rows == other.rows && columns == other.columns,
      "\(rows) × \(columns) meets \(other.rows) × \(other.columns)")
    let combined = [Float](unsafeUninitializedCapacity: scalars.count) { combined, count in
      scalars.withUnsafeBufferPointer { first in
        other.scalars.withUnsafeBufferPointer { second in
          for index in first.indices { combined[index] = function(first[index], second[index]) }
        }
      }
      count = scalars.count
    }
    return Matrix(rows: rows, columns: columns, scalars: combined)
  }

  /// The sum of the rows, `[1, columns]`.
  public var sumOfRows: Matrix {
    var sum = [Float](repeating: 0, count: columns)
    scalars.withUnsafeBufferPointer { scalars in
      sum.withUnsafeMutableBufferPointer { sum in
        for row in 0..<rows {
          for column in 0..<columns { sum[column] += scalars[row * columns + column] }
        }
      }
    }
    return Matrix(rows: 1, columns: columns, scalars: sum)
  }

  /// Each row at length one; rows of zeros stay as they are.
  public var withUnitRows: Matrix {
    var unit = self
    for row in 0..<rows {
      let length = self.row(row).reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { continue }
      for index in row * columns..<(row + 1) * columns { unit.scalars[index] /= length }
    }
    return unit
  }
}
