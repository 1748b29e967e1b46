internal import JSON
internal import Library

/// Why a result has its place.
enum ExplanationRendering {
  /// Some lines for a result that has an explanation; nil for one that has none.
  static func text(_ hit: SearchHit) -> String? {
    guard let explanation = hit.explanation else { return nil }
    var lines = ["\(hit.rank). \(hit.label)"]
    for term in explanation.terms {
      let parts = term.parts.map { part in
        "\(part.part.rawValue) \(fixed(part.cosine)) (\(signed(part.standardScore)) deviations, weight \(number(part.weight)))"
      }
      let kind = term.term.weight < 0 ? "penalty" : "adds"
      lines.append(
        "   \(name(of: term.term)): \(parts.isEmpty ? "no part" : parts.joined(separator: ", "))"
          + "; \(kind) \(signed(term.contribution))")
    }
    for model in explanation.models {
      let score = model.standardScore.map { "\(signed($0)) deviations" } ?? "does not know it"
      lines.append("   \(Sentence.printable(model.name)): \(score), weight \(number(model.weight))")
    }
    if let rank = explanation.vectorRank {
      let before = explanation.reranking.map { reranking in
        ", re-ranked from place \(reranking.firstRank) (\(fixed(reranking.firstScore)) to \(fixed(reranking.score)))"
      }
      lines.append("   place \(rank) by vectors" + (before ?? ""))
    }
    if let keywords = explanation.keywords {
      lines.append(
        "   place \(keywords.rank) by keywords: BM25 \(fixed(keywords.score)), "
          + (keywords.matchesAll ? "all words" : "some of the words"))
    }
    if let fusion = explanation.fusion {
      lines.append("   fused (\(fusion)) to \(fixed(hit.score))")
    }
    if let filter = explanation.filter { lines.append("   passes \(Sentence.printable(filter))") }
    return lines.joined(separator: "\n") + "\n"
  }

  static func json(_ explanation: HitExplanation) -> JSONValue {
    let models = explanation.models.map { model in
      JSONValue.object([
        ("name", .string(model.name)),
        ("deviations", model.standardScore.map { .decimal($0) } ?? .null),
        ("weight", .decimal(model.weight)),
      ])
    }
    var members: [(key: String, value: JSONValue)] =
      models.isEmpty ? [] : [("models", .array(models))]
    members += [
      ("terms", .array(explanation.terms.map(json))),
      ("vector_rank", explanation.vectorRank.map { .integer($0) } ?? .null),
    ]
    if let reranking = explanation.reranking {
      members.append(
        (
          "reranked",
          .object([
            ("first_rank", .integer(reranking.firstRank)),
            ("first_score", .decimal(reranking.firstScore)),
            ("score", .decimal(reranking.score)),
          ])
        ))
    }
    if let keywords = explanation.keywords {
      members.append(
        (
          "keywords",
          .object([
            ("rank", .integer(keywords.rank)), ("bm25", .decimal(keywords.score)),
            ("all_words", .boolean(keywords.matchesAll)),
          ])
        ))
    }
    if let fusion = explanation.fusion { members.append(("fusion", .string(fusion))) }
    if let filter = explanation.filter { members.append(("passes", .string(filter))) }
    return .object(members)
  }

  private static func json(_ term: HitExplanation.Term) -> JSONValue {
    let parts = term.parts.map { part in
      (
        key: part.part.rawValue,
        value: JSONValue.object([
          ("cosine", .decimal(part.cosine)), ("deviations", .decimal(part.standardScore)),
          ("weight", .decimal(part.weight)),
        ])
      )
    }
    return .object([
      ("term", ResultJSON.term(term.term)), ("parts", .object(parts)),
      ("contribution", .decimal(term.contribution)),
    ])
  }

  private static func name(of term: SearchTerm) -> String {
    switch term.content {
    case .text(let text): "\"\(Sentence.printable(text))\""
    case .image(let path): "@\(Sentence.printable(path))"
    case .item(let item): Sentence.printable(item)
    }
  }

  private static func fixed(_ value: Double) -> String { Sentence.fixed(value, decimals: 3) }

  private static func signed(_ value: Double) -> String {
    (value < 0 ? "−" : "+") + Sentence.fixed(value.magnitude, decimals: 2)
  }

  private static func number(_ value: Double) -> String { JSONValue.decimal(value).text }
}
