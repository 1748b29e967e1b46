public import Imaging
import Kernels
import NeuralNetwork

/// A model from a directory: a card, weights and a tokenizer (`model.json`, `model.safetensors`,
/// `vocab.json`, `merges.txt`); an image tower and a text tower that meet in one space.
///
/// Opening reads the card and the header of the weights. A tower is built when the first image, or
/// the first text, is embedded.
public struct DualEncoder: EmbeddingModel {
  /// What the directory's card says.
  public let card: ModelCard
  /// The arithmetic: `int8` is that of the image tower alone.
  public let precision: Precision
  /// The identity of card, weights and tokenizer: see `init(directory:)`.
  public let fingerprint: ModelFingerprint
  /// Where card, weights and tokenizer lie.
  public let directory: String
  private let images: Lazy<ImageTower>
  private let texts: Lazy<TextSide>
  /// The headers of the weights.
  let weights: WeightFiles
  let parameters: ParameterReader

  /// The files whose bytes shape an embedding.
  public static let fileNames = ["model.safetensors", "vocab.json", "merges.txt"]

  /// Opens a model's directory, to embed with the given arithmetic.
  ///
  /// The fingerprint is the SHA-256 of what the card says about images, texts and the dimension,
  /// and of the SHA-256 of each file: taken from the card where it declares them, otherwise
  /// computed. `verifyFiles()` compares the declared ones. A precision other than `float32` is part of
  /// it, too.
  public init(directory: String, precision: Precision = .float32) throws(ModelError) {
    let card = try ModelCard(path: directory + "/model.json")
    let weightsPath = directory + "/model.safetensors"
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(path: weightsPath)
    } catch {
      throw .weights(error)
    }
    var identity = card.canonicalText
    for name in Self.fileNames {
      let hash: String
      if let declared = card.files?[name] {
        hash = declared
      } else {
        hash = try ModelFingerprint(ofFileAt: directory + "/" + name).hex
      }
      identity += "\(name)=\(hash)\n"
    }
    if precision != .float32 { identity += "image.precision=\(precision.rawValue)\n" }
    self.card = card
    self.precision = precision
    self.directory = directory
    fingerprint = ModelFingerprint(hashing: identity)
    weights = WeightFiles(file)
    let parameters = ParameterReader(
      weights, format: precision == .float16 ? .float16 : .float32)
    self.parameters = parameters
    images = Lazy { () throws(ModelError) in
      do throws(WeightsError) {
        return try ImageTower(card, precision: precision, from: parameters)
      } catch {
        throw .weights(error)
      }
    }
    texts = Lazy { () throws(ModelError) in
      let tokenizer = try CLIPTokenizer(of: card, directory: directory)
      do throws(WeightsError) {
        let network = try CLIPTextTransformer(.init(card), from: parameters["text"])
        return TextSide(tokenizer: tokenizer, network: network)
      } catch {
        throw .weights(error)
      }
    }
  }

  /// The card's name, and the precision where it is not `float32`.
  public var name: String {
    precision == .float32 ? card.name : "\(card.name) \(precision.rawValue)"
  }
  /// The card's dimension.
  public var dimension: Int { card.dimension }
  /// The card's image size.
  public var imageSide: Int { card.image.size }

  /// The card's statistics; those of text and image serve in both directions.
  public func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    switch (query, item) {
    case (.text, .text): card.background.textText
    case (.image, .image): card.background.imageImage
    case (.text, .image), (.image, .text): card.background.textImage
    }
  }

  /// Fits an image as the card says.
  public func prepare(_ image: Image) -> PreparedImage {
    PreparedImage(
      side: imageSide, pixels: image.fitted(to: imageSide, fit: card.image.fit).pixels)
  }

  /// Embeds images; the first call builds the image tower. Throws `ModelError` when the weights
  /// are damaged or do not fit the card.
  public func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
    guard !images.isEmpty else { return [] }
    let tower = try self.images.value()
    return try ConcurrentMap.map(images, threads: threads) { image throws(ModelError) in
      try Embedding(of: tower(image), model: name, modality: .image)
    }
  }

  /// Embeds texts; the first call builds the text tower and the tokenizer. A text longer than the
  /// context is read in windows, whose unit vectors are averaged by their lengths. Throws
  /// `ModelError` when weights or tokenizer are damaged or do not fit the card.
  public func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
    guard !texts.isEmpty else { return [] }
    return try self.texts.value().embed(texts, threads: threads, model: name)
  }

  /// Compares each file with the SHA-256 that the card declares for it, if it declares any.
  public func verifyFiles() throws(ModelError) {
    for (name, expected) in (card.files ?? [:]).sorted(by: { $0.key < $1.key }) {
      let path = directory + "/" + name
      let found = try ModelFingerprint(ofFileAt: path).hex
      guard found == expected else {
        throw .changedFile(path: path, expected: expected, found: found)
      }
    }
  }

  /// The tensors of the weights that neither tower reads, in order: a sign that they belong to
  /// another architecture. Builds both towers.
  public func unusedTensors() throws(ModelError) -> [String] {
    _ = try images.value()
    _ = try texts.value()
    // The scale of training's loss, which the card states as the temperature.
    return parameters.unusedNames.filter { $0 != "logit_scale" }
  }
}

extension CLIPTokenizer {
  /// The tokenizer beside a card.
  convenience init(of card: ModelCard, directory: String) throws(ModelError) {
    try self.init(
      vocabularyPath: directory + "/vocab.json", mergesPath: directory + "/merges.txt",
      vocabularySize: card.text.vocabularySize, contextLength: card.text.contextLength)
  }
}

extension CLIPTextTransformer.Plan {
  /// CLIP's own variant (Radford et al. 2021, section 2.4) in the size of a card.
  init(_ card: ModelCard) {
    let text = card.text
    self.init(
      vocabularySize: text.vocabularySize, contextLength: text.contextLength, width: text.width,
      heads: text.heads, layers: text.layers, hiddenWidth: 4 * text.width,
      activation: text.activation == .gelu ? .gelu : .quickGELU, outputs: card.dimension,
      isCausal: true, pooling: .largestToken, projects: true)
  }
}
