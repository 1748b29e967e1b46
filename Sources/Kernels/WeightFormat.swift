import CKernels

/// The numbers in which the weights of a product are held in memory; inputs, sums and biases are 32-bit
/// floating point with all of them. From the most exact to the smallest.
public enum WeightFormat: Int, Sendable, CaseIterable, Comparable {
  /// Four bytes a weight.
  case float32
  /// Two bytes a weight: IEEE half precision, rounded to nearest, at most 65,504.
  case float16
  /// One byte a weight: −127 … 127 times a scale for each output.
  case int8

  /// Whether the first is the more exact.
  public static func < (first: WeightFormat, second: WeightFormat) -> Bool {
    first.rawValue < second.rawValue
  }

  var kernels: neural_format {
    switch self {
    case .float32: NEURAL_FLOAT32
    case .float16: NEURAL_FLOAT16
    case .int8: NEURAL_INT8
    }
  }
}
