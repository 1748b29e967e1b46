public import Imaging
import Kernels
import NeuralNetwork

/// A model from a directory as it is published, in the format of OpenCLIP or of `CLIPModel` of
/// `transformers`.
///
/// Opening reads configurations and the headers of the weights. A tower is built when the first
/// image, or the first text, is embedded.
public struct CheckpointModel: EmbeddingModel {
  /// The directory's name, and the precision where it is not `float32`.
  public let name: String
  /// The hash of the configuration, weights and tokenizer, each as its SHA-256.
  public let fingerprint: ModelFingerprint
  /// The number of coordinates of an embedding.
  public let dimension: Int
  private let plan: ModelPlan
  private let images: Lazy<NetworkTower>?
  private let texts: Lazy<TextSide>?
  private let parameters: ParameterReader

  /// Joins what a format's reader found, with weights held as the precision says, or in 8 bits where
  /// the file has no more.
  init(_ checkpoint: Checkpoint, precision: Precision = .float32) throws(ModelError) {
    let plan = checkpoint.plan
    name = checkpoint.files.name + (precision == .float32 ? "" : " \(precision.rawValue)")
    dimension = plan.dimension
    self.plan = plan
    fingerprint = try checkpoint.fingerprint(precision)
    let parameters = ParameterReader(
      checkpoint.weights, naming: checkpoint.naming,
      format: checkpoint.weights.holdsLevels ? .int8 : precision.weightFormat)
    self.parameters = parameters
    images = plan.image.map { image in
      Lazy { () throws(ModelError) in
        do throws(WeightsError) {
          return NetworkTower(
            try image.network.built(from: parameters["visual"]),
            levels: image.preprocessing.levels)
        } catch {
          throw .weights(error)
        }
      }
    }
    texts = plan.text.map { text in
      Lazy { () throws(ModelError) in try Self.textSide(text, from: parameters) }
    }
  }

  static func textSide(
    _ text: TextPlan, from parameters: ParameterReader
  ) throws(ModelError) -> TextSide {
    let tokenizer = try text.builtTokenizer()
    do throws(WeightsError) {
      return TextSide(tokenizer: tokenizer, network: try text.network.built(from: parameters))
    } catch {
      throw .weights(error)
    }
  }

  /// What there are towers for.
  public var modalities: Set<Modality> {
    Set((plan.image == nil ? [] : [.image]) + (plan.text == nil ? [] : [.text]))
  }

  /// The side of the images, or 1 where the model embeds none.
  public var imageSide: Int { plan.image?.preprocessing.framing.side ?? 1 }

  /// Estimates, since a checkpoint does not state the similarities of its unrelated pairs; whoever
  /// has items may measure them. A text model's are what all-MiniLM-L6-v2 gives for texts on
  /// other subjects than the demo catalogue's, a dual encoder's about what CLIP's ViT-B/32 gives.
  public func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    guard plan.image != nil else {
      return BackgroundStatistics(mean: 0.04, deviation: 0.07, bestOfThousand: 0.22)
    }
    return switch (query, item) {
    case (.text, .text): BackgroundStatistics(mean: 0.65, deviation: 0.1, bestOfThousand: 0.9)
    case (.image, .image): BackgroundStatistics(mean: 0.5, deviation: 0.1, bestOfThousand: 0.8)
    case (.text, .image), (.image, .text):
      BackgroundStatistics(mean: 0.18, deviation: 0.03, bestOfThousand: 0.27)
    }
  }

  /// Fits an image as the configuration says.
  public func prepare(_ image: Image) -> PreparedImage {
    guard let framing = plan.image?.preprocessing.framing else {
      return PreparedImage(side: 1, pixels: [0, 0, 0])
    }
    return PreparedImage(side: framing.side, pixels: image.framed(framing).pixels)
  }

  /// Embeds images; the first call builds the image tower. Throws `ModelError` where there is none,
  /// and when weights are damaged or do not fit the configuration.
  public func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
    guard !images.isEmpty else { return [] }
    guard let tower = try self.images?.value() else {
      throw ModelError.noTower(model: name, modality: .image)
    }
    return try ConcurrentMap.map(images, threads: threads) { image throws(ModelError) in
      try Embedding(of: tower(image), model: name, modality: .image)
    }
  }

  /// Embeds texts; the first call builds the text tower and the tokenizer. Throws `ModelError` where
  /// there is no text tower, and when weights or tokenizer are damaged or do not fit the configuration.
  public func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
    guard !texts.isEmpty else { return [] }
    guard let side = try self.texts?.value() else {
      throw ModelError.noTower(model: name, modality: .text)
    }
    return try side.embed(texts, threads: threads, model: name)
  }

  /// The tensors of the weights that neither tower reads, in order: a sign that they belong to
  /// another architecture. Builds both towers.
  public func unusedTensors() throws(ModelError) -> [String] {
    _ = try images?.value()
    _ = try texts?.value()
    // The scale of training's loss, BERT's pooler before a classifier, and counters.
    let ignored = [
      "logit_scale", "logit_bias", "pooler.dense.weight", "pooler.dense.bias", "position_ids",
      "num_batches_tracked",
    ]
    return parameters.unusedNames.filter { name in !ignored.contains { name.hasSuffix($0) } }
  }
}
