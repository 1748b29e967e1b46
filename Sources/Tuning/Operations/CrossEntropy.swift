import Glibc

extension Variable {
  /// −Σ targets · log softmax(self), the softmax row by row, as a mean over the rows that have targets.
  ///
  /// - Parameters:
  ///   - targets: of the same shape; the shares of a row sum to one, or are all zero where a row is
  ///     left out.
  ///   - excluded: whether the scalar at a row and column takes no part in the softmax, such as a
  ///     record's similarity to itself; it has no target then.
  public func crossEntropy(
    with targets: Matrix, excluding excluded: ((_ row: Int, _ column: Int) -> Bool)? = nil
  ) -> Variable {
    let logits = value
    precondition(logits.rows == targets.rows && logits.columns == targets.columns)
    let columns = logits.columns
    var difference = Matrix(rows: logits.rows, columns: columns)
    var loss = 0.0
    var counted = 0
    for row in 0..<logits.rows {
      let place = row * columns
      let share = targets.row(row).reduce(0, +)
      guard share > 0 else { continue }
      counted += 1
      var largest = -Float.infinity
      for column in 0..<columns where !(excluded?(row, column) ?? false) {
        largest = max(largest, logits.scalars[place + column])
      }
      var sum: Float = 0
      for column in 0..<columns where !(excluded?(row, column) ?? false) {
        let power = expf(logits.scalars[place + column] - largest)
        difference.scalars[place + column] = power
        sum += power
      }
      let normalizer = largest + logf(sum)
      for index in place..<place + columns {
        let target = targets.scalars[index]
        if target > 0 { loss -= Double(target * (logits.scalars[index] - normalizer)) }
        difference.scalars[index] = share * difference.scalars[index] / sum - target
      }
    }
    let rows = max(1, counted)
    let derivative = difference
    return .recording(Matrix(Float(loss / Double(rows))), from: [self]) { derivatives in
      let factor = derivatives.scalar / Float(rows)
      return [derivative.mapScalars { $0 * factor }]
    }
  }
}
