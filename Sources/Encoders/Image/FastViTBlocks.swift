import Kernels
import NeuralNetwork

/// FastViT's feed-forward part: a depthwise convolution of 7 × 7 pixels and two linear layers,
/// scaled and added to what comes in; `timm.models.fastvit.ConvMlp` and `LayerScale2d`.
struct ConvolutionalFeedForward: Sendable {
  private let depthwise: ConvolutionLayer
  private let feedForward: FeedForward

  /// Reads `conv`, `fc1` and `fc2`; the scale `[width]` is folded into the last.
  init(
    width: Int, hiddenWidth: Int, scale: [Float], from parameters: ParameterReader
  ) throws(WeightsError) {
    depthwise = try ConvolutionLayer(
      inputs: width, outputs: width, kernel: 7, padding: 3, groups: width, hasBias: false,
      normalization: BatchNormalization(channels: width, from: parameters["conv"]["bn"]),
      from: parameters["conv"]["conv"])
    feedForward = FeedForward(
      expansion: LinearLayer(
        weights: try parameters["fc1"].pointwiseWeights(inputs: width, outputs: hiddenWidth),
        bias: try parameters["fc1"].tensor("bias", shape: [hiddenWidth]),
        activation: .smooth(.gelu), format: parameters.format),
      contraction: LinearLayer(
        weights: try parameters["fc2"].pointwiseWeights(inputs: hiddenWidth, outputs: width)
          .rowsScaled(by: scale),
        bias: try parameters["fc2"].tensor("bias", shape: [width]).rowsScaled(by: scale),
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
      feedForward(mixed, count: features.pixels, addingTo: features.base, workspace: workspace)
    }
  }
}

/// A block of FastViT: tokens mixed by a convolution or by attention, then the feed-forward part.
struct FastViTBlock: Sendable {
  private let mixer: Mixer
  private let feedForward: ConvolutionalFeedForward

  private enum Mixer: Sendable {
    case convolution(ConvolutionLayer)
    case attention(MultiHeadAttention)
  }

  /// Scalars of an attention head.
  static let headWidth = 32

  /// Reads `token_mixer` and `mlp` with their scales, and `norm` before attention, which is folded
  /// into the projection after it.
  init(
    width: Int, hiddenWidth: Int, attends: Bool, from parameters: ParameterReader
  ) throws(WeightsError) {
    let mixer = parameters["token_mixer"]
    if attends {
      self.mixer = .attention(
        try MultiHeadAttention(
          width: width, heads: width / Self.headWidth, isCausal: false,
          from: Self.attention(width, from: parameters)))
    } else {
      let convolution = try ReparameterizedConvolution(mixer: mixer, width: width, kernel: 3)
      self.mixer = .convolution(
        try ConvolutionLayer(
          inputs: width, outputs: width, kernel: 3, padding: 1, groups: width,
          from: convolution.parameters))
    }
    let scale = parameters[attends ? "layer_scale_2" : "layer_scale"]
    feedForward = try ConvolutionalFeedForward(
      width: width, hiddenWidth: hiddenWidth,
      scale: scale.tensor("gamma", shape: [width, 1, 1]).scalars, from: parameters["mlp"])
  }

  /// The parameters of attention with the normalisation before it and the scale after it: of the
  /// projection W and the normalisation x ∘ s + t come W ∘ s and W t.
  private static func attention(
    _ width: Int, from parameters: ParameterReader
  ) throws(WeightsError) -> ParameterReader {
    let mixer = parameters["token_mixer"]
    let normalization = try BatchNormalization(channels: width, from: parameters["norm"])
    let (scale, shift) = normalization.folded(
      into: Tensor(shape: [width, 1], scalars: Array(repeating: 1, count: width)),
      bias: Array(repeating: 0, count: width))
    var projection = try mixer["qkv"].tensor("weight", shape: [3 * width, width])
    var bias = [Float](repeating: 0, count: 3 * width)
    for row in 0..<3 * width {
      for column in 0..<width {
        let index = row * width + column
        bias[row] += projection.scalars[index] * shift[column]
        projection.scalars[index] *= scale.scalars[column]
      }
    }
    let factors = try parameters["layer_scale_1"].tensor("gamma", shape: [width, 1, 1]).scalars
    return ParameterReader([
      "in_proj_weight": projection,
      "in_proj_bias": Tensor(shape: [3 * width], scalars: bias),
      "out_proj.weight": try mixer["proj"].tensor("weight", shape: [width, width])
        .rowsScaled(by: factors),
      "out_proj.bias": try mixer["proj"].tensor("bias", shape: [width]).rowsScaled(by: factors),
    ])
  }

  /// The floats of workspace that a call needs for a square input.
  func scratchCount(_ extent: Int) -> Int {
    switch mixer {
    case .convolution: feedForward.scratchCount(extent)
    case .attention(let attention):
      max(feedForward.scratchCount(extent), attention.scratchCount(extent * extent))
    }
  }

  /// Mixes tokens into room that does not overlap them, and changes them there.
  func callAsFunction(
    _ input: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) -> FeatureMap {
    let features = FeatureMap(
      output, height: input.height, width: input.width, channels: input.channels)
    switch mixer {
    case .convolution(let convolution):
      _ = convolution(input, into: output, workspace: workspace)
    case .attention(let attention):
      attention(
        input.base, count: input.pixels, adding: input.base, into: output, workspace: workspace)
    }
    feedForward(features, workspace: workspace)
    return features
  }
}

/// The step from one width of FastViT to the next: each channel becomes two at half the resolution,
/// channels are scaled, then mixed; `timm.models.fastvit.PatchEmbed`.
struct FastViTReduction: Sendable {
  private let spread: MultipliedDepthwise
  private let excitation: SqueezeExcitation?
  private let mixing: ConvolutionLayer

  /// Reads `proj.0` and `proj.1`.
  init(
    inputs: Int, outputs: Int, excites: Bool, from parameters: ParameterReader
  ) throws(WeightsError) {
    let steps = parameters["proj"]
    spread = try MultipliedDepthwise(
      ReparameterizedConvolution(
        largeKernel: steps[0], inputs: inputs, outputs: outputs, kernel: 7, small: 3), stride: 2)
    // A quarter of the channels, rounded to a multiple of eight.
    excitation =
      excites
      ? try SqueezeExcitation(
        channels: outputs, reduced: max(8, (outputs / 4 + 4) / 8 * 8), from: steps[0]["se"]) : nil
    mixing = try ConvolutionLayer(
      inputs: outputs, outputs: outputs, kernel: 1, activation: .smooth(.gelu),
      from: ReparameterizedConvolution(
        mobileOne: steps[1], inputs: outputs, outputs: outputs, kernel: 1
      ).parameters)
  }

  /// The height (or width) of the output for that of an input.
  func outputExtent(_ extent: Int) -> Int { spread.outputExtent(extent) }

  /// The floats of workspace that a call needs for a square input.
  func scratchCount(_ extent: Int) -> Int {
    let output = outputExtent(extent)
    return Workspace.rounded(output * output * spread.outputs)
      + max(spread.scratchCount(extent), excitation?.scratchCount ?? 0)
  }

  /// Maps features to room that does not overlap them.
  func callAsFunction(
    _ input: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) -> FeatureMap {
    let extent = outputExtent(input.height)
    return workspace.withScratch(extent * extent * spread.outputs) { wide in
      let features = spread(input, into: wide, workspace: workspace)
      excitation?(features, workspace: workspace)
      Elementwise.apply(.gelu, to: features.base, count: features.count)
      return mixing(features, into: output, workspace: workspace)
    }
  }
}
