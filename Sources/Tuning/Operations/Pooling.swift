extension Variable {
  /// The means of each `count` neighbouring rows, such as the pixels of an image: `[rows / count, columns]`.
  public func meanOfRows(each count: Int) -> Variable {
    let (rows, columns) = (value.rows, value.columns)
    precondition(rows.isMultiple(of: count))
    var means = Matrix(rows: rows / count, columns: columns)
    means.scalars.withMutablePointer { means in
      value.scalars.withPointer { scalars in
        for row in 0..<rows {
          let (source, target) = (scalars + row * columns, means + row / count * columns)
          for column in 0..<columns { target[column] += source[column] }
        }
      }
    }
    let share = 1 / Float(count)
    return .recording(means.mapScalars { $0 * share }, from: [self]) { derivatives in
      let spread = derivatives.mapScalars { $0 * share }
      return [spread.gathering((0..<rows).map { $0 / count })]
    }
  }
}
