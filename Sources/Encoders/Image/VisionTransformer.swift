import Kernels
import NeuralNetwork

/// CLIP's vision transformer (Dosovitskiy et al., 2021; Radford et al., 2021, section 2.4): patches
/// and a class token, transformer blocks, one token or the mean projected;
/// `open_clip.transformer.VisionTransformer`.
struct VisionTransformer: ImageNetwork {
  /// What a configuration says about it.
  struct Plan: Sendable, Equatable {
    let side: Int
    /// The side of a patch, in pixels.
    let patch: Int
    /// Scalars of a token.
    let width: Int
    let heads: Int
    let layers: Int
    /// Scalars of a token within a block's feed-forward part.
    let hiddenWidth: Int
    let activation: Elementwise.Function
    /// Scalars of the result.
    let outputs: Int
    /// Whether tokens are normalised before the first block.
    let normalizesFirst: Bool
    let pooling: Pooling
    /// Whether the last normalisation comes after pooling; it makes no difference to one token.
    let normalizesAfterPooling: Bool

    /// Tokens, that of the class included.
    var tokenCount: Int { (side / patch) * (side / patch) + 1 }
  }

  /// What becomes of the tokens in the end.
  enum Pooling: Sendable, Equatable {
    /// The token of the class alone.
    case classToken
    /// The mean of the patches.
    case mean
  }

  private let plan: Plan
  private let patches: ConvolutionLayer
  private let classEmbedding: FloatStorage
  private let positions: FloatStorage
  private let firstNormalization: LayerNormalization?
  private let blocks: [TransformerBlock]
  private let lastNormalization: LayerNormalization
  private let projection: LinearLayer

  /// Reads `visual` under OpenCLIP's names.
  init(_ plan: Plan, from visual: ParameterReader) throws(WeightsError) {
    let width = plan.width
    self.plan = plan
    patches = try ConvolutionLayer(
      inputs: 3, outputs: width, kernel: plan.patch, stride: plan.patch, hasBias: false,
      from: visual["conv1"])
    classEmbedding = FloatStorage(
      try visual.tensor("class_embedding", shape: [width]).scalars)
    positions = FloatStorage(
      try visual.tensor("positional_embedding", shape: [plan.tokenCount, width]).scalars)
    firstNormalization =
      plan.normalizesFirst ? try LayerNormalization(width: width, from: visual["ln_pre"]) : nil
    var blocks: [TransformerBlock] = []
    for index in 0..<plan.layers {
      blocks.append(
        try TransformerBlock(
          width: width, heads: plan.heads, hiddenWidth: plan.hiddenWidth,
          activation: .smooth(plan.activation), isCausal: false,
          from: visual["transformer"]["resblocks"][index]))
    }
    self.blocks = blocks
    lastNormalization = try LayerNormalization(width: width, from: visual["ln_post"])
    projection = try LinearLayer(
      projection: "proj", inputs: width, outputs: plan.outputs, from: visual)
  }

  var side: Int { plan.side }
  var outputs: Int { plan.outputs }

  var scratchCount: Int {
    Workspace.rounded(plan.tokenCount * plan.width) + Workspace.rounded(plan.width)
      + max(
        patches.scratchCount(width: plan.side),
        blocks.map { $0.scratchCount(plan.tokenCount) }.max() ?? 0)
  }

  func callAsFunction(
    _ image: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace,
    observe: (FeatureMap) -> Void
  ) {
    precondition(image.height == side && image.width == side, "the network takes \(side) pixels")
    let width = plan.width
    let count = plan.tokenCount
    workspace.withScratch(count * width) { tokens in
      workspace.withScratch(width) { pooled in
        tokens.update(from: classEmbedding.base, count: width)
        _ = patches(image, into: tokens + width, workspace: workspace)
        for index in 0..<count * width { tokens[index] += positions.base[index] }
        firstNormalization?(tokens, count: count, into: tokens)
        let features = FeatureMap(tokens, height: 1, width: count, channels: width)
        observe(features)
        for block in blocks {
          block(tokens, count: count, workspace: workspace)
          observe(features)
        }
        pool(tokens, into: pooled)
        observe(FeatureMap(pooled, height: 1, width: 1, channels: width))
        projection(pooled, count: 1, into: output)
      }
    }
  }

  private func pool(
    _ tokens: UnsafeMutablePointer<Float>, into pooled: UnsafeMutablePointer<Float>
  ) {
    switch plan.pooling {
    case .classToken:
      lastNormalization(tokens, count: 1, into: pooled)
    case .mean:
      let others = plan.tokenCount - 1
      let first = tokens + plan.width
      if !plan.normalizesAfterPooling { lastNormalization(first, count: others, into: first) }
      Convolution.mean(first, pixels: others, channels: plan.width, into: pooled)
      if plan.normalizesAfterPooling { lastNormalization(pooled, count: 1, into: pooled) }
    }
  }
}

extension LinearLayer {
  /// Reads a projection without a bias, or with one where there is one: `NAME` `[inputs, outputs]`
  /// as OpenCLIP keeps it, or `NAME.weight` `[outputs, inputs]` as a layer of its own.
  init(
    projection name: String, inputs: Int, outputs: Int, from parameters: ParameterReader
  ) throws(WeightsError) {
    let layer = parameters[name]
    if layer.contains("weight") {
      self.init(
        weights: try layer.tensor("weight", shape: [outputs, inputs]),
        bias: layer.contains("bias") ? try layer.tensor("bias", shape: [outputs]) : nil,
        format: parameters.format)
    } else {
      self.init(
        weights: try parameters.tensor(name, shape: [inputs, outputs]), bias: nil,
        layout: .inputsFirst, format: parameters.format)
    }
  }
}
