internal import JSON
internal import Library

/// Retrieval measures, as a table and as JSON.
enum EvaluationRendering {
  static func text(_ report: EvaluationReport, style: TextStyle) -> String {
    let nameWidth = report.measures.map(\.name.count).max() ?? 0
    let heading =
      "\(Sentence.count(report.queries, "query", plural: "queries")), \(Sentence.count(report.items, "item"))\n"
    return heading
      + report.measures.map { measure in
        let decimals = measure.name == "median_rank" ? 1 : 3
        let interval = [measure.lower, measure.upper]
          .map { Sentence.fixed($0, decimals: decimals) }.joined(separator: " – ")
        return DisplayWidth.padded(measure.name, to: nameWidth) + "  "
          + style.bold(Sentence.fixed(measure.value, decimals: decimals)) + "  "
          + style.dim(interval) + "\n"
      }.joined()
  }

  static func json(_ report: EvaluationReport) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("schema", .integer(1)),
      ("queries", .integer(report.queries)),
      ("items", .integer(report.items)),
    ]
    members += report.measures.map { (key: $0.name, value: .decimal($0.value)) }
    let intervals = report.measures.map { measure in
      (
        key: measure.name,
        value: JSONValue.array([.decimal(measure.lower), .decimal(measure.upper)])
      )
    }
    return .object(members + [("interval", .object(intervals))])
  }
}
