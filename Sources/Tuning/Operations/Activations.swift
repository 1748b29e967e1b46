import Glibc
import Kernels

extension Variable {
  /// min(max(x, 0), 6); `torch.nn.functional.relu6`. Where it is cut off its derivative is zero.
  public func relu6() -> Variable {
    let output = value.mapScalars { min(max($0, 0), 6) }
    return .recording(output, from: [self]) { derivatives in
      [derivatives.combined(with: output) { $1 > 0 && $1 < 6 ? $0 : 0 }]
    }
  }

  /// x · σ(1.702 x), with which CLIP was trained.
  public func quickGELU() -> Variable {
    let input = value
    var output = value
    output.scalars.withMutablePointer {
      Kernels.Elementwise.apply(.quickGELU, to: $0, count: input.scalars.count)
    }
    return .recording(output, from: [self]) { derivatives in
      [
        derivatives.combined(with: input) { derivative, x in
          let gate = 1 / (1 + expf(-1.702 * x))
          return derivative * gate * (1 + 1.702 * x * (1 - gate))
        }
      ]
    }
  }
}
