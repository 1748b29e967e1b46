internal import Encoders
internal import Imaging
internal import JSON
internal import NeuralNetwork
internal import Storage
internal import Tuning

/// A head of a library as searches use it: what it does to vectors, and which similarities are usual behind it.
struct LibraryHead: Sendable {
  let name: String
  /// A hash over the model's fingerprint and the weights.
  let fingerprint: String
  let heads: HeadPair
  /// Similarities of what has nothing to do with each other, behind the heads.
  let backgrounds: [Kind: BackgroundStatistics]

  /// What is compared with what.
  enum Kind: String, CaseIterable {
    case textImage = "text_image"
    case textText = "text_text"
    case imageImage = "image_image"

    init(_ query: Modality, _ item: Modality) {
      self =
        switch (query, item) {
        case (.text, .text): .textText
        case (.image, .image): .imageImage
        default: .textImage
        }
    }
  }

  init(
    name: String, fingerprint: String, heads: HeadPair,
    backgrounds: [Kind: BackgroundStatistics]
  ) {
    self.name = name
    self.fingerprint = fingerprint
    self.heads = heads
    self.backgrounds = backgrounds
  }

  /// Reads a head as it is stored.
  ///
  /// Throws: `LibraryError` where it is damaged.
  init(_ record: HeadRecord, dimension: Int) throws {
    let name = record.name
    func damaged(_ reason: String) -> LibraryError {
      LibraryError(
        "the head '\(name)' cannot be used: \(reason); search with --head none, or train it again")
    }
    do {
      heads = try HeadPair(SafetensorsFile(bytes: record.weights, name: "the head '\(name)'"))
    } catch {
      throw damaged("\(error)")
    }
    for modality in TuningModality.allCases {
      guard heads[modality].map({ $0.dimension == dimension }) ?? true else {
        throw damaged("it maps vectors of another dimension than \(dimension)")
      }
    }
    let settings = try? Array(record.settings.utf8).withUnsafeBytes { bytes throws(JSONError) in
      try JSONParser.parse(bytes)
    }
    guard let backgrounds = settings.flatMap(Self.backgrounds) else {
      throw damaged("its settings are damaged")
    }
    (self.name, fingerprint, self.backgrounds) = (name, record.fingerprint, backgrounds)
  }

  /// What ``json(_:)`` wrote under `background`; nil for anything else.
  static func backgrounds(_ settings: JSONValue) -> [Kind: BackgroundStatistics]? {
    guard case .object(let members) = settings,
      case .object(let stored)? = members.first(where: { $0.key == "background" })?.value
    else { return nil }
    var backgrounds: [Kind: BackgroundStatistics] = [:]
    for (key, value) in stored {
      guard let kind = Kind(rawValue: key), case .array(let values) = value, values.count == 3
      else { return nil }
      let numbers = values.compactMap { value -> Float? in
        guard case .number(let text) = value else { return nil }
        return Float(text)
      }
      guard numbers.count == 3, numbers.allSatisfy(\.isFinite), numbers[1] > 0 else { return nil }
      backgrounds[kind] = BackgroundStatistics(
        mean: numbers[0], deviation: numbers[1], bestOfThousand: numbers[2])
    }
    return backgrounds
  }

  /// The part of the settings that `backgrounds` reads.
  static func json(_ backgrounds: [Kind: BackgroundStatistics]) -> JSONValue {
    .object(
      Kind.allCases.compactMap { kind in
        backgrounds[kind].map { background in
          let values = [background.mean, background.deviation, background.bestOfThousand]
          return (key: kind.rawValue, value: .array(values.map { .decimal(Double($0)) }))
        }
      })
  }
}

/// A model with a head behind it.
struct TunedModel: EmbeddingModel {
  let base: any EmbeddingModel
  let head: LibraryHead

  var name: String { "\(base.name)+\(head.name)" }
  var fingerprint: ModelFingerprint {
    ModelFingerprint(hex: head.fingerprint) ?? ModelFingerprint(hashing: head.fingerprint)
  }
  var dimension: Int { base.dimension }
  var imageSide: Int { base.imageSide }
  var modalities: Set<Modality> { base.modalities }

  func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    head.backgrounds[LibraryHead.Kind(query, item)] ?? base.background(query, item)
  }

  func prepare(_ image: Image) -> PreparedImage { base.prepare(image) }

  func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
    try base.embed(images, threads: threads).map { embedding in
      Embedding(normalizing: mapped(embedding.scalars, .image))
    }
  }

  func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
    try base.embed(texts: texts, threads: threads).map { text in
      TextEmbedding(
        embedding: Embedding(normalizing: mapped(text.embedding.scalars, .text)),
        tokenCount: text.tokenCount, wasCut: text.wasCut)
    }
  }

  func verifyFiles() throws(ModelError) { try base.verifyFiles() }

  /// A vector of the model behind the head.
  func mapped(_ vector: [Float], _ modality: Modality) -> [Float] {
    let row = Matrix(rows: 1, columns: vector.count, scalars: vector)
    return head.heads.apply(to: row, modality == .image ? .image : .text).scalars
  }
}

extension EmbeddingModel {
  /// A stored vector as this model would embed its content: behind the head, where there is one.
  func current(_ stored: [Float], _ modality: Modality) -> [Float] {
    (self as? TunedModel)?.mapped(stored, modality) ?? stored
  }
}
