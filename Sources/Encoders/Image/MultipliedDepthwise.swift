import NeuralNetwork

/// A convolution that makes several channels of each one, all from that one alone: as many depthwise
/// convolutions, whose results are interleaved.
struct MultipliedDepthwise: Sendable {
  /// Channels of the output.
  let outputs: Int
  private let parts: [ConvolutionLayer]

  /// Divides a convolution in which each group has one input.
  init(_ whole: ReparameterizedConvolution, stride: Int) throws(WeightsError) {
    precondition(whole.groups == whole.inputs)
    outputs = whole.outputs
    let multiplier = whole.outputs / whole.inputs
    let area = whole.kernel * whole.kernel
    var parts: [ConvolutionLayer] = []
    for part in 0..<multiplier {
      let rows = Swift.stride(from: part, to: whole.outputs, by: multiplier)
      let parameters = ParameterReader([
        "weight": Tensor(
          shape: [whole.inputs, 1, whole.kernel, whole.kernel],
          scalars: rows.flatMap { whole.weights[$0 * area..<($0 + 1) * area] }),
        "bias": Tensor(shape: [whole.inputs], scalars: rows.map { whole.bias[$0] }),
      ])
      parts.append(
        try ConvolutionLayer(
          inputs: whole.inputs, outputs: whole.inputs, kernel: whole.kernel, stride: stride,
          padding: whole.kernel / 2, groups: whole.inputs, from: parameters))
    }
    self.parts = parts
  }

  /// The height (or width) of the output for that of an input.
  func outputExtent(_ extent: Int) -> Int { parts[0].outputExtent(extent) }

  /// The floats of workspace that a call needs for a square input.
  func scratchCount(_ extent: Int) -> Int {
    let extent = outputExtent(extent)
    return Workspace.rounded(extent * extent * parts[0].outputs)
  }

  /// Maps features to room that does not overlap them.
  func callAsFunction(
    _ input: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) -> FeatureMap {
    let result = FeatureMap(
      output, height: outputExtent(input.height), width: outputExtent(input.width),
      channels: outputs)
    workspace.withScratch(result.pixels * input.channels) { scratch in
      for (number, part) in parts.enumerated() {
        let features = part(input, into: scratch, workspace: workspace)
        for index in 0..<features.count {
          output[index * parts.count + number] = features.base[index]
        }
      }
    }
    return result
  }
}
