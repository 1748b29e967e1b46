import Kernels
public import NeuralNetwork

/// What training needs of a model beside its vectors: the features that the image tower's last stages start
/// from, the tokens of texts, and all tensors.
public struct TrainableModel: Sendable {
  /// A block of MobileNetV2 by the path of its tensors.
  public struct ImageBlock: Sendable {
    /// Where `0.0.weight`, `1.0.weight`, `2.weight` and their biases lie.
    public let path: String
    /// Pixels between neighbouring receptive fields of its depthwise convolution.
    public let stride: Int
    /// Whether what comes in is added to what goes out.
    public let isResidual: Bool
  }

  /// The model.
  public let encoder: DualEncoder
  /// The blocks that are left to training, in order; a pointwise convolution and the projection follow.
  public let blocks: [ImageBlock]
  /// Where the pointwise convolution after the blocks lies.
  public let lastPath: String
  /// Where the projection to the shared space lies.
  public let headPath = "visual.head.proj"
  /// Where the text tower lies, with a dot behind.
  public let textPrefix = "text."
  /// Height and width of the features that the first of the blocks takes.
  public let extent: Int
  /// Their channels.
  public let channels: Int
  private let network: MobileNetV2
  private let firstCount: Int
  private let levels: FloatStorage
  private let tokenizer: CLIPTokenizer
  private let workspaces: WorkspacePool

  /// The most blocks that may be left to training: those on at most 24 pixels a side of 192, whose features
  /// of a batch fit into memory.
  public static let mostBlocks = 13

  /// Opens a model whose last `trainedBlocks` blocks of the image tower are trained.
  ///
  /// Throws: `ModelError` for damaged weights or tokenizer.
  public init(_ encoder: DualEncoder, trainedBlocks: Int) throws(ModelError) {
    precondition((0...Self.mostBlocks).contains(trainedBlocks))
    let side = encoder.imageSide
    self.encoder = encoder
    levels = ImageTower.levels(encoder.card.image)
    tokenizer = try CLIPTokenizer(of: encoder.card, directory: encoder.directory)
    do throws(WeightsError) {
      network = try MobileNetV2(side: side, from: encoder.parameters["visual"]["trunk"])
    } catch {
      throw .weights(error)
    }
    workspaces = WorkspacePool(
      count: Workspace.rounded(side * side * 3) + network.scratchCount)
    // The first of all blocks follows the stem.
    var extent = (side + 1) / 2
    var channels = 32
    var blocks: [ImageBlock] = []
    var shapes: [(extent: Int, channels: Int)] = []
    for stage in MobileNetV2.stages {
      for repetition in 0..<stage.repetitions {
        let stride = repetition == 0 ? stage.stride : 1
        shapes.append((extent, channels))
        blocks.append(
          ImageBlock(
            path: "visual.trunk.features.\(blocks.count + 1).conv", stride: stride,
            isResidual: stride == 1 && channels == stage.channels))
        extent = (extent - 1) / stride + 1
        channels = stage.channels
      }
    }
    shapes.append((extent, channels))
    lastPath = "visual.trunk.features.\(blocks.count + 1).0"
    firstCount = blocks.count - trainedBlocks
    self.blocks = Array(blocks.suffix(trainedBlocks))
    (self.extent, self.channels) = shapes[firstCount]
  }

  /// The features `[extent, extent, channels]` of an image before the blocks that are left to training.
  public func features(of image: PreparedImage) -> [Float] {
    let side = encoder.imageSide
    precondition(image.side == side, "an image prepared for \(image.side) pixels, not \(side)")
    let count = extent * extent * channels
    return workspaces.withWorkspace { workspace in
      workspace.withScratch(side * side * 3) { input in
        image.pixels.withUnsafeBufferPointer {
          PixelNormalization.apply(levels.base, to: $0, into: input)
        }
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
          network.withFeatures(
            of: FeatureMap(input, height: side, width: side, channels: 3), after: firstCount,
            workspace: workspace
          ) { features, _ in
            precondition(features.count == count)
            buffer.baseAddress?.update(from: features.base, count: count)
          }
          initialized = count
        }
      }
    }
  }

  /// The tokens of a text, start and end included; what does not fit into the context is left out.
  public func tokens(of text: String) -> [Int32] { tokenizer.tokens(of: text).ids }

  /// The names of all tensors, in order.
  public var tensorNames: [String] { encoder.weights.names.sorted() }

  /// A tensor by its name, with the shape it has in the file.
  ///
  /// Throws: `ModelError` where there is none.
  public func tensor(_ name: String) throws(ModelError) -> Tensor {
    do throws(WeightsError) {
      return try encoder.parameters.tensor(
        name, shape: encoder.weights.shape(of: name) ?? [])
    } catch {
      throw .weights(error)
    }
  }
}
