import CKernels

/// What bytes and 16-bit integers stand for between the layers of a network whose products are of
/// 8-bit integers.
public enum Quantization {
  /// Channels of features between a product and a depthwise convolution: a multiple of this.
  public static let channelMultiple = QUANTIZED_CHANNELS
  /// Bytes that must be readable past the end of an image that is convolved.
  public static let slack = QUANTIZED_SLACK

  /// Rounds each row of `[count, width]` to bytes around 128, its largest magnitude to 127 from it,
  /// and writes what a step stands for, `[count]`.
  public static func quantize(
    _ rows: UnsafePointer<Float>, count: Int, width: Int, into bytes: UnsafeMutablePointer<UInt8>,
    scales: UnsafeMutablePointer<Float>, instructionSet: InstructionSet = .best
  ) {
    quantized_rows(instructionSet.kernels, rows, count, width, bytes, scales)
  }

  /// Rounds each row of integers 0 … 32767, `[count, width]`, to bytes, its largest to 255, and writes
  /// how many levels a step is, `[count]`; the width is a multiple of `channelMultiple`.
  public static func quantize(
    _ levels: UnsafePointer<Int16>, count: Int, width: Int,
    into bytes: UnsafeMutablePointer<UInt8>, scales: UnsafeMutablePointer<Float>,
    instructionSet: InstructionSet = .best
  ) {
    precondition(width.isMultiple(of: channelMultiple))
    quantized_levels(instructionSet.kernels, levels, count, width, bytes, scales)
  }
}

/// Memory of packed integers, written by whoever made it and then only read.
private final class PackedIntegers: @unchecked Sendable {
  let base: UnsafeMutableRawPointer

  init(byteCount: Int) {
    base = .allocate(byteCount: max(byteCount, 1), alignment: 64)
  }

  deinit { base.deallocate() }
}

/// The weights and bias of a linear map or a dense convolution, rounded to 8 bits with a scale for
/// each output, for inputs of bytes. Integer sums are exact on every processor.
public struct QuantizedMatrix: Sendable {
  /// Bytes of an input row.
  public let inputs: Int
  /// Results of an output row.
  public let outputs: Int
  private let instructionSet: InstructionSet
  private let result: Result
  private let packed: PackedIntegers

  /// What inputs stand for.
  public enum Input: Sendable {
    /// The byte itself; the scale is part of the weights.
    case plain
    /// 0 … 6 in 32767 levels, rounded to bytes by `Quantization.quantize`.
    case levels
    /// Numbers around zero, rounded to bytes by `Quantization.quantize`.
    case numbers
  }

  /// What sums become.
  public enum Result: Sendable {
    /// 32-bit floats.
    case floats
    /// 0 … 6 as 0 … 32767, clamped; the number of outputs is a multiple of
    /// `Quantization.channelMultiple`.
    case integers
  }

  /// Packs weights `[outputs, inputs]` and a bias `[outputs]`; the inputs of a convolution with square
  /// kernels are `[kernel, kernel, channels]`.
  public init(
    weights: [Float], bias: [Float], kernel: Int = 1, taking input: Input, making result: Result,
    instructionSet: InstructionSet = .best
  ) {
    let outputs = bias.count
    precondition(outputs > 0 && weights.count.isMultiple(of: outputs))
    precondition(result == .floats || outputs.isMultiple(of: Quantization.channelMultiple))
    let inputs = weights.count / outputs
    precondition(inputs.isMultiple(of: kernel * kernel))
    self.inputs = inputs
    self.outputs = outputs
    self.instructionSet = instructionSet
    self.result = result
    let set = instructionSet.kernels
    let packed = PackedIntegers(
      byteCount: quantized_packed_count(set, kernel, inputs / kernel, outputs))
    let step: Float = input == .levels ? 6 / Float(QUANTIZED_LEVELS) : 1
    let scaled = weights.map { $0 * step }
    scaled.withUnsafeBufferPointer { scaled in
      var description = neural_weights(
        scalars: scaled.baseAddress, inputs: inputs, outputs: outputs, input_stride: 1,
        output_stride: inputs)
      let zero = input == .numbers ? Int32(QUANTIZED_ZERO) : 0
      quantized_pack(
        set, &description, kernel, bias, zero, result == .integers, packed.base)
    }
    self.packed = packed
  }

  /// `output[r] = clamp(rows[r] · weights + bias) + residual[r]`.
  ///
  /// - Parameters:
  ///   - rows: `[count, inputs]`.
  ///   - scales: of each row, as `Quantization.quantize` writes them; nil for plain inputs.
  ///   - bounds: every sum is clamped to it, before the residual is added; nil leaves it as it is.
  ///   - residual: `[count, outputs]`; may be the output.
  ///   - output: `[count, outputs]`.
  public func multiply(
    _ rows: UnsafePointer<UInt8>, count: Int, scales: UnsafePointer<Float>? = nil,
    clampedTo bounds: ClosedRange<Float>? = nil, adding residual: UnsafePointer<Float>? = nil,
    into output: UnsafeMutablePointer<Float>
  ) {
    precondition(result == .floats && inputs.isMultiple(of: 4))
    var epilogue = quantized_epilogue(
      row_scales: scales, residual: residual, low: bounds?.lowerBound ?? -.infinity,
      high: bounds?.upperBound ?? .infinity)
    quantized_multiply(
      instructionSet.kernels, rows, count, inputs, packed.base, inputs, outputs, &epilogue, output,
      outputs)
  }

  /// The product of `[count, inputs]` as integers `[count, outputs]`.
  public func multiply(
    _ rows: UnsafePointer<UInt8>, count: Int, scales: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Int16>
  ) {
    precondition(result == .integers && inputs.isMultiple(of: 4))
    quantized_multiply_to_int16(
      instructionSet.kernels, rows, count, inputs, packed.base, inputs, outputs, scales, output,
      outputs)
  }

  /// The first `rows` rows of a convolution's output, `[rows, outputWidth, outputs]`.
  ///
  /// - Parameter padded: the input with its padding, of which `(rows − 1) · stride + kernel` rows and
  ///   `Quantization.slack` bytes are read.
  public func convolve(
    _ padded: UnsafePointer<UInt8>, _ shape: ConvolutionShape, rows: Int,
    into output: UnsafeMutablePointer<Int16>
  ) {
    precondition(result == .integers && shape.kernel * shape.kernel * shape.channels == inputs)
    var geometry = shape.geometry
    geometry.output_height = rows
    quantized_convolve_to_int16(
      instructionSet.kernels, &geometry, padded, packed.base, outputs, output, outputs)
  }
}

/// A 3 × 3 depthwise convolution with a padding of one and weights of up to 16 bits, from integers 0 … 32767,
/// which stand for 0 … 6, to such integers.
public struct QuantizedDepthwise: Sendable {
  /// Channels, a multiple of `Quantization.channelMultiple`.
  public let channels: Int
  private let instructionSet: InstructionSet
  private let packed: PackedIntegers

  /// Packs weights `[3, 3, channels]` and a bias `[channels]`.
  public init(weights: [Float], bias: [Float], instructionSet: InstructionSet = .best) {
    channels = bias.count
    precondition(channels > 0 && channels.isMultiple(of: Quantization.channelMultiple))
    precondition(weights.count == 9 * channels)
    self.instructionSet = instructionSet
    let packed = PackedIntegers(
      byteCount: quantized_depthwise_packed_count(instructionSet.kernels, channels))
    quantized_pack_depthwise(instructionSet.kernels, weights, bias, channels, packed.base)
    self.packed = packed
  }

  /// One row of the output, `[outputWidth, channels]`.
  ///
  /// - Parameters:
  ///   - shape: 3 × 3 with a padding of one and a stride of one or two.
  ///   - above, middle, below: the kernel's rows, nil outside the image.
  public func row(
    _ shape: ConvolutionShape, _ above: UnsafePointer<Int16>?, _ middle: UnsafePointer<Int16>?,
    _ below: UnsafePointer<Int16>?, into output: UnsafeMutablePointer<Int16>
  ) {
    precondition(shape.kernel == 3 && shape.padding == 1 && (1...2).contains(shape.stride))
    precondition(shape.channels == channels)
    var geometry = shape.geometry
    withUnsafeTemporaryAllocation(of: UnsafePointer<Int16>?.self, capacity: 3) { rows in
      (rows[0], rows[1], rows[2]) = (above, middle, below)
      quantized_depthwise_row(
        instructionSet.kernels, &geometry, rows.baseAddress, packed.base, output)
    }
  }
}
