import Kernels

/// The arithmetic of a model, which trades exactness for speed or memory.
public enum Precision: String, Sendable, CaseIterable {
  /// 32-bit floating point, as the model was trained.
  case float32
  /// Weights in half precision, half the memory; sums in 32-bit floating point.
  case float16
  /// The default model's pictures: products of 8-bit integers, more than twice as fast. Other models:
  /// weights of 8 bits, a quarter of the memory; sums in 32-bit floating point.
  ///
  /// Vectors of two precisions do not mix, so each has a fingerprint of its own.
  case int8

  /// Takes the name, or `f16` or `f32` for short; anything else gives `nil`.
  public init?(named name: String) {
    switch name {
    case "f32": self = .float32
    case "f16": self = .float16
    default:
      guard let precision = Precision(rawValue: name) else { return nil }
      self = precision
    }
  }

  /// How the weights of products are held.
  var weightFormat: WeightFormat {
    switch self {
    case .float32: .float32
    case .float16: .float16
    case .int8: .int8
    }
  }
}
