extension Variable {
  /// Each row at mean 0 and variance 1, then times `scale` plus `shift`, both `[1, columns]`;
  /// `torch.nn.functional.layer_norm`.
  public func normalizingLayer(
    scale: Variable, shift: Variable, epsilon: Float = 1e-5
  ) -> Variable {
    let columns = value.columns
    let (gains, offsets) = (scale.value.scalars, shift.value.scalars)
    precondition(gains.count == columns && offsets.count == columns)
    var standard = value
    var output = value
    var factors: [Float] = []
    factors.reserveCapacity(value.rows)
    standard.scalars.withUnsafeMutableBufferPointer { standard in
      output.scalars.withUnsafeMutableBufferPointer { output in
        for row in 0..<value.rows {
          let place = row * columns..<(row + 1) * columns
          var mean: Float = 0
          for index in place { mean += standard[index] }
          mean /= Float(columns)
          var variance: Float = 0
          for index in place { variance += (standard[index] - mean) * (standard[index] - mean) }
          let factor = 1 / (variance / Float(columns) + epsilon).squareRoot()
          for index in place {
            standard[index] = (standard[index] - mean) * factor
            let column = index - place.lowerBound
            output[index] = standard[index] * gains[column] + offsets[column]
          }
          factors.append(factor)
        }
      }
    }
    let normalized = standard
    return .recording(output, from: [self, scale, shift]) { derivatives in
      // What moves a row's mean or its variance has no effect.
      var byInput = derivatives
      byInput.scalars.withUnsafeMutableBufferPointer { slopes in
        normalized.scalars.withUnsafeBufferPointer { normalized in
          for (row, factor) in factors.enumerated() {
            let place = row * columns..<(row + 1) * columns
            var mean: Float = 0
            var along: Float = 0
            for index in place {
              slopes[index] *= gains[index - place.lowerBound]
              mean += slopes[index]
              along += slopes[index] * normalized[index]
            }
            mean /= Float(columns)
            along /= Float(columns)
            for index in place {
              slopes[index] = factor * (slopes[index] - mean - normalized[index] * along)
            }
          }
        }
      }
      return [
        byInput, derivatives.combined(with: normalized, *).sumOfRows, derivatives.sumOfRows,
      ]
    }
  }
}
