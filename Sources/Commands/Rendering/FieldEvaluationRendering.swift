internal import JSON
internal import Library

/// How well the nearness of items agrees with a field, as tables and as JSON.
enum FieldEvaluationRendering {
  /// A table for each space, or for each comparison, which has the means of both sides.
  static func text(_ report: FieldEvaluationReport, style: TextStyle) -> String {
    guard report.comparisons.isEmpty else {
      return report.comparisons.map { part, comparison in
        let space = report.spaces.first { $0.part == part }
        return (space.map { heading($0) + "\n" } ?? "")
          + ComparisonRendering.text(comparison, style: style)
      }.joined(separator: "\n")
    }
    return report.spaces.map { space in
      "\(Sentence.printable(space.model)), \(heading(space))\n"
        + EvaluationRendering.table(space.measures, style: style)
    }.joined(separator: "\n")
  }

  private static func heading(_ space: FieldEvaluationReport.Space) -> String {
    "\(space.part.rawValue): \(Sentence.count(space.items, "item")), "
      + "\(Sentence.count(space.labels, "label")), \(Sentence.grouped(space.sampled)) sampled; "
      + "same-label by chance \(Sentence.fixed(space.chance, decimals: 3))"
  }

  static func json(_ report: FieldEvaluationReport) -> JSONValue {
    let spaces = report.spaces.map { space in
      JSONValue.object(
        [
          ("model", .string(space.model)), ("part", .string(space.part.rawValue)),
          ("items", .integer(space.items)), ("labels", .integer(space.labels)),
          ("sampled", .integer(space.sampled)), ("chance", .decimal(space.chance)),
        ] + EvaluationRendering.json(space.measures))
    }
    var members: [JSONValue.Member] = [
      ("schema", .integer(1)), ("by", .string(report.field)),
      ("seed", .number(String(report.seed))), ("spaces", .array(spaces)),
    ]
    if !report.comparisons.isEmpty {
      let comparisons = report.comparisons.map { part, comparison in
        JSONValue.object([("part", .string(part.rawValue))] + ComparisonRendering.json(comparison))
      }
      members.append(("compare", .array(comparisons)))
    }
    return .object(members)
  }
}
