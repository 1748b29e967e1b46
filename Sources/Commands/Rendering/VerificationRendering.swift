internal import JSON
internal import Library

/// What a check of a library found, as text and as JSON.
enum VerificationRendering {
  static func text(_ report: VerificationReport, style: TextStyle) -> String {
    var counts =
      "\(Sentence.count(report.checkedItems, "item")), "
      + "\(Sentence.count(report.checkedVectors, "vector"))"
    if let recall = report.recallAt10 {
      counts += ", recall@10 \(Sentence.fixed(recall, decimals: 3))"
    }
    guard !report.problems.isEmpty else { return style.green("sound") + ": \(counts)\n" }
    let problems = report.problems.map { style.red("✗") + " \(Sentence.onOneLine($0))\n" }.joined()
    return problems + "\(Sentence.count(report.problems.count, "problem")) in \(counts)\n"
  }

  static func json(_ report: VerificationReport) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      ("sound", .boolean(report.problems.isEmpty)),
      ("problems", .array(report.problems.map { .string($0) })),
      ("items", .integer(report.checkedItems)),
      ("vectors", .integer(report.checkedVectors)),
      ("recall@10", .optional(report.recallAt10)),
    ])
  }
}
