internal import Encoders
internal import Feeds
internal import Imaging
internal import Storage
internal import SystemPackage

/// The terms of a query as vectors, with what the user should know about them.
struct EmbeddedTerms {
  var terms: [QueryPlan.EmbeddedTerm] = []
  /// The contents of the attracting pictures and of the pictures of all items.
  var contents: [ContentHash] = []
  /// The items among the terms, whether they attract or repel.
  var items: [Int64] = []
  var warnings: [String] = []
}

/// Turns the words, pictures and items of a query into vectors.
struct TermEmbedding {
  let store: LibraryStore
  let model: any EmbeddingModel
  let modelRecord: ModelRecord
  let threads: Int
  let limits: DecodingLimits

  /// Embeds all terms; pictures that the library holds are not decoded again.
  ///
  /// Throws: `LibraryError` for a picture or item that cannot be used.
  func embed(_ terms: [SearchTerm]) throws -> EmbeddedTerms {
    var result = EmbeddedTerms()
    let texts = terms.compactMap { term in
      if case .text(let text) = term.content { TextCleaning.clean(text) } else { nil }
    }
    guard texts.isEmpty || model.modalities.contains(.text) else {
      if let imported = model as? ImportedModel { throw imported.absence }
      throw LibraryError("the model \(model.name) reads no words; choose another with --model")
    }
    var embeddedTexts = try texts.isEmpty ? [] : model.embed(texts: texts, threads: threads)[...]
    if embeddedTexts.contains(where: { $0.wasCut }) {
      result.warnings.append("the text is longer than the model reads; its end was left out")
    }
    for term in terms {
      switch term.content {
      case .text:
        guard let text = embeddedTexts.popFirst() else { continue }
        result.append(.text, text.embedding.scalars, term.weight)
      case .image(let path):
        let (content, vector) = try embedPicture(at: FilePath(path))
        result.append(.image, vector, term.weight)
        if term.weight > 0 { result.contents.append(content) }
      case .item(let key):
        let item = try embedItem(key)
        result.append(item.modality, item.vector, term.weight)
        result.items.append(item.id)
        if let content = item.content { result.contents.append(content) }
      }
    }
    return result
  }

  private func embedPicture(at path: FilePath) throws -> (ContentHash, [Float]) {
    do throws(ImageError) {
      let bytes = try Picture(at: path).read(limits: limits)
      let content = bytes.withUnsafeBytes { ContentHash(hashing: $0) }
      let known = try? store.read {
        try $0.vector(content, part: .image, model: modelRecord)
      }
      if let known { return (content, model.current(known, .image)) }
      guard model.modalities.contains(.image) else {
        throw ImageError(
          reason: .unsupportedFormat, format: nil,
          detail: "the model \(model.name) sees no pictures")
      }
      let decoded = try ImageDecoder.decode(bytes, targetSide: model.imageSide, limits: limits)
      let embeddings = try? model.embed([model.prepare(decoded.image)], threads: 1)
      guard let embedding = embeddings?.first else {
        throw ImageError(
          reason: .corrupt, format: nil, detail: "the model gives no vector for this picture")
      }
      return (content, embedding.scalars)
    } catch {
      throw LibraryError("\(path.string) cannot be searched with: \(error.detail)")
    }
  }

  private struct EmbeddedItem {
    let id: Int64
    let modality: Modality
    let vector: [Float]
    let content: ContentHash?
  }

  /// The vector of an item's first usable picture, or of its title or description where it has none.
  private func embedItem(_ key: String) throws -> EmbeddedItem {
    try store.read { transaction in
      guard let item = try transaction.item(key: key) else {
        throw LibraryError(
          "there is no file and no item called '\(key)'; check the path, or search for its words")
      }
      for record in try transaction.parts(of: item.id) {
        guard let content = record.content,
          let vector = try transaction.vector(content, part: record.part, model: modelRecord)
        else { continue }
        let modality: Modality = record.part == .image ? .image : .text
        return EmbeddedItem(
          id: item.id, modality: modality, vector: model.current(vector, modality),
          content: modality == .image ? content : nil)
      }
      throw LibraryError(
        "the item '\(key)' has no vector of the model \(model.name); ingest it again")
    }
  }
}

extension EmbeddedTerms {
  fileprivate mutating func append(_ modality: Modality, _ vector: [Float], _ weight: Double) {
    terms.append(QueryPlan.EmbeddedTerm(modality: modality, vector: vector, weight: weight))
  }
}
