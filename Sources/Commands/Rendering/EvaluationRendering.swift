internal import JSON
internal import Library
internal import Ranking

/// Retrieval measures, as a table and as JSON.
enum EvaluationRendering {
  static func text(_ report: EvaluationReport, style: TextStyle) -> String {
    "\(heading(report))\n" + table(report.measures, style: style)
      + LanguageRendering.text(report.languages, style: style)
      + (report.learned.map(text) ?? "")
      + (report.comparison.map { ComparisonRendering.text($0, style: style) } ?? "")
  }

  /// How much was measured.
  static func heading(_ report: EvaluationReport) -> String {
    Sentence.count(report.queries, "query", plural: "queries") + ", "
      + Sentence.count(report.items, "item")
  }

  /// A measure a line, with its interval.
  static func table(_ measures: [EvaluationReport.Measure], style: TextStyle) -> String {
    let nameWidth = measures.map(\.name.count).max() ?? 0
    return measures.map { measure in
      let decimals = measure.name == "median_rank" ? 1 : 3
      let interval = [measure.estimate.lower, measure.estimate.upper]
        .map { Sentence.fixed($0, decimals: decimals) }.joined(separator: " – ")
      return DisplayWidth.padded(measure.name, to: nameWidth) + "  "
        + style.bold(Sentence.fixed(measure.estimate.value, decimals: decimals)) + "  "
        + style.dim(interval) + "\n"
    }.joined()
  }

  private static func text(_ learned: EvaluationReport.LearnedWeights) -> String {
    let weights = learned.models.map { name, weight in
      "\(Sentence.printable(name)) \(Sentence.fixed(weight, decimals: 2))"
    }
    let others = Sentence.count(learned.queries, "other query", plural: "other queries")
    return "weights learned from \(others): \(weights.joined(separator: ", "))\n"
      + learned.gains.map { gain in
        "ndcg@10 against \(Sentence.printable(gain.name)) alone: "
          + ComparisonRendering.difference(gain.estimate) + "\n"
      }.joined()
  }

  static func json(_ report: EvaluationReport) -> JSONValue {
    var members: [JSONValue.Member] = [
      ("schema", .integer(1)),
      ("queries", .integer(report.queries)),
      ("items", .integer(report.items)),
    ]
    members += json(report.measures)
    if !report.languages.isEmpty {
      members.append(("languages", LanguageRendering.json(report.languages)))
    }
    if let learned = report.learned {
      let weights = learned.models.map { (key: $0.name, value: JSONValue.decimal($0.weight)) }
      let gains = learned.gains.map { gain in
        (
          key: gain.name,
          value: JSONValue.object([
            ("ndcg@10", .decimal(gain.estimate.value)), ("interval", interval(gain.estimate)),
          ])
        )
      }
      members.append(
        (
          "learned",
          .object([
            ("queries", .integer(learned.queries)), ("weights", .object(weights)),
            ("gain_over", .object(gains)),
          ])
        ))
    }
    if let comparison = report.comparison {
      members.append(("compare", .object(ComparisonRendering.json(comparison))))
    }
    return .object(members)
  }

  /// The measures by name, and their intervals under one key.
  static func json(_ measures: [EvaluationReport.Measure]) -> [JSONValue.Member] {
    measures.map { ($0.name, .decimal($0.estimate.value)) }
      + [("interval", .object(measures.map { ($0.name, interval($0.estimate)) }))]
  }

  static func interval(_ estimate: BootstrapEstimate) -> JSONValue {
    .array([.decimal(estimate.lower), .decimal(estimate.upper)])
  }
}
