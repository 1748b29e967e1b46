internal import JSON
internal import Library
internal import Ranking

/// Two ways of answering the same queries, as a table and as JSON.
enum ComparisonRendering {
  /// A measure a line: both means, the difference with its interval, and the p-value.
  static func text(_ comparison: EvaluationComparison, style: TextStyle) -> String {
    let nameWidth = comparison.measures.map(\.name.count).max() ?? 0
    let heading =
      "A: \(Sentence.printable(comparison.first)), B: \(Sentence.printable(comparison.second))\n"
      + DisplayWidth.padded("", to: nameWidth) + "  A      B      B − A (95 % interval)       p\n"
    return heading
      + comparison.measures.map { measure in
        DisplayWidth.padded(measure.name, to: nameWidth) + "  "
          + Sentence.fixed(measure.first, decimals: 3) + "  "
          + Sentence.fixed(measure.second, decimals: 3) + "  "
          + style.bold(
            DisplayWidth.padded(difference(measure.difference.estimate), to: 26))
          + "  " + pValue(measure.difference.pValue) + "\n"
      }.joined()
  }

  /// A difference with its sign and interval: `+0.041 (0.034 – 0.048)`.
  static func difference(_ estimate: BootstrapEstimate) -> String {
    (estimate.value < 0 ? "" : "+") + Sentence.fixed(estimate.value, decimals: 3)
      + " (\(Sentence.fixed(estimate.lower, decimals: 3)) – "
      + "\(Sentence.fixed(estimate.upper, decimals: 3)))"
  }

  private static func pValue(_ value: Double) -> String {
    value < 0.001 ? "< 0.001" : Sentence.fixed(value, decimals: 3)
  }

  /// The members of an object: the names of both sides, and what they differ in.
  static func json(_ comparison: EvaluationComparison) -> [JSONValue.Member] {
    [
      ("a", .string(comparison.first)), ("b", .string(comparison.second)),
      (
        "measures",
        .object(
          comparison.measures.map { measure in
            (
              measure.name,
              .object([
                ("a", .decimal(measure.first)), ("b", .decimal(measure.second)),
                ("difference", .decimal(measure.difference.estimate.value)),
                ("interval", EvaluationRendering.interval(measure.difference.estimate)),
                ("p", .decimal(measure.difference.pValue)),
              ])
            )
          })
      ),
    ]
  }
}
