import Kernels

/// Normalises each row to mean 0 and variance 1, then scales and shifts (Ba, Kiros and Hinton,
/// 2016); `torch.nn.LayerNorm`.
public struct LayerNormalization: Sendable {
  /// Scalars of a row.
  public let width: Int
  private let epsilon: Float
  private let scale: FloatStorage
  private let shift: FloatStorage

  /// Reads `weight` and `bias`, each `[width]`.
  public init(
    width: Int, epsilon: Float = 1e-5, from parameters: ParameterReader
  ) throws(WeightsError) {
    self.width = width
    self.epsilon = epsilon
    scale = FloatStorage(try parameters.tensor("weight", shape: [width]).scalars)
    shift = FloatStorage(try parameters.tensor("bias", shape: [width]).scalars)
  }

  /// Normalises `count` rows; the output may be the input.
  public func callAsFunction(
    _ rows: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    Attention.normalizeLayer(
      rows, rows: count, width: width, scale: scale.base, shift: shift.base, epsilon: epsilon,
      into: output)
  }
}
