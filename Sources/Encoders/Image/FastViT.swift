import Kernels
import NeuralNetwork

/// FastViT (Vasu et al., 2023) in the variants of MobileCLIP (Vasu et al., 2024), its parallel
/// branches fused; `timm.models.fastvit.FastVit` within `open_clip.timm_model.TimmModel`.
struct FastViT: ImageNetwork {
  /// What a configuration says about it.
  struct Plan: Sendable, Equatable {
    let side: Int
    /// Blocks in each of the four stages, of which the last attends.
    let depths: [Int]
    /// Channels in each stage.
    let widths: [Int]
    /// Scalars of the result.
    let outputs: Int

    /// Scalars of a token within the feed-forward part, for each channel.
    static let expansion = 3
    /// The side of the kernel that knows positions.
    static let positionKernel = 7
  }

  private let plan: Plan
  private let stem: [ConvolutionLayer]
  private let stages: [Stage]
  private let last: MultipliedDepthwise
  private let excitation: SqueezeExcitation
  private let head: LinearLayer
  private let trunkCount: Int
  let scratchCount: Int

  private struct Stage: Sendable {
    let reduction: FastViTReduction?
    let positions: ConvolutionLayer?
    let blocks: [FastViTBlock]
  }

  /// Reads `trunk` of `visual`.
  init(_ plan: Plan, from visual: ParameterReader) throws(WeightsError) {
    self.plan = plan
    let trunk = visual["trunk"]
    stem = try Self.stem(plan.widths[0], from: trunk["stem"])
    var extent = stem[0].outputExtent(plan.side)
    var trunkCount = extent * extent * plan.widths[0]
    extent = stem[1].outputExtent(extent)
    // The others are depthwise or of one pixel and need none.
    var scratch = stem[0].scratchCount(width: plan.side)
    var stages: [Stage] = []
    for (index, width) in plan.widths.enumerated() {
      let parameters = trunk["stages"][index]
      let isLast = index == plan.widths.count - 1
      var reduction: FastViTReduction?
      if index > 0 {
        let step = try FastViTReduction(
          inputs: plan.widths[index - 1], outputs: width, excites: index >= 2,
          from: parameters["downsample"])
        scratch = max(scratch, step.scratchCount(extent))
        extent = step.outputExtent(extent)
        reduction = step
      }
      trunkCount = max(trunkCount, extent * extent * width)
      var blocks: [FastViTBlock] = []
      for block in 0..<plan.depths[index] {
        blocks.append(
          try FastViTBlock(
            width: width, hiddenWidth: Plan.expansion * width, attends: isLast,
            from: parameters["blocks"][block]))
      }
      scratch = max(scratch, blocks.map { $0.scratchCount(extent) }.max() ?? 0)
      let positions =
        isLast
        ? try ConvolutionLayer(
          inputs: width, outputs: width, kernel: Plan.positionKernel,
          padding: Plan.positionKernel / 2, groups: width,
          from: ReparameterizedConvolution(
            positions: parameters["pos_emb"], width: width, kernel: Plan.positionKernel
          ).parameters) : nil
      stages.append(Stage(reduction: reduction, positions: positions, blocks: blocks))
    }
    self.stages = stages
    let width = plan.widths[plan.widths.count - 1]
    let final = trunk["final_conv"]
    last = try MultipliedDepthwise(
      ReparameterizedConvolution(
        mobileOne: final, inputs: width, outputs: 2 * width, kernel: 3, groups: width), stride: 1)
    // A sixteenth of the channels, rounded.
    excitation = try SqueezeExcitation(
      channels: 2 * width, reduced: max(1, (2 * width + 8) / 16), from: final["se"])
    head = try LinearLayer(
      inputs: 2 * width, outputs: plan.outputs, from: trunk["head"]["fc"])
    self.trunkCount = max(trunkCount, extent * extent * 2 * width)
    scratch = max(scratch, last.scratchCount(extent), excitation.scratchCount)
    scratchCount =
      2 * Workspace.rounded(self.trunkCount) + scratch + Workspace.rounded(2 * width)
  }

  /// Two convolutions that halve the resolution, and one that mixes channels.
  private static func stem(
    _ width: Int, from parameters: ParameterReader
  ) throws(WeightsError) -> [ConvolutionLayer] {
    let steps = [
      (inputs: 3, kernel: 3, stride: 2, groups: 1),
      (inputs: width, kernel: 3, stride: 2, groups: width),
      (inputs: width, kernel: 1, stride: 1, groups: 1),
    ]
    var layers: [ConvolutionLayer] = []
    for (index, step) in steps.enumerated() {
      let fused = try ReparameterizedConvolution(
        mobileOne: parameters[index], inputs: step.inputs, outputs: width, kernel: step.kernel,
        stride: step.stride, groups: step.groups)
      layers.append(
        try ConvolutionLayer(
          inputs: step.inputs, outputs: width, kernel: step.kernel, stride: step.stride,
          padding: step.kernel / 2, groups: step.groups, activation: .smooth(.gelu),
          from: fused.parameters))
    }
    return layers
  }

  var side: Int { plan.side }
  var outputs: Int { plan.outputs }

  /// - Parameter observe: called with the features after the stem, after each stage and after the
  ///   last convolution.
  func callAsFunction(
    _ image: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace,
    observe: (FeatureMap) -> Void
  ) {
    precondition(image.height == side && image.width == side, "the network takes \(side) pixels")
    workspace.withScratch(trunkCount) { first in
      workspace.withScratch(trunkCount) { second in
        func free(_ features: FeatureMap) -> UnsafeMutablePointer<Float> {
          features.base == first ? second : first
        }
        var features = stem[0](image, into: first, workspace: workspace)
        features = stem[1](features, into: second, workspace: workspace)
        features = stem[2](features, into: first, workspace: workspace)
        observe(features)
        for stage in stages {
          if let reduction = stage.reduction {
            features = reduction(features, into: free(features), workspace: workspace)
          }
          if let positions = stage.positions {
            features = positions(features, into: free(features), workspace: workspace)
          }
          for block in stage.blocks {
            features = block(features, into: free(features), workspace: workspace)
          }
          observe(features)
        }
        features = last(features, into: free(features), workspace: workspace)
        excitation(features, workspace: workspace)
        Elementwise.apply(.gelu, to: features.base, count: features.count)
        observe(features)
        workspace.withScratch(features.channels) { pooled in
          features.average(into: pooled)
          head(pooled, count: 1, into: output)
        }
      }
    }
  }
}
