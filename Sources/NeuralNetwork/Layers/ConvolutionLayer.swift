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
    /// Receptive fields are rows of a matrix product, group by group.
    case dense([PackedMatrix])
    /// Squares of outputs at once.
    case winograd(WinogradConvolution)
  }

  /// The most bytes of weights that are transformed for `winograd`: more do not stay in caches, and
  /// reading them takes as long as the products that they save.
  private static let mostTransformedBytes = 16 * 1024 * 1024
  /// Fewer channels than these do not repay the transforms.
  private static let leastTransformedChannels = 16

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
          PackedMatrix(
            weights: weights.scalars, bias: bias, inputs: inputs, outputs: outputs,
            format: parameters.format))
      } else if groups == inputs, groups == outputs {
        Self.depthwise(weights, bias: bias, channels: inputs, kernel: kernel)
      } else if parameters.format == .float32, groups == 1, kernel == 3, stride == 1, padding == 1,
        min(inputs, outputs) >= Self.leastTransformedChannels,
        WinogradConvolution.byteCount(inputs: inputs, outputs: outputs)
          <= Self.mostTransformedBytes
      {
        .winograd(
          WinogradConvolution(
            weights: Self.reordered(weights, outputs: 0..<outputs), bias: bias, inputs: inputs,
            outputs: outputs))
      } else {
        Self.dense(
          weights, bias: bias, kernel: kernel, groups: groups, format: parameters.format)
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

  /// A matrix `[outputs, kernel · kernel · channels]` for each group.
  private static func dense(
    _ weights: Tensor, bias: [Float], kernel: Int, groups: Int, format: WeightFormat
  ) -> Method {
    let outputs = weights.shape[0] / groups
    let matrices = (0..<groups).map { group in
      let range = group * outputs..<(group + 1) * outputs
      return PackedMatrix(
        weights: reordered(weights, outputs: range), bias: Array(bias[range]),
        inputs: kernel * kernel * weights.shape[1], outputs: outputs, format: format)
    }
    return .dense(matrices)
  }

  /// From `[outputs, channels, kernel, kernel]` to `[outputs, kernel, kernel, channels]`, the order in
  /// which features lie, for a range of outputs.
  private static func reordered(_ weights: Tensor, outputs: Range<Int>) -> [Float] {
    let channels = weights.shape[1]
    let area = weights.shape[2] * weights.shape[3]
    var reordered = [Float](repeating: 0, count: outputs.count * area * channels)
    for (row, output) in outputs.enumerated() {
      for channel in 0..<channels {
        for tap in 0..<area {
          reordered[(row * area + tap) * channels + channel] =
            weights.scalars[(output * channels + channel) * area + tap]
        }
      }
    }
    return reordered
  }

  /// The height (or width) of the output for that of an input.
  public func outputExtent(_ extent: Int) -> Int { (extent + 2 * padding - kernel) / stride + 1 }

  /// The floats of workspace that a call needs for inputs of a width.
  public func scratchCount(width: Int) -> Int {
    switch method {
    case .pointwise, .depthwise: return 0
    case .dense(let matrices):
      let row = paddedRow(width, groups: matrices.count)
      return Workspace.rounded(row * ((bandHeight(row) - 1) * stride + kernel))
    case .winograd(let convolution):
      return Workspace.rounded(convolution.scratchCount(width: width))
    }
  }

  /// The floats of a padded row of one group.
  private func paddedRow(_ width: Int, groups: Int) -> Int {
    (width + 2 * padding) * inputs / groups
  }

  /// Output rows convolved at once: about 256 kB of padded input, which stays in the cache while
  /// all weights run over it.
  private func bandHeight(_ row: Int) -> Int {
    max(1, (64 * 1024 / row - kernel) / stride + 1)
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
    let result = FeatureMap(
      output, height: outputExtent(input.height), width: outputExtent(input.width),
      channels: outputs)
    precondition(residual == nil || residual?.count == result.count)
    self(
      input, rows: 0..<result.height, adding: residual?.base, into: output, workspace: workspace)
    return result
  }

  /// Computes some rows of the output.
  ///
  /// - Parameters:
  ///   - residual: features of these rows, added last; may be the output.
  ///   - output: room for `rows.count × outputExtent(width) × outputs` floats.
  public func callAsFunction(
    _ input: FeatureMap, rows: Range<Int>, adding residual: UnsafePointer<Float>? = nil,
    into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) {
    precondition(input.channels == inputs, "\(input.channels) channels, \(inputs) expected")
    if case .smooth = activation { precondition(residual == nil, "no residual after a function") }
    let rowCount = outputExtent(input.width) * outputs
    switch method {
    case .pointwise(let matrix):
      matrix.multiply(
        input.base + rows.lowerBound * input.width * inputs, count: rows.count * input.width,
        clampedTo: activation.bounds, adding: residual, into: output)
    case .depthwise(let weights, let bias):
      precondition(residual == nil, "no residual after a depthwise convolution")
      let features = FeatureRows(input)
      for row in rows {
        filter(
          features, row: row, weights, bias,
          into: output + (row - rows.lowerBound) * rowCount)
      }
    case .dense(let matrices):
      for (group, matrix) in matrices.enumerated() {
        convolve(
          input, matrix, group: group, groups: matrices.count, rows: rows, residual: residual,
          into: output, workspace: workspace)
      }
    case .winograd(let convolution):
      workspace.withScratch(scratchCount(width: input.width)) { scratch in
        convolution(
          input.base, height: input.height, width: input.width, rows: rows,
          clampedTo: activation.bounds, adding: residual, scratch: scratch, into: output)
      }
    }
    activation.applySmooth(to: output, count: rows.count * rowCount)
  }

  /// Computes one row of a depthwise convolution's output from features of which only the rows under
  /// the kernel need be there; traps for another convolution.
  public func callAsFunction(
    _ input: FeatureRows, row: Int, into output: UnsafeMutablePointer<Float>
  ) {
    guard case .depthwise(let weights, let bias) = method else {
      preconditionFailure("a row by itself is computed by depthwise convolutions")
    }
    filter(input, row: row, weights, bias, into: output)
    activation.applySmooth(to: output, count: outputExtent(input.width) * outputs)
  }

  /// The input rows that some rows of the output depend on.
  public func inputRows(of rows: Range<Int>, height: Int) -> Range<Int> {
    let first = rows.lowerBound * stride - padding
    let end = (rows.upperBound - 1) * stride - padding + kernel
    return max(first, 0)..<min(max(end, 0), height)
  }

  private func shape(height: Int, width: Int, channels: Int) -> ConvolutionShape {
    ConvolutionShape(
      height: height, width: width, channels: channels, kernel: kernel, stride: stride,
      padding: padding)
  }

  private func filter(
    _ input: FeatureRows, row: Int, _ weights: FloatStorage, _ bias: FloatStorage,
    into output: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: kernel) { rows in
      for tap in 0..<kernel {
        let above = row * stride - padding + tap
        rows[tap] = (0..<input.height).contains(above) ? UnsafePointer(input.row(above)) : nil
      }
      Convolution.depthwiseRow(
        shape(height: input.height, width: input.width, channels: inputs),
        rows: UnsafeBufferPointer(rows), weights: weights.base, bias: bias.base,
        clampedTo: activation.bounds, into: output)
    }
  }

  private func convolve(
    _ input: FeatureMap, _ matrix: PackedMatrix, group: Int, groups: Int, rows: Range<Int>,
    residual: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>,
    workspace: Workspace
  ) {
    let channels = inputs / groups
    let row = paddedRow(input.width, groups: groups)
    let band = bandHeight(row)
    let image = shape(height: input.height, width: input.width, channels: inputs)
    let padded = shape(height: input.height, width: input.width, channels: channels)
    workspace.withScratch(row * ((band - 1) * stride + kernel)) { scratch in
      for first in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: band) {
        let count = min(band, rows.upperBound - first)
        let top = first * stride - padding
        Convolution.pad(
          image, input: input.base, channels: group * channels..<(group + 1) * channels,
          rows: top..<top + (count - 1) * stride + kernel, into: scratch)
        let offset =
          (first - rows.lowerBound) * image.outputWidth * outputs + group * matrix.outputs
        matrix.convolve(
          scratch, padded, rows: count, clampedTo: activation.bounds,
          adding: residual.map { $0 + offset }, into: output + offset, outputStride: outputs)
      }
    }
  }
}
