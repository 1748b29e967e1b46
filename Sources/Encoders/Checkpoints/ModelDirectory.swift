import NeuralNetwork

/// A directory with a model of any kind that can be run: one with this library's card
/// (`model.json`), or one as it is published by others.
public struct ModelDirectory: Sendable {
  /// The model, ready to embed.
  public let model: any EmbeddingModel
  private let source: Source

  /// What the facts are taken from, when they are asked for: opening a model has no need of them.
  private enum Source: Sendable {
    case own(DualEncoder)
    case published(Checkpoint)
  }

  /// Opens whatever model lies in a directory. Reads configurations and the headers of weights, and
  /// hashes the files unless their hashes are known from earlier.
  public init(
    opening directory: String, precision: Precision = .float32
  ) throws(ModelError) {
    if CheckpointFiles(directory: directory).has("model.json") {
      let encoder = try DualEncoder(directory: directory, precision: precision)
      model = encoder
      source = .own(encoder)
      return
    }
    let checkpoint = try Checkpoint(directory: directory)
    model = try CheckpointModel(checkpoint, precision: precision)
    source = .published(checkpoint)
  }

  /// The kind of directory, for people.
  public var format: String {
    switch source {
    case .own: "mmsearch"
    case .published(let checkpoint): checkpoint.format.rawValue
    }
  }

  /// The number of weights.
  public var parameterCount: Int {
    switch source {
    case .own(let encoder): encoder.weights.parameterCount()
    case .published(let checkpoint): checkpoint.weights.parameterCount()
    }
  }

  /// About how many floating-point operations an image takes; `nil` where none is embedded.
  public var imageOperations: Int? {
    switch source {
    case .own(let encoder):
      MobileNetV2.operationCount(side: encoder.imageSide, encoder.weights)
    case .published(let checkpoint): checkpoint.imageOperations
    }
  }

  /// About how many a text takes that fills the context; `nil` where none is embedded.
  public var textOperations: Int? {
    switch source {
    case .own(let encoder): encoder.textOperations
    case .published(let checkpoint): checkpoint.textOperations
    }
  }

  /// The licence as the card or the front matter of `README.md` states it.
  public var license: String? {
    switch source {
    case .own(let encoder): encoder.card.license
    case .published(let checkpoint): checkpoint.files.license
    }
  }
}

extension DualEncoder {
  /// The estimate for a text that fills the context.
  fileprivate var textOperations: Int {
    let text = card.text
    var operations = OperationCount()
    operations.add(weights, below: "text.transformer.", places: text.contextLength)
    operations.addAttention(layers: text.layers, tokens: text.contextLength, width: text.width)
    operations.add(weights, below: "text.text_projection", places: 1)
    return operations.count
  }
}

extension MobileNetV2 {
  /// The estimate for an image of `side × side` pixels.
  static func operationCount(side: Int, _ weights: WeightFiles) -> Int {
    var operations = OperationCount()
    var extent = (side + 1) / 2
    for index in 0...18 {
      let path = "visual.trunk.features.\(index)."
      guard [2, 4, 7, 14].contains(index) else {
        operations.add(weights, below: path, places: extent * extent)
        continue
      }
      // The expansion comes before the stride.
      operations.add(weights, below: path + "conv.0.", places: extent * extent)
      extent = (extent + 1) / 2
      for part in ["conv.1.", "conv.2."] {
        operations.add(weights, below: path + part, places: extent * extent)
      }
    }
    operations.add(weights, below: "visual.head.", places: 1)
    return operations.count
  }
}
