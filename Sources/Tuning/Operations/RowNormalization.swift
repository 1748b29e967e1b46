extension Variable {
  /// Each row at length one; `torch.nn.functional.normalize`. Rows shorter than 10⁻¹² are divided by that.
  public func normalizingRows() -> Variable {
    let input = value
    let columns = input.columns
    var lengths: [Float] = []
    lengths.reserveCapacity(input.rows)
    var output = input
    output.scalars.withUnsafeMutableBufferPointer { scalars in
      for row in 0..<input.rows {
        let place = row * columns..<(row + 1) * columns
        var sum: Float = 0
        for index in place { sum += scalars[index] * scalars[index] }
        let length = max(sum.squareRoot(), 1e-12)
        for index in place { scalars[index] /= length }
        lengths.append(length)
      }
    }
    let unit = output
    return .recording(output, from: [self]) { derivatives in
      // The part of the derivative along the row changes its length alone.
      var result = derivatives
      result.scalars.withUnsafeMutableBufferPointer { result in
        unit.scalars.withUnsafeBufferPointer { unit in
          for row in 0..<lengths.count {
            let place = row * columns..<(row + 1) * columns
            var along: Float = 0
            for index in place { along += result[index] * unit[index] }
            for index in place {
              result[index] = (result[index] - along * unit[index]) / lengths[row]
            }
          }
        }
      }
      return [result]
    }
  }
}
