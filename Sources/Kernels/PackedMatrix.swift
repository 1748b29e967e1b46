import CKernels

/// The weights and bias of a linear map, packed once for many products with rows of inputs.
public struct PackedMatrix: Sendable {
  /// Scalars of an input row.
  public let inputs: Int
  /// Scalars of an output row.
  public let outputs: Int
  /// The numbers in which the weights are held.
  public let format: WeightFormat
  /// The instruction set for which the weights are laid out, and which multiplies.
  public let instructionSet: InstructionSet
  private let packed: FloatStorage

  /// The order of the elements of a weight matrix.
  public enum Layout: Sendable {
    /// `[outputs, inputs]`, as PyTorch's `Linear` keeps them: y = x Wᵀ + b.
    case outputsFirst
    /// `[inputs, outputs]`: y = x W + b.
    case inputsFirst
  }

  /// Packs `inputs × outputs` weights and, unless nil, `outputs` biases; traps on other counts.
  public init(
    weights: [Float], bias: [Float]?, inputs: Int, outputs: Int, layout: Layout = .outputsFirst,
    format: WeightFormat = .float32, instructionSet: InstructionSet = .best
  ) {
    precondition(weights.count == inputs * outputs, "a matrix is inputs × outputs")
    let packer = Packer(
      inputs: inputs, outputs: outputs, bias: bias, format: format, instructionSet)
    weights.withUnsafeBufferPointer { weights in
      switch layout {
      case .outputsFirst:
        packer.pack(weights, outputs: 0..<outputs, inputStride: 1, outputStride: inputs)
      case .inputsFirst:
        packer.pack(weights, outputs: 0..<outputs, inputStride: outputs, outputStride: 1)
      }
    }
    self.init(packer)
  }

  /// Packs weights that are read piece by piece, so that they never lie in memory as a whole.
  ///
  /// - Parameter read: writes the weights `[range.count, inputs]` of a range of outputs.
  public init(
    inputs: Int, outputs: Int, bias: [Float]?, format: WeightFormat = .float32,
    instructionSet: InstructionSet = .best,
    reading read: (_ range: Range<Int>, _ weights: UnsafeMutablePointer<Float>) -> Void
  ) {
    let packer = Packer(
      inputs: inputs, outputs: outputs, bias: bias, format: format, instructionSet)
    let piece = 64
    withUnsafeTemporaryAllocation(of: Float.self, capacity: piece * inputs) { weights in
      guard let base = weights.baseAddress else { return }
      for first in Swift.stride(from: 0, to: outputs, by: piece) {
        let range = first..<min(first + piece, outputs)
        read(range, base)
        packer.pack(
          UnsafeBufferPointer(weights), outputs: range, inputStride: 1, outputStride: inputs)
      }
    }
    self.init(packer)
  }

  private init(_ packer: Packer) {
    inputs = packer.inputs
    outputs = packer.outputs
    format = packer.format
    instructionSet = packer.instructionSet
    packed = packer.packed
  }

  /// A matrix in the making.
  private struct Packer {
    let inputs: Int
    let outputs: Int
    let bias: [Float]?
    let format: WeightFormat
    let instructionSet: InstructionSet
    let packed: FloatStorage

    init(
      inputs: Int, outputs: Int, bias: [Float]?, format: WeightFormat,
      _ instructionSet: InstructionSet
    ) {
      precondition(inputs > 0 && outputs > 0 && (bias == nil || bias?.count == outputs))
      self.inputs = inputs
      self.outputs = outputs
      self.bias = bias
      self.format = format
      self.instructionSet = instructionSet
      packed = FloatStorage(
        unwrittenCount: Self.packedCount(outputs, inputs: inputs, format, instructionSet))
    }

    /// The floats whose room the first outputs take, in any format a whole number.
    private static func packedCount(
      _ outputs: Int, inputs: Int, _ format: WeightFormat, _ instructionSet: InstructionSet
    ) -> Int {
      neural_packed_bytes(instructionSet.kernels, format.kernels, inputs, outputs)
        / MemoryLayout<Float>.stride
    }

    /// Packs the weights of some outputs. A range begins at a multiple of 64, which every set's
    /// width of panels divides, and so its panels begin where those of the outputs before it end.
    func pack(
      _ weights: UnsafeBufferPointer<Float>, outputs range: Range<Int>, inputStride: Int,
      outputStride: Int
    ) {
      let set = instructionSet.kernels
      var description = neural_weights(
        scalars: weights.baseAddress, inputs: inputs, outputs: range.count,
        input_stride: inputStride, output_stride: outputStride)
      let start =
        packed.base + Self.packedCount(range.lowerBound, inputs: inputs, format, instructionSet)
      guard let bias else {
        return neural_pack(set, format.kernels, &description, nil, start)
      }
      bias[range].withUnsafeBufferPointer {
        neural_pack(set, format.kernels, &description, $0.baseAddress, start)
      }
    }
  }

  private var matrix: neural_matrix {
    neural_matrix(format: format.kernels, inputs: inputs, outputs: outputs, packed: packed.base)
  }

  /// `output[r] = clamp(rows[r] · weights + bias) + residual[r]`.
  ///
  /// - Parameters:
  ///   - rows: `count` rows of `inputs` scalars, `stride` scalars apart.
  ///   - bounds: every sum is clamped to it, before the residual is added; nil leaves it as it is.
  ///   - residual: `count` rows of `outputs` scalars, `outputStride` apart; may be the output.
  ///   - output: `count` rows of `outputs` scalars, `outputStride` apart.
  public func multiply(
    _ rows: UnsafePointer<Float>, count: Int, stride: Int? = nil,
    clampedTo bounds: ClosedRange<Float>? = nil, adding residual: UnsafePointer<Float>? = nil,
    into output: UnsafeMutablePointer<Float>, outputStride: Int? = nil
  ) {
    var epilogue = neural_epilogue(
      residual: residual, low: bounds?.lowerBound ?? -.infinity,
      high: bounds?.upperBound ?? .infinity)
    var matrix = matrix
    neural_multiply(
      instructionSet.kernels, rows, count, stride ?? inputs, &matrix, &epilogue, output,
      outputStride ?? outputs)
  }

  /// The dense convolution whose kernels are the outputs' weights, `[kernel, kernel, channels]` each.
  ///
  /// - Parameters:
  ///   - padded: `(rows − 1) · stride + kernel` rows as `Convolution.pad` writes them.
  ///   - shape: the image's; its channels are those of `padded`.
  ///   - rows: how many rows of the output to compute.
  ///   - bounds: every sum is clamped to it, before the residual is added; nil leaves it as it is.
  ///   - residual: `[rows, outputWidth, outputs]`, pixels `outputStride` apart; may be the output.
  ///   - output: `[rows, outputWidth, outputs]`, pixels `outputStride` apart.
  public func convolve(
    _ padded: UnsafePointer<Float>, _ shape: ConvolutionShape, rows: Int,
    clampedTo bounds: ClosedRange<Float>? = nil, adding residual: UnsafePointer<Float>? = nil,
    into output: UnsafeMutablePointer<Float>, outputStride: Int? = nil
  ) {
    precondition(shape.kernel * shape.kernel * shape.channels == inputs)
    var epilogue = neural_epilogue(
      residual: residual, low: bounds?.lowerBound ?? -.infinity,
      high: bounds?.upperBound ?? .infinity)
    var geometry = shape.geometry
    geometry.output_height = rows
    var matrix = matrix
    neural_convolve(
      instructionSet.kernels, &geometry, padded, &matrix, &epilogue, output,
      outputStride ?? outputs)
  }
}
