import NeuralNetwork

/// The image network MobileNetV2 of width 1 (Sandler et al., 2018, table 2), batch normalisation
/// folded, up to the mean over pixels of its last layer; `torchvision.models.mobilenet_v2`.
struct MobileNetV2: Sendable {
  /// Scalars of the result.
  static let outputs = 1280

  private let blocks: [InvertedResidual]
  private let last: ConvolutionLayer
  private let side: Int
  /// Floats of the widest features between blocks.
  private let trunkCount: Int
  /// The floats of workspace that a call needs.
  let scratchCount: Int

  /// The bottlenecks of the paper's table 2: expansion t, channels c, repetitions n, stride s.
  static let stages: [(expansion: Int, channels: Int, repetitions: Int, stride: Int)] = [
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
    (6, 320, 1, 1),
  ]

  /// Reads `features.0` to `features.18` for images of `side × side` pixels.
  init(side: Int, from parameters: ParameterReader) throws(WeightsError) {
    let features = parameters["features"]
    let stem = try ConvolutionLayer(
      inputs: 3, outputs: 32, kernel: 3, stride: 2, padding: 1, activation: .relu6,
      from: features[0][0])
    var extent = side
    var trunkCount = 0
    var blockScratch = 0
    var blocks: [InvertedResidual] = []
    var channels = stem.outputs
    for stage in Self.stages {
      for repetition in 0..<stage.repetitions {
        let conv = features[blocks.count + 1]["conv"]
        let stride = repetition == 0 ? stage.stride : 1
        // The first block has no expansion; the convolution before it takes that place.
        let block =
          blocks.isEmpty
          ? try InvertedResidual(after: stem, outputs: stage.channels, stride: stride, from: conv)
          : try InvertedResidual(
            inputs: channels, outputs: stage.channels, expansion: stage.expansion, stride: stride,
            from: conv)
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
  /// - Parameter observe: called with the features after each of the 17 blocks and after the last
  ///   convolution.
  func callAsFunction(
    _ image: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace,
    observe: (FeatureMap) -> Void = { _ in }
  ) {
    withFeatures(of: image, after: blocks.count, workspace: workspace, observe: observe) {
      features, free in
      let features = last(features, into: free, workspace: workspace)
      observe(features)
      features.average(into: output)
    }
  }

  /// Hands on the features of an image `[side, side, 3]` after the first `count` of the 17 blocks.
  ///
  /// - Parameter body: also given room for the widest features, which these do not overlap.
  func withFeatures(
    of image: FeatureMap, after count: Int, workspace: Workspace,
    observe: (FeatureMap) -> Void = { _ in },
    _ body: (_ features: FeatureMap, _ free: UnsafeMutablePointer<Float>) -> Void
  ) {
    precondition(image.height == side && image.width == side, "the network takes \(side) pixels")
    workspace.withScratch(trunkCount) { first in
      workspace.withScratch(trunkCount) { second in
        var features = image
        for block in blocks.prefix(count) {
          let free = features.base == first ? second : first
          features = block(features, into: free, workspace: workspace)
          observe(features)
        }
        body(features, features.base == first ? second : first)
      }
    }
  }
}
