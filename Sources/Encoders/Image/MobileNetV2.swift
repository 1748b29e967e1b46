import NeuralNetwork

/// The image network MobileNetV2 of width 1 (Sandler et al., 2018, table 2), batch normalisation
/// folded, up to the mean over pixels of its last layer; `torchvision.models.mobilenet_v2`.
struct MobileNetV2: Sendable {
  /// Scalars of the result.
  static let outputs = 1280

  private let stem: ConvolutionLayer
  private let blocks: [InvertedResidual]
  private let last: ConvolutionLayer
  private let side: Int
  /// Floats of the widest features between blocks.
  private let trunkCount: Int
  /// The floats of workspace that a call needs.
  let scratchCount: Int

  /// The bottlenecks of the paper's table 2: expansion t, channels c, repetitions n, stride s.
  private static let stages: [(expansion: Int, channels: Int, repetitions: Int, stride: Int)] = [
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
    (6, 320, 1, 1),
  ]

  /// Reads `features.0` to `features.18` for images of `side × side` pixels.
  init(side: Int, from parameters: ParameterReader) throws(WeightsError) {
    let features = parameters["features"]
    stem = try ConvolutionLayer(
      inputs: 3, outputs: 32, kernel: 3, stride: 2, padding: 1, activation: .relu6,
      from: features[0][0])
    var extent = stem.outputExtent(side)
    var trunkCount = extent * extent * stem.outputs
    var blockScratch = stem.scratchCount
    var blocks: [InvertedResidual] = []
    var channels = stem.outputs
    for stage in Self.stages {
      for repetition in 0..<stage.repetitions {
        let block = try InvertedResidual(
          inputs: channels, outputs: stage.channels, expansion: stage.expansion,
          stride: repetition == 0 ? stage.stride : 1, from: features[blocks.count + 1])
        blockScratch = max(blockScratch, block.scratchCount(extent))
        extent = block.outputExtent(extent)
        trunkCount = max(trunkCount, extent * extent * stage.channels)
        channels = stage.channels
        blocks.append(block)
      }
    }
    last = try ConvolutionLayer(
      inputs: channels, outputs: Self.outputs, kernel: 1, activation: .relu6,
      from: features[blocks.count + 1][0])
    self.blocks = blocks
    self.side = side
    self.trunkCount = max(trunkCount, extent * extent * Self.outputs)
    scratchCount = 2 * Workspace.rounded(self.trunkCount) + blockScratch
  }

  /// Maps an image `[side, side, 3]` to `outputs` scalars.
  ///
  /// - Parameter observe: called with the features after each of the 19 stages.
  func callAsFunction(
    _ image: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace,
    observe: (FeatureMap) -> Void = { _ in }
  ) {
    precondition(image.height == side && image.width == side, "the network takes \(side) pixels")
    workspace.withScratch(trunkCount) { first in
      workspace.withScratch(trunkCount) { second in
        var features = stem(image, into: first, workspace: workspace)
        observe(features)
        for block in blocks {
          let free = features.base == first ? second : first
          features = block(features, into: free, workspace: workspace)
          observe(features)
        }
        let free = features.base == first ? second : first
        features = last(features, into: free, workspace: workspace)
        observe(features)
        features.average(into: output)
      }
    }
  }
}

/// MobileNetV2's block: expand, convolve each channel, project; what comes in is added where the
/// shape stays the same.
struct InvertedResidual: Sendable {
  private let expansion: ConvolutionLayer?
  private let depthwise: ConvolutionLayer
  private let projection: ConvolutionLayer
  private let isResidual: Bool

  /// Reads `conv.0.0`, `conv.1.0` and `conv.2`, or `conv.0.0` and `conv.1` without an expansion.
  init(
    inputs: Int, outputs: Int, expansion factor: Int, stride: Int,
    from parameters: ParameterReader
  ) throws(WeightsError) {
    let conv = parameters["conv"]
    let hidden = inputs * factor
    expansion =
      factor == 1
      ? nil
      : try ConvolutionLayer(
        inputs: inputs, outputs: hidden, kernel: 1, activation: .relu6, from: conv[0][0])
    depthwise = try ConvolutionLayer(
      inputs: hidden, outputs: hidden, kernel: 3, stride: stride, padding: 1, groups: hidden,
      activation: .relu6, from: conv[factor == 1 ? 0 : 1][0])
    projection = try ConvolutionLayer(
      inputs: hidden, outputs: outputs, kernel: 1, from: conv[factor == 1 ? 1 : 2])
    isResidual = stride == 1 && inputs == outputs
  }

  /// The height (or width) of the output for that of an input.
  func outputExtent(_ extent: Int) -> Int { depthwise.outputExtent(extent) }

  /// The floats of workspace that a call needs for a square input.
  func scratchCount(_ extent: Int) -> Int {
    let output = outputExtent(extent)
    return Workspace.rounded(expansion == nil ? 0 : extent * extent * depthwise.inputs)
      + Workspace.rounded(output * output * depthwise.outputs)
  }

  /// Maps features to room that does not overlap them.
  func callAsFunction(
    _ input: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) -> FeatureMap {
    let expandedCount = expansion == nil ? 0 : input.height * input.width * depthwise.inputs
    let filteredCount =
      outputExtent(input.height) * outputExtent(input.width) * depthwise.outputs
    return workspace.withScratch(expandedCount) { expanded in
      workspace.withScratch(filteredCount) { filtered in
        let wide = expansion.map { $0(input, into: expanded, workspace: workspace) } ?? input
        let narrow = depthwise(wide, into: filtered, workspace: workspace)
        return projection(
          narrow, adding: isResidual ? input : nil, into: output, workspace: workspace)
      }
    }
  }
}
