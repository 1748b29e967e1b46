public import Kernels

/// What a layer applies to each of its outputs.
public enum Activation: Sendable, Equatable {
  /// Nothing.
  case identity
  /// max(x, 0).
  case relu
  /// min(max(x, 0), 6).
  case relu6
  /// A smooth function.
  case smooth(Elementwise.Function)

  /// The bounds to which the activation clamps, where that is all it does; then the product that
  /// comes before applies it at no cost.
  var bounds: ClosedRange<Float>? {
    switch self {
    case .relu: 0...Float.infinity
    case .relu6: 0...6
    case .identity, .smooth: nil
    }
  }

  /// Applies what `bounds` does not express.
  func applySmooth(to scalars: UnsafeMutablePointer<Float>, count: Int) {
    if case .smooth(let function) = self {
      Elementwise.apply(function, to: scalars, count: count)
    }
  }
}
