import Kernels
import NeuralNetwork

/// ConvNeXt (Liu et al., 2022) with the head of OpenCLIP; `timm.models.convnext.ConvNeXt` within
/// `open_clip.timm_model.TimmModel`.
struct ConvNeXt: ImageNetwork {
  /// What a configuration says about it.
  struct Plan: Sendable, Equatable {
    let side: Int
    /// Blocks in each stage.
    let depths: [Int]
    /// Channels in each stage.
    let widths: [Int]
    /// Added to variances.
    let epsilon: Float
    let head: Head
    /// Scalars of the result.
    let outputs: Int
  }

  /// What follows the mean over pixels and its normalisation.
  enum Head: Sendable, Equatable {
    case linear
    /// Twice as many scalars as the result, a GELU, the result.
    case perceptron
  }

  private let plan: Plan
  private let stem: ConvolutionLayer
  private let stemNormalization: LayerNormalization
  private let stages: [Stage]
  private let normalization: LayerNormalization
  private let expansion: LinearLayer?
  private let projection: LinearLayer
  private let trunkCount: Int
  let scratchCount: Int

  /// Blocks of one width, and what brings the features to it.
  private struct Stage: Sendable {
    let reduction: (normalization: LayerNormalization, convolution: ConvolutionLayer)?
    let blocks: [ConvNeXtBlock]
  }

  /// Reads `trunk` and `head` of `visual`.
  init(_ plan: Plan, from visual: ParameterReader) throws(WeightsError) {
    self.plan = plan
    let trunk = visual["trunk"]
    stem = try ConvolutionLayer(
      inputs: 3, outputs: plan.widths[0], kernel: 4, stride: 4, from: trunk["stem"][0])
    stemNormalization = try LayerNormalization(
      width: plan.widths[0], epsilon: plan.epsilon, from: trunk["stem"][1])
    var extent = stem.outputExtent(plan.side)
    var trunkCount = extent * extent * plan.widths[0]
    var scratch = stem.scratchCount(width: plan.side)
    var stages: [Stage] = []
    for (index, width) in plan.widths.enumerated() {
      let parameters = trunk["stages"][index]
      var reduction: (normalization: LayerNormalization, convolution: ConvolutionLayer)?
      if index > 0 {
        let inputs = plan.widths[index - 1]
        let convolution = try ConvolutionLayer(
          inputs: inputs, outputs: width, kernel: 2, stride: 2,
          from: parameters["downsample"][1])
        reduction = (
          try LayerNormalization(
            width: inputs, epsilon: plan.epsilon, from: parameters["downsample"][0]),
          convolution
        )
        scratch = max(scratch, convolution.scratchCount(width: extent))
        extent = convolution.outputExtent(extent)
        trunkCount = max(trunkCount, extent * extent * width)
      }
      var blocks: [ConvNeXtBlock] = []
      for block in 0..<plan.depths[index] {
        blocks.append(
          try ConvNeXtBlock(
            width: width, epsilon: plan.epsilon, from: parameters["blocks"][block]))
      }
      scratch = max(scratch, blocks.map { $0.scratchCount(extent) }.max() ?? 0)
      stages.append(Stage(reduction: reduction, blocks: blocks))
    }
    self.stages = stages
    self.trunkCount = trunkCount
    let width = plan.widths[plan.widths.count - 1]
    normalization = try LayerNormalization(
      width: width, epsilon: plan.epsilon, from: trunk["head"]["norm"])
    let head = visual["head"]
    switch plan.head {
    case .linear:
      expansion = nil
      projection = try LinearLayer(
        projection: "proj", inputs: width, outputs: plan.outputs, from: head)
    case .perceptron:
      expansion = try LinearLayer(
        inputs: width, outputs: 2 * plan.outputs, activation: .smooth(.gelu),
        from: head["mlp"]["fc1"])
      projection = try LinearLayer(
        projection: "fc2", inputs: 2 * plan.outputs, outputs: plan.outputs, from: head["mlp"])
    }
    scratchCount =
      2 * Workspace.rounded(trunkCount) + scratch + Workspace.rounded(width)
      + Workspace.rounded(2 * plan.outputs)
  }

  var side: Int { plan.side }
  var outputs: Int { plan.outputs }

  /// - Parameter observe: called with the features after the stem and after each stage, and with
  ///   their normalised mean.
  func callAsFunction(
    _ image: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace,
    observe: (FeatureMap) -> Void
  ) {
    precondition(image.height == side && image.width == side, "the network takes \(side) pixels")
    workspace.withScratch(trunkCount) { first in
      workspace.withScratch(trunkCount) { second in
        var features = stem(image, into: first, workspace: workspace)
        stemNormalization(features.base, count: features.pixels, into: features.base)
        observe(features)
        for stage in stages {
          if let (normalization, convolution) = stage.reduction {
            normalization(features.base, count: features.pixels, into: features.base)
            let free = features.base == first ? second : first
            features = convolution(features, into: free, workspace: workspace)
          }
          for block in stage.blocks { block(features, workspace: workspace) }
          observe(features)
        }
        let width = features.channels
        workspace.withScratch(width) { pooled in
          features.average(into: pooled)
          normalization(pooled, count: 1, into: pooled)
          observe(FeatureMap(pooled, height: 1, width: 1, channels: width))
          guard let expansion else { return projection(pooled, count: 1, into: output) }
          workspace.withScratch(expansion.outputs) { hidden in
            expansion(pooled, count: 1, into: hidden)
            projection(hidden, count: 1, into: output)
          }
        }
      }
    }
  }
}

/// ConvNeXt's block: a depthwise convolution of 7 × 7 pixels, a normalisation, two linear layers;
/// scaled, and added to what comes in.
struct ConvNeXtBlock: Sendable {
  private let depthwise: ConvolutionLayer
  private let normalization: LayerNormalization
  private let feedForward: FeedForward

  /// Reads `conv_dw`, `norm`, `mlp` and `gamma`, which is folded into the second linear layer.
  init(width: Int, epsilon: Float, from parameters: ParameterReader) throws(WeightsError) {
    depthwise = try ConvolutionLayer(
      inputs: width, outputs: width, kernel: 7, padding: 3, groups: width,
      from: parameters["conv_dw"])
    normalization = try LayerNormalization(
      width: width, epsilon: epsilon, from: parameters["norm"])
    let perceptron = parameters["mlp"]
    let scale = try parameters.tensor("gamma", shape: [width]).scalars
    feedForward = FeedForward(
      expansion: try LinearLayer(
        inputs: width, outputs: 4 * width, activation: .smooth(.gelu), from: perceptron["fc1"]),
      contraction: LinearLayer(
        weights: try perceptron["fc2"].tensor("weight", shape: [width, 4 * width])
          .rowsScaled(by: scale),
        bias: try perceptron["fc2"].tensor("bias", shape: [width]).rowsScaled(by: scale),
        format: parameters.format))
  }

  /// The floats of workspace that a call needs for a square input.
  func scratchCount(_ extent: Int) -> Int {
    let pixels = extent * extent
    return Workspace.rounded(pixels * depthwise.outputs) + feedForward.scratchCount(pixels)
  }

  /// Changes features in place.
  func callAsFunction(_ features: FeatureMap, workspace: Workspace) {
    workspace.withScratch(features.count) { mixed in
      _ = depthwise(features, into: mixed, workspace: workspace)
      normalization(mixed, count: features.pixels, into: mixed)
      feedForward(mixed, count: features.pixels, addingTo: features.base, workspace: workspace)
    }
  }
}

extension FeatureMap {
  /// The number of pixels.
  var pixels: Int { height * width }
}

extension Tensor {
  /// Each part along the outermost extent times a factor of its own.
  func rowsScaled(by factors: [Float]) -> Tensor {
    precondition(shape.first == factors.count)
    var scaled = self
    let count = scalars.count / factors.count
    for row in factors.indices {
      for index in row * count..<(row + 1) * count { scaled.scalars[index] *= factors[row] }
    }
    return scaled
  }
}
