internal import Encoders
internal import VectorIndex

/// Turns the embedded terms of a request into a query for the index.
struct QueryPlan {
  /// A term once it is a vector.
  struct EmbeddedTerm {
    let modality: Modality
    let vector: [Float]
    let weight: Double
  }

  /// The name of the index block that holds one-colour pictures, which are searched only when asked for.
  static let blankBlock = "blank"

  let request: SearchRequest
  let model: any EmbeddingModel
  /// How the index is made smaller than the vectors of the model; nil where it is not.
  var compression: IndexCompression?
  /// The parts that any item of the library has.
  let presentParts: Set<ItemPart>

  /// The parts that a term is compared with, as far as the library has them, and how much each counts.
  ///
  /// Words are compared with pictures and with words; a picture with pictures, unless the text of items
  /// is asked for.
  func weights(for modality: Modality) -> [(part: ItemPart, weight: Double)] {
    let standard: [(part: ItemPart, weight: Double)]
    switch (request.mode, modality) {
    case (.text, _): standard = [(.title, 1), (.description, 0.5)]
    case (.hybrid, .text): standard = [(.image, 1), (.title, 0.25), (.description, 0.25)]
    default: standard = [(.image, 1)]
    }
    let stated = request.weights?.filter { $0.key != .keyword } ?? [:]
    let chosen =
      stated.isEmpty
      ? standard : ItemPart.embedded.map { (part: $0, weight: stated[$0, default: 0]) }
    return chosen.filter { $0.weight > 0 && presentParts.contains($0.part) }
  }

  /// How much keywords count beside vectors.
  static let standardKeywordWeight = 0.5

  /// The query for the index: among the `included` items (ascending; nil for all) without the `excluded`.
  func indexQuery(
    for terms: [EmbeddedTerm], count: Int, excluded: Set<Int64>, included: [Int64]?,
    minimumScore: Double?
  ) -> IndexQuery {
    IndexQuery(
      terms: terms.map { term in
        QueryTerm(
          vector: compression?.query(term.vector) ?? term.vector,
          blocks: weights(for: term.modality).flatMap { blocks(of: $0, for: term.modality) },
          weight: Float(term.weight))
      },
      reference: reference(for: terms), count: count, excluded: excluded,
      minimumScore: minimumScore.map { Float($0) },
      included: included.map { ItemFilter(items: $0) })
  }

  /// A score in deviations above what unrelated items have.
  func evidence(of score: Float, for terms: [EmbeddedTerm]) -> Double {
    let reference = reference(for: terms)
    return Double((score - reference.mean) / reference.deviation)
  }

  /// The score that has a given evidence.
  func score(ofEvidence evidence: Double, for terms: [EmbeddedTerm]) -> Float {
    let reference = reference(for: terms)
    return reference.mean + reference.deviation * Float(evidence)
  }

  /// The scale of the scores: that of the first part of the first attracting term, so that an item which has
  /// all parts scores the mean of what they say on that scale.
  private func reference(for terms: [EmbeddedTerm]) -> Calibration {
    let (background, parts) = firstScale(of: terms)
    // Joint evidence grows with the number of parts that agree; their mean does not.
    let growth = parts.reduce(0) { $0 + $1 } / parts.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return Calibration(
      mean: background.mean,
      deviation: background.deviation / (parts.isEmpty ? 1 : Float(growth)))
  }

  /// Whether a score is one that a query to which nothing is related reaches among `count` items.
  func isChance(_ score: Float, for terms: [EmbeddedTerm], among count: Int) -> Bool {
    let background = firstScale(of: terms).background
    let evidence = Float(evidence(of: score, for: terms))
    return background.mean + background.deviation * evidence < background.expectedBest(among: count)
  }

  /// The scale of the first part of the first attracting term, and the weights of all its parts.
  private func firstScale(
    of terms: [EmbeddedTerm]
  ) -> (background: BackgroundStatistics, weights: [Double]) {
    let modality = terms.first { $0.weight > 0 }?.modality ?? .text
    let parts = weights(for: modality)
    let isImage = (parts.first?.part ?? .image) == .image
    return (background(modality, isImage ? .image : .text), parts.map(\.weight))
  }

  /// The parts whose plain cosines the index reports, in its order, with `blank` counted as image.
  func reportedParts(for terms: [EmbeddedTerm]) -> [ItemPart] {
    guard let first = terms.first(where: { $0.weight > 0 }) else { return [] }
    return weights(for: first.modality).flatMap { weighted in
      blocks(of: weighted, for: first.modality).map { _ in weighted.part }
    }
  }

  private func blocks(
    of weighted: (part: ItemPart, weight: Double), for modality: Modality
  ) -> [BlockWeight] {
    let names =
      weighted.part == .image && request.includesBlank
      ? [weighted.part.rawValue, Self.blankBlock] : [weighted.part.rawValue]
    return names.map {
      BlockWeight(
        block: $0, weight: Float(weighted.weight),
        calibration: calibration(modality, weighted.part))
    }
  }

  func calibration(_ modality: Modality, _ part: ItemPart) -> Calibration {
    let background = background(modality, part == .image ? .image : .text)
    return Calibration(mean: background.mean, deviation: background.deviation)
  }

  /// The similarities to expect of what has nothing to do with each other, as the index gives them.
  private func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    compression?.backgrounds[LibraryHead.Kind(query, item)] ?? model.background(query, item)
  }
}
