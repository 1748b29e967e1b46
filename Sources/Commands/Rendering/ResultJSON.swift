internal import JSON
internal import Library

/// The answer to a search as JSON, in the schema that `--json` promises (schema 1).
enum ResultJSON {
  static func response(_ response: SearchResponse) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("schema", .integer(1)),
      ("query", query(response.request)),
      ("mode", .string(response.mode.rawValue)),
      ("model", .string(response.modelName)),
      ("index", .string(response.index.rawValue)),
      ("total", .integer(response.total)),
      ("took_ms", .decimal(Double(Int(response.milliseconds * 100)) / 100)),
      ("no_good_match", .boolean(response.isNoGoodMatch)),
    ]
    if !response.warnings.isEmpty {
      members.append(("warnings", .array(response.warnings.map { .string($0) })))
    }
    if !response.corrections.isEmpty {
      let pairs = response.corrections.map { correction in
        JSONValue.array([.string(correction.written), .string(correction.corrected)])
      }
      members.append(("corrections", .array(pairs)))
    }
    members.append(("results", .array(response.hits.map(hit))))
    if !response.facets.isEmpty {
      let facets = response.facets.map { facet in
        (
          key: facet.field,
          value: JSONValue.array(
            facet.values.map { .array([.string($0.value), .integer($0.count)]) })
        )
      }
      members.append(("facets", .object(facets)))
    }
    return .object(members)
  }

  /// One result.
  static func hit(_ hit: SearchHit) -> JSONValue {
    let fields = hit.fields.sorted { $0.key < $1.key }
    let parts = ItemPart.allCases.compactMap { part in
      hit.parts[part].map { value in
        (
          key: part.rawValue,
          value: part == .keyword ? JSONValue.integer(Int(value)) : JSONValue.decimal(value)
        )
      }
    }
    var members: [(key: String, value: JSONValue)] = [
      ("rank", .integer(hit.rank)),
      ("score", .decimal(hit.score)),
      ("id", .string(hit.id)),
      ("path", .optional(hit.path)),
      ("title", .optional(hit.title)),
      ("price", .optional(hit.price)),
      ("currency", .optional(hit.currency)),
      ("fields", .object(fields.map { ($0.key, .string($0.value)) })),
      ("parts", .object(parts)),
    ]
    if let score = hit.firstScore { members.append(("first_score", .decimal(score))) }
    if hit.collapsed > 0 { members.append(("collapsed", .integer(hit.collapsed))) }
    if hit.copies > 0 { members.append(("copies", .integer(hit.copies))) }
    if let explanation = hit.explanation {
      members.append(("explanation", ExplanationRendering.json(explanation)))
    }
    return .object(members)
  }

  private static func query(_ request: SearchRequest) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("terms", .array(request.terms.map(term))),
      ("k", .integer(request.count)),
      ("mode", .string(request.mode.rawValue)),
    ]
    if let weights = request.weights {
      let stated = ItemPart.allCases.compactMap { part in
        weights[part].map { (key: part.rawValue, value: JSONValue.decimal($0)) }
      }
      members.append(("weights", .object(stated)))
    }
    if let filter = request.filter { members.append(("where", .string(filter.text))) }
    if let sort = request.sort {
      members.append(("sort", .string((sort.isDescending ? "-" : "") + sort.field)))
    }
    if let depth = request.rerankDepth { members.append(("rerank", .integer(depth))) }
    if let minimum = request.minimumScore { members.append(("min_score", .decimal(minimum))) }
    return .object(members)
  }

  /// One term of a query.
  static func term(_ term: SearchTerm) -> JSONValue {
    let content: (key: String, value: JSONValue) =
      switch term.content {
      case .text(let text): ("text", .string(text))
      case .image(let path): ("image", .string(path))
      case .item(let item): ("item", .string(item))
      }
    return .object([content, ("weight", .decimal(term.weight))])
  }
}
