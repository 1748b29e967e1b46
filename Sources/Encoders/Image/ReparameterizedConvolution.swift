import NeuralNetwork

/// A convolution that training held as several parallel branches, summed to one when it is read
/// (Ding et al., 2021, "RepVGG", section 3.3): every branch is a convolution with a normalisation,
/// or a normalisation alone.
struct ReparameterizedConvolution {
  let inputs: Int
  let outputs: Int
  let kernel: Int
  /// Each group has `inputs / groups` channels.
  let groups: Int
  private(set) var weights: [Float]
  private(set) var bias: [Float]

  /// A convolution that gives zeros.
  init(inputs: Int, outputs: Int, kernel: Int, groups: Int) {
    precondition(inputs.isMultiple(of: groups) && outputs.isMultiple(of: groups))
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.groups = groups
    weights = Array(repeating: 0, count: outputs * (inputs / groups) * kernel * kernel)
    bias = Array(repeating: 0, count: outputs)
  }

  private var shape: [Int] { [outputs, inputs / groups, kernel, kernel] }

  /// The parameters as a convolution reads them.
  var parameters: ParameterReader {
    ParameterReader([
      "weight": Tensor(shape: shape, scalars: weights),
      "bias": Tensor(shape: [outputs], scalars: bias),
    ])
  }

  /// Reads `MobileOneBlock` of timm: `reparam_conv` where it is fused already, or else
  /// `conv_kxk.0`, `conv_scale` and `identity`, of those that the shape asks for.
  ///
  /// - Parameters:
  ///   - hasBranch: whether there is `conv_kxk.0`.
  ///   - hasScale: whether there is `conv_scale`, for a kernel larger than 1.
  init(
    mobileOne parameters: ParameterReader, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1,
    groups: Int = 1, hasBranch: Bool = true, hasScale: Bool = true
  ) throws(WeightsError) {
    self.init(inputs: inputs, outputs: outputs, kernel: kernel, groups: groups)
    if try addFused(parameters) { return }
    if hasBranch { try addNormalized(parameters["conv_kxk"][0], kernel: kernel) }
    if hasScale, kernel > 1 { try addNormalized(parameters["conv_scale"], kernel: 1) }
    if inputs == outputs, stride == 1 {
      var identity = ReparameterizedConvolution(
        inputs: inputs, outputs: outputs, kernel: kernel, groups: groups)
      identity.addIdentity()
      add(
        try BatchNormalization(channels: outputs, from: parameters["identity"]).folded(
          into: Tensor(shape: shape, scalars: identity.weights), bias: identity.bias),
        kernel: kernel)
    }
  }

  /// Reads `ReparamLargeKernelConv` of timm, with a kernel in the middle of a larger one.
  init(
    largeKernel parameters: ParameterReader, inputs: Int, outputs: Int, kernel: Int, small: Int
  ) throws(WeightsError) {
    self.init(inputs: inputs, outputs: outputs, kernel: kernel, groups: inputs)
    if try addFused(parameters) { return }
    try addNormalized(parameters["large_conv"], kernel: kernel)
    try addNormalized(parameters["small_conv"], kernel: small)
  }

  /// Reads `RepMixer` of timm: x + scale · (mixer(x) − norm(x)).
  init(mixer parameters: ParameterReader, width: Int, kernel: Int) throws(WeightsError) {
    self.init(inputs: width, outputs: width, kernel: kernel, groups: width)
    if try addFused(parameters) { return }
    let scale = try parameters["layer_scale"].tensor("gamma", shape: [width, 1, 1]).scalars
    let mixer = try ReparameterizedConvolution(
      mobileOne: parameters["mixer"], inputs: width, outputs: width, kernel: kernel,
      groups: width)
    let normalization = try ReparameterizedConvolution(
      mobileOne: parameters["norm"], inputs: width, outputs: width, kernel: kernel,
      groups: width, hasBranch: false, hasScale: false)
    let area = kernel * kernel
    for index in weights.indices {
      weights[index] =
        scale[index / area] * (mixer.weights[index] - normalization.weights[index])
    }
    for index in bias.indices {
      bias[index] = scale[index] * (mixer.bias[index] - normalization.bias[index])
    }
    addIdentity()
  }

  /// Reads `RepConditionalPosEnc` of timm: x + pos_enc(x).
  init(positions parameters: ParameterReader, width: Int, kernel: Int) throws(WeightsError) {
    self.init(inputs: width, outputs: width, kernel: kernel, groups: width)
    if try addFused(parameters) { return }
    weights = try parameters["pos_enc"].tensor("weight", shape: shape).scalars
    bias = try parameters["pos_enc"].tensor("bias", shape: [outputs]).scalars
    addIdentity()
  }

  /// Takes `reparam_conv` where there is one.
  private mutating func addFused(_ parameters: ParameterReader) throws(WeightsError) -> Bool {
    let fused = parameters["reparam_conv"]
    guard fused.contains("weight") else { return false }
    weights = try fused.tensor("weight", shape: shape).scalars
    bias = try fused.tensor("bias", shape: [outputs]).scalars
    return true
  }

  /// Adds a convolution `conv` of a kernel no larger, in the middle, with its normalisation `bn`.
  private mutating func addNormalized(
    _ parameters: ParameterReader, kernel: Int
  ) throws(WeightsError) {
    let weights = try parameters["conv"].tensor(
      "weight", shape: [outputs, inputs / groups, kernel, kernel])
    let normalization = try BatchNormalization(channels: outputs, from: parameters["bn"])
    add(
      normalization.folded(into: weights, bias: Array(repeating: 0, count: outputs)),
      kernel: kernel)
  }

  private mutating func add(_ branch: (weights: Tensor, bias: [Float]), kernel small: Int) {
    let margin = (kernel - small) / 2
    for (index, weight) in branch.weights.scalars.enumerated() {
      let (plane, tap) = index.quotientAndRemainder(dividingBy: small * small)
      let (row, column) = tap.quotientAndRemainder(dividingBy: small)
      weights[(plane * kernel + row + margin) * kernel + column + margin] += weight
    }
    for (index, value) in branch.bias.enumerated() { bias[index] += value }
  }

  /// Adds what comes in: one in the middle of each channel's own kernel.
  private mutating func addIdentity() {
    let channels = inputs / groups
    let middle = kernel / 2 * (kernel + 1)
    for output in 0..<outputs {
      weights[(output * channels + output % channels) * kernel * kernel + middle] += 1
    }
  }
}
