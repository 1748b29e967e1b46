import Kernels

/// A two-dimensional convolution with square kernels, zero padding and an activation;
/// `torch.nn.Conv2d`. Dense, pointwise, depthwise and grouped ones each take their fastest way.
public struct ConvolutionLayer: Sendable {
  /// Channels of the input.
  public let inputs: Int
  /// Channels of the output.
  public let outputs: Int
  private let kernel: Int
  private let stride: Int
  private let padding: Int
  private let activation: Activation
  private let method: Method

  private enum Method: Sendable {
    /// Each pixel is a row of a matrix product.
    case pointwise(PackedMatrix)
    /// Weights `[kernel, kernel, channels]` and bias `[channels]`.
    case depthwise(weights: FloatStorage, bias: FloatStorage)
    /// Receptive fields become rows of a matrix product, group by group.
    case patches([PackedMatrix])
  }

  /// Reads `weight` `[outputs, inputs / groups, kernel, kernel]` and `bias` `[outputs]`.
  ///
  /// - Parameters:
  ///   - hasBias: whether there is a bias to read; zeros otherwise.
  ///   - normalization: folded into the weights.
  public init(
    inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1,
    hasBias: Bool = true, normalization: BatchNormalization? = nil,
    activation: Activation = .identity, from parameters: ParameterReader
  ) throws(WeightsError) {
    precondition(inputs.isMultiple(of: groups) && outputs.isMultiple(of: groups))
    var weights = try parameters.tensor(
      "weight", shape: [outputs, inputs / groups, kernel, kernel])
    var bias = [Float](repeating: 0, count: outputs)
    if hasBias { bias = try parameters.tensor("bias", shape: [outputs]).scalars }
    if let normalization { (weights, bias) = normalization.folded(into: weights, bias: bias) }
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.activation = activation
    method =
      if groups == 1, kernel == 1, stride == 1, padding == 0 {
        .pointwise(
          PackedMatrix(weights: weights.scalars, bias: bias, inputs: inputs, outputs: outputs))
      } else if groups == inputs, groups == outputs {
        Self.depthwise(weights, bias: bias, channels: inputs, kernel: kernel)
      } else {
        Self.patches(weights, bias: bias, kernel: kernel, groups: groups)
      }
  }

  /// From `[channels, 1, kernel, kernel]` to `[kernel, kernel, channels]`.
  private static func depthwise(
    _ weights: Tensor, bias: [Float], channels: Int, kernel: Int
  ) -> Method {
    let area = kernel * kernel
    let reordered = FloatStorage(count: area * channels)
    for channel in 0..<channels {
      for tap in 0..<area {
        reordered.base[tap * channels + channel] = weights.scalars[channel * area + tap]
      }
    }
    return .depthwise(weights: reordered, bias: FloatStorage(bias))
  }

  /// From `[outputs, channels, kernel, kernel]` to a matrix `[outputs, kernel · kernel · channels]`
  /// for each group, in the order in which patches are gathered.
  private static func patches(
    _ weights: Tensor, bias: [Float], kernel: Int, groups: Int
  ) -> Method {
    let channels = weights.shape[1]
    let area = kernel * kernel
    let outputs = weights.shape[0] / groups
    let matrices = (0..<groups).map { group in
      var reordered = [Float](repeating: 0, count: outputs * area * channels)
      for output in 0..<outputs {
        for channel in 0..<channels {
          for tap in 0..<area {
            reordered[(output * area + tap) * channels + channel] =
              weights.scalars[((group * outputs + output) * channels + channel) * area + tap]
          }
        }
      }
      return PackedMatrix(
        weights: reordered, bias: Array(bias[group * outputs..<(group + 1) * outputs]),
        inputs: area * channels, outputs: outputs)
    }
    return .patches(matrices)
  }

  /// The height (or width) of the output for that of an input.
  public func outputExtent(_ extent: Int) -> Int { (extent + 2 * padding - kernel) / stride + 1 }

  /// The floats of workspace that a call needs.
  public var scratchCount: Int {
    guard case .patches(let matrices) = method, let matrix = matrices.first else { return 0 }
    return Workspace.rounded(Self.stripLength(matrix) * matrix.inputs)
  }

  /// Output pixels whose patches are multiplied at once: about 128 kB of patches, so that they are
  /// still in the cache.
  private static func stripLength(_ matrix: PackedMatrix) -> Int {
    max(16, 32 * 1024 / matrix.inputs)
  }

  /// Convolves one image.
  ///
  /// - Parameters:
  ///   - residual: features of the output's shape, added last; may be the output.
  ///   - output: room for `outputExtent(height) × outputExtent(width) × outputs` floats.
  public func callAsFunction(
    _ input: FeatureMap, adding residual: FeatureMap? = nil,
    into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) -> FeatureMap {
    precondition(input.channels == inputs, "\(input.channels) channels, \(inputs) expected")
    if case .smooth = activation { precondition(residual == nil, "no residual after a function") }
    let result = FeatureMap(
      output, height: outputExtent(input.height), width: outputExtent(input.width),
      channels: outputs)
    precondition(residual == nil || residual?.count == result.count)
    let pixels = result.height * result.width
    switch method {
    case .pointwise(let matrix):
      matrix.multiply(
        input.base, count: pixels, clampedTo: activation.bounds, adding: residual?.base,
        into: output)
    case .depthwise(let weights, let bias):
      precondition(residual == nil, "no residual after a depthwise convolution")
      Convolution.depthwise(
        shape(of: input), input: input.base, weights: weights.base, bias: bias.base,
        clampedTo: activation.bounds, into: output)
    case .patches(let matrices):
      for (group, matrix) in matrices.enumerated() {
        multiplyPatches(
          input, matrix, group: group, groups: matrices.count, residual: residual, into: result,
          workspace: workspace)
      }
    }
    activation.applySmooth(to: output, count: result.count)
    return result
  }

  private func shape(of input: FeatureMap) -> ConvolutionShape {
    ConvolutionShape(
      height: input.height, width: input.width, channels: input.channels, kernel: kernel,
      stride: stride, padding: padding)
  }

  private func multiplyPatches(
    _ input: FeatureMap, _ matrix: PackedMatrix, group: Int, groups: Int, residual: FeatureMap?,
    into output: FeatureMap, workspace: Workspace
  ) {
    let shape = shape(of: input)
    let channels = inputs / groups
    let strip = Self.stripLength(matrix)
    let pixels = output.height * output.width
    workspace.withScratch(strip * matrix.inputs) { patches in
      for first in Swift.stride(from: 0, to: pixels, by: strip) {
        let end = min(first + strip, pixels)
        Convolution.gatherPatches(
          shape, input: input.base, channels: group * channels..<(group + 1) * channels,
          pixels: first..<end, into: patches)
        let offset = first * outputs + group * matrix.outputs
        matrix.multiply(
          patches, count: end - first, clampedTo: activation.bounds,
          adding: residual.map { UnsafePointer($0.base + offset) }, into: output.base + offset,
          outputStride: outputs)
      }
    }
  }
}
