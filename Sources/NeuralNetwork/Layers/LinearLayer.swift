public import Kernels

/// y = activation(x Wᵀ + b) for rows x; `torch.nn.Linear`.
public struct LinearLayer: Sendable {
  /// Scalars of an input row.
  public let inputs: Int
  /// Scalars of an output row.
  public let outputs: Int
  private let matrix: PackedMatrix
  private let activation: Activation

  /// Reads `weight` `[outputs, inputs]` and `bias` `[outputs]`, or tensors of other names. Weights are
  /// held as the reader says, or as the file has them where that takes less.
  public init(
    inputs: Int, outputs: Int, activation: Activation = .identity, weightName: String = "weight",
    biasName: String = "bias", from parameters: ParameterReader
  ) throws(WeightsError) {
    let weights = try parameters.storedTensor(weightName, shape: [outputs, inputs])
    let bias = try parameters.tensor(biasName, shape: [outputs])
    self.inputs = inputs
    self.outputs = outputs
    self.activation = activation
    matrix = PackedMatrix(
      inputs: inputs, outputs: outputs, bias: bias.scalars,
      format: max(parameters.format, weights.format)
    ) { range, output in
      weights.read(range.lowerBound * inputs..<range.upperBound * inputs, into: output)
    }
    weights.release()
  }

  /// Takes weights `[outputs, inputs]`, or `[inputs, outputs]` where the layout says so, and a bias
  /// `[outputs]` or none.
  public init(
    weights: Tensor, bias: Tensor?, layout: PackedMatrix.Layout = .outputsFirst,
    activation: Activation = .identity, format: WeightFormat = .float32
  ) {
    precondition(weights.shape.count == 2, "a linear layer's weights are a matrix")
    outputs = layout == .outputsFirst ? weights.shape[0] : weights.shape[1]
    inputs = layout == .outputsFirst ? weights.shape[1] : weights.shape[0]
    matrix = PackedMatrix(
      weights: weights.scalars, bias: bias?.scalars, inputs: inputs, outputs: outputs,
      layout: layout, format: format)
    self.activation = activation
  }

  /// Maps `count` rows of `inputs` scalars to rows of `outputs` scalars; a residual of the output's
  /// shape, which may be the output itself, is added last.
  public func callAsFunction(
    _ rows: UnsafePointer<Float>, count: Int, adding residual: UnsafePointer<Float>? = nil,
    into output: UnsafeMutablePointer<Float>
  ) {
    if case .smooth = activation { precondition(residual == nil, "no residual after a function") }
    matrix.multiply(
      rows, count: count, clampedTo: activation.bounds, adding: residual, into: output)
    activation.applySmooth(to: output, count: count * outputs)
  }
}
