internal import JSON
internal import Library
internal import Ranking

/// Retrieval measures, as a table and as JSON.
enum EvaluationRendering {
  static func text(_ report: EvaluationReport, style: TextStyle) -> String {
    let nameWidth = report.measures.map(\.name.count).max() ?? 0
    let heading =
      "\(Sentence.count(report.queries, "query", plural: "queries")), \(Sentence.count(report.items, "item"))\n"
    return heading
      + report.measures.map { measure in
        let decimals = measure.name == "median_rank" ? 1 : 3
        let interval = [measure.estimate.lower, measure.estimate.upper]
          .map { Sentence.fixed($0, decimals: decimals) }.joined(separator: " – ")
        return DisplayWidth.padded(measure.name, to: nameWidth) + "  "
          + style.bold(Sentence.fixed(measure.estimate.value, decimals: decimals)) + "  "
          + style.dim(interval) + "\n"
      }.joined()
      + (report.learned.map(text) ?? "")
  }

  private static func text(_ learned: EvaluationReport.LearnedWeights) -> String {
    let weights = learned.models.map { name, weight in
      "\(Sentence.printable(name)) \(Sentence.fixed(weight, decimals: 2))"
    }
    let others = Sentence.count(learned.queries, "other query", plural: "other queries")
    return "weights learned from \(others): \(weights.joined(separator: ", "))\n"
      + learned.gains.map { gain in
        let sign = gain.estimate.value < 0 ? "" : "+"
        return "ndcg@10 against \(Sentence.printable(gain.name)) alone: \(sign)"
          + Sentence.fixed(gain.estimate.value, decimals: 3)
          + " (\(Sentence.fixed(gain.estimate.lower, decimals: 3)) – \(Sentence.fixed(gain.estimate.upper, decimals: 3)))\n"
      }.joined()
  }

  static func json(_ report: EvaluationReport) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("schema", .integer(1)),
      ("queries", .integer(report.queries)),
      ("items", .integer(report.items)),
    ]
    members += report.measures.map { (key: $0.name, value: .decimal($0.estimate.value)) }
    let intervals = report.measures.map { measure in
      (
        key: measure.name,
        value: JSONValue.array([.decimal(measure.estimate.lower), .decimal(measure.estimate.upper)])
      )
    }
    members.append(("interval", .object(intervals)))
    if let learned = report.learned {
      let weights = learned.models.map { (key: $0.name, value: JSONValue.decimal($0.weight)) }
      let gains = learned.gains.map { gain in
        (
          key: gain.name,
          value: JSONValue.object([
            ("ndcg@10", .decimal(gain.estimate.value)),
            ("interval", .array([.decimal(gain.estimate.lower), .decimal(gain.estimate.upper)])),
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
    return .object(members)
  }
}
