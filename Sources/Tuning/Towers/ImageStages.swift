/// The last stages of a MobileNetV2 (Sandler et al. 2018, table 2; batch normalisation folded) with the
/// projection to the shared space: what follows on features that the stages before have made.
public struct ImageStages: Sendable, Equatable {
  /// An inverted residual block: expand, convolve each channel, project.
  public struct Block: Sendable, Equatable {
    /// Where its tensors `0.0`, `1.0` and `2` lie.
    public let path: String
    /// Pixels between neighbouring receptive fields of its depthwise convolution.
    public let stride: Int
    /// Whether what comes in is added to what goes out.
    public let isResidual: Bool

    /// A block.
    public init(path: String, stride: Int, isResidual: Bool) {
      self.path = path
      self.stride = stride
      self.isResidual = isResidual
    }
  }

  /// The blocks, in order.
  public let blocks: [Block]
  /// The pointwise convolution after them.
  public let lastPath: String
  /// The projection of the mean over all pixels.
  public let headPath: String
  /// Height and width of the features that come in.
  public let extent: Int
  /// Their channels.
  public let channels: Int

  /// Stages.
  public init(
    blocks: [Block], lastPath: String, headPath: String, extent: Int, channels: Int
  ) {
    self.blocks = blocks
    self.lastPath = lastPath
    self.headPath = headPath
    self.extent = extent
    self.channels = channels
  }

  /// The names of the tensors.
  public var tensorNames: [String] {
    let layers =
      blocks.flatMap { block in ["0.0", "1.0", "2"].map { "\(block.path).\($0)" } }
      + [lastPath, headPath]
    return layers.flatMap { ["\($0).weight", "\($0).bias"] }
  }

  /// Maps features of images, a pixel a row, `[images · extent², channels]`, to rows of the shared space,
  /// not yet of length one.
  func callAsFunction(_ features: Variable, _ tensors: TowerTensors) -> Variable {
    func convolution(_ rows: Variable, _ path: String) -> Variable {
      rows.linear(tensors["\(path).weight"], bias: tensors["\(path).bias"])
    }
    var features = features
    var extent = extent
    for block in blocks {
      let path = block.path
      let filtered = convolution(features, "\(path).0.0").relu6()
        .depthwise(
          tensors["\(path).1.0.weight"], bias: tensors["\(path).1.0.bias"], extent: extent,
          stride: block.stride
        ).relu6()
      let projected = convolution(filtered, "\(path).2")
      features = block.isResidual ? features + projected : projected
      extent = (extent - 1) / block.stride + 1
    }
    let pooled = convolution(features, lastPath).relu6().meanOfRows(each: extent * extent)
    return convolution(pooled, headPath)
  }
}
