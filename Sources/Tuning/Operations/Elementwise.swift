import Glibc
import Kernels

extension Variable {
  /// The sum of two matrices of the same shape.
  public static func + (first: Variable, second: Variable) -> Variable {
    .recording(first.value.combined(with: second.value, +), from: [first, second]) {
      [$0, $0]
    }
  }

  /// The product of each scalar with the one at its place in another matrix of the same shape.
  public static func * (first: Variable, second: Variable) -> Variable {
    let (left, right) = (first.value, second.value)
    return .recording(left.combined(with: right, *), from: [first, second]) {
      [$0.combined(with: right, *), $0.combined(with: left, *)]
    }
  }

  /// The product with a number that is no variable.
  public static func * (first: Variable, factor: Float) -> Variable {
    .recording(first.value.mapScalars { $0 * factor }, from: [first]) {
      [$0.mapScalars { $0 * factor }]
    }
  }

  /// Each row times `scale`, `[1, columns]`, place by place.
  public func scalingColumns(by scale: Variable) -> Variable {
    let (rows, factors) = (value, scale.value)
    precondition(factors.rows == 1 && factors.columns == rows.columns)
    return .recording(rows.scalingColumns(by: factors), from: [self, scale]) { derivatives in
      [derivatives.scalingColumns(by: factors), derivatives.combined(with: rows, *).sumOfRows]
    }
  }

  /// Each scalar times e to the power of `exponent`, `[1, 1]`, or of `limit` if that is smaller; the
  /// learned temperature of CLIP (Radford et al. 2021, section 2.3).
  public func scaled(byExponentialOf exponent: Variable, atMost limit: Float) -> Variable {
    let rows = value
    let isLimited = exponent.value.scalar > limit
    let factor = exp(min(exponent.value.scalar, limit))
    return .recording(rows.mapScalars { $0 * factor }, from: [self, exponent]) { derivatives in
      let sum = zip(derivatives.scalars, rows.scalars).reduce(0.0) {
        $0 + Double($1.0) * Double($1.1)
      }
      return [derivatives.mapScalars { $0 * factor }, Matrix(isLimited ? 0 : Float(sum) * factor)]
    }
  }

  /// x · Φ(x), Φ the normal distribution; `torch.nn.functional.gelu`.
  public func gelu() -> Variable {
    let input = value
    var output = value
    output.scalars.withUnsafeMutableBufferPointer { scalars in
      guard let base = scalars.baseAddress else { return }
      Kernels.Elementwise.apply(.gelu, to: base, count: scalars.count)
    }
    return .recording(output, from: [self]) { derivatives in
      [
        derivatives.combined(with: input) { derivative, x in
          let distribution = 0.5 * (1 + erff(x * Float(0.5).squareRoot()))
          let density = expf(-0.5 * x * x) / (2 * Float.pi).squareRoot()
          return derivative * (distribution + x * density)
        }
      ]
    }
  }
}

extension Matrix {
  fileprivate func scalingColumns(by factors: Matrix) -> Matrix {
    var scaled = self
    scaled.scalars.withUnsafeMutableBufferPointer { scalars in
      factors.scalars.withUnsafeBufferPointer { factors in
        for row in 0..<rows {
          for column in 0..<columns { scalars[row * columns + column] *= factors[column] }
        }
      }
    }
    return scaled
  }
}
