extension Variable {
  /// Rows become columns.
  public var transposed: Variable {
    .recording(value.transposed, from: [self]) { [$0.transposed] }
  }

  /// The rows of this matrix and below them those of another with as many columns.
  public func above(_ other: Variable) -> Variable {
    let (first, second) = (value, other.value)
    precondition(first.columns == second.columns)
    let stacked = Matrix(
      rows: first.rows + second.rows, columns: first.columns,
      scalars: first.scalars + second.scalars)
    return .recording(stacked, from: [self, other]) { derivatives in
      let middle = first.scalars.count
      return [
        Matrix(
          rows: first.rows, columns: first.columns, scalars: Array(derivatives.scalars[..<middle])),
        Matrix(
          rows: second.rows, columns: second.columns, scalars: Array(derivatives.scalars[middle...])
        ),
      ]
    }
  }

  /// The rows of the given numbers, in their order; a row may be taken more than once.
  public func gatheringRows(_ numbers: [Int]) -> Variable {
    let (rows, columns) = (value.rows, value.columns)
    return .recording(value.gathering(numbers), from: [self]) { derivatives in
      var sums = Matrix(rows: rows, columns: columns)
      sums.scalars.withUnsafeMutableBufferPointer { sums in
        derivatives.scalars.withUnsafeBufferPointer { derivatives in
          for (place, number) in numbers.enumerated() {
            for column in 0..<columns {
              sums[number * columns + column] += derivatives[place * columns + column]
            }
          }
        }
      }
      return [sums]
    }
  }
}
