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
}
