import NeuralNetwork

/// CLIP's ResNet (Radford et al., 2021, section 2.4): a stem of three convolutions, means before
/// strides, and pooling by attention; `open_clip.modified_resnet.ModifiedResNet`.
struct ModifiedResNet: ImageNetwork {
  /// What a configuration says about it.
  struct Plan: Sendable, Equatable {
    let side: Int
    /// Channels after the stem.
    let width: Int
    /// Blocks in each of the four stages.
    let layers: [Int]
    /// Heads of the pooling.
    let heads: Int
    /// Scalars of the result.
    let outputs: Int
  }

  private let plan: Plan
  private let stem: [ConvolutionLayer]
  private let stages: [[Bottleneck]]
  private let pooling: AttentionPooling
  /// Floats of the widest features between blocks.
  private let trunkCount: Int
  let scratchCount: Int

  /// Reads `visual` under OpenCLIP's names.
  init(_ plan: Plan, from visual: ParameterReader) throws(WeightsError) {
    self.plan = plan
    let width = plan.width
    stem = [
      try ConvolutionLayer(
        normalized: ("conv1", "bn1"), inputs: 3, outputs: width / 2, kernel: 3, stride: 2,
        from: visual),
      try ConvolutionLayer(
        normalized: ("conv2", "bn2"), inputs: width / 2, outputs: width / 2, kernel: 3,
        from: visual),
      try ConvolutionLayer(
        normalized: ("conv3", "bn3"), inputs: width / 2, outputs: width, kernel: 3, from: visual),
    ]
    var extent = stem[0].outputExtent(plan.side)
    var trunkCount = extent * extent * width
    var scratch = max(
      stem[0].scratchCount(width: plan.side), stem[1].scratchCount(width: extent),
      stem[2].scratchCount(width: extent))
    extent /= 2
    var stages: [[Bottleneck]] = []
    var channels = width
    for (stage, depth) in plan.layers.enumerated() {
      var blocks: [Bottleneck] = []
      for index in 0..<depth {
        let block = try Bottleneck(
          inputs: channels, width: width << stage, stride: stage > 0 && index == 0 ? 2 : 1,
          from: visual["layer\(stage + 1)"][index])
        scratch = max(scratch, block.scratchCount(extent))
        extent /= block.stride
        channels = block.outputs
        trunkCount = max(trunkCount, extent * extent * channels)
        blocks.append(block)
      }
      stages.append(blocks)
    }
    self.stages = stages
    pooling = try AttentionPooling(
      side: plan.side / 32, width: channels, heads: plan.heads, outputs: plan.outputs,
      from: visual["attnpool"])
    self.trunkCount = trunkCount
    scratchCount = 2 * Workspace.rounded(trunkCount) + max(scratch, pooling.scratchCount)
  }

  var side: Int { plan.side }
  var outputs: Int { plan.outputs }

  /// - Parameter observe: called with the features after the stem and after each stage.
  func callAsFunction(
    _ image: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace,
    observe: (FeatureMap) -> Void
  ) {
    precondition(image.height == side && image.width == side, "the network takes \(side) pixels")
    workspace.withScratch(trunkCount) { first in
      workspace.withScratch(trunkCount) { second in
        var features = stem[0](image, into: first, workspace: workspace)
        features = stem[1](features, into: second, workspace: workspace)
        features = stem[2](features, into: first, workspace: workspace)
        features = features.averaged(side: 2, into: second)
        observe(features)
        for blocks in stages {
          for block in blocks {
            let free = features.base == first ? second : first
            features = block(features, into: free, workspace: workspace)
          }
          observe(features)
        }
        pooling(features, into: output, workspace: workspace)
      }
    }
  }
}

extension ConvolutionLayer {
  /// A convolution with `kernel / 2` pixels of padding, without a bias, and the normalisation after
  /// it, by the names of both.
  init(
    normalized names: (convolution: String, normalization: String), inputs: Int, outputs: Int,
    kernel: Int, stride: Int = 1, activation: Activation = .relu, from parameters: ParameterReader
  ) throws(WeightsError) {
    try self.init(
      inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, padding: kernel / 2,
      hasBias: false,
      normalization: BatchNormalization(
        channels: outputs, from: parameters[names.normalization]),
      activation: activation, from: parameters[names.convolution])
  }
}

/// A residual block of three convolutions, the middle one over squares of pixels; where it strides,
/// means are taken first.
struct Bottleneck: Sendable {
  let inputs: Int
  /// Channels of the result: four times those of the middle convolution.
  let outputs: Int
  let stride: Int
  private let width: Int
  private let reduction: ConvolutionLayer
  private let middle: ConvolutionLayer
  private let expansion: ConvolutionLayer
  private let shortcut: ConvolutionLayer?

  /// Reads `conv1` to `conv3` with `bn1` to `bn3`, and `downsample` where the shape changes.
  init(
    inputs: Int, width: Int, stride: Int, from parameters: ParameterReader
  ) throws(WeightsError) {
    self.inputs = inputs
    self.width = width
    self.stride = stride
    outputs = 4 * width
    reduction = try ConvolutionLayer(
      normalized: ("conv1", "bn1"), inputs: inputs, outputs: width, kernel: 1, from: parameters)
    middle = try ConvolutionLayer(
      normalized: ("conv2", "bn2"), inputs: width, outputs: width, kernel: 3, from: parameters)
    expansion = try ConvolutionLayer(
      normalized: ("conv3", "bn3"), inputs: width, outputs: outputs, kernel: 1,
      activation: .identity, from: parameters)
    shortcut =
      stride == 1 && inputs == outputs
      ? nil
      : try ConvolutionLayer(
        normalized: ("0", "1"), inputs: inputs, outputs: outputs, kernel: 1,
        activation: .identity, from: parameters["downsample"])
  }

  /// The floats of workspace that a call needs for a square input.
  func scratchCount(_ extent: Int) -> Int {
    let reduced = extent / stride
    return 2 * Workspace.rounded(extent * extent * width)
      + Workspace.rounded(stride > 1 ? reduced * reduced * inputs : 0)
      + middle.scratchCount(width: extent)
  }

  /// Maps features to room that does not overlap them.
  func callAsFunction(
    _ input: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) -> FeatureMap {
    let count = input.height * input.width * width
    return workspace.withScratch(count) { first in
      workspace.withScratch(count) { second in
        var features = reduction(input, into: first, workspace: workspace)
        features = middle(features, into: second, workspace: workspace)
        if stride > 1 { features = features.averaged(side: stride, into: first) }
        let identity = shortcut.map { shortcut in
          guard stride > 1 else { return shortcut(input, into: output, workspace: workspace) }
          let reduced = (input.height / stride) * (input.width / stride) * inputs
          return workspace.withScratch(reduced) { mean in
            shortcut(
              input.averaged(side: stride, into: mean), into: output, workspace: workspace)
          }
        }
        let sum = expansion(
          features, adding: identity ?? input, into: output, workspace: workspace)
        sum.rectify()
        return sum
      }
    }
  }
}
