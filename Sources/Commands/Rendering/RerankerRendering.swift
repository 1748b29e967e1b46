internal import JSON
internal import Library

/// What a re-ranker has gained, as text and as JSON.
enum RerankerRendering {
  static func text(_ report: RerankerReport, style: TextStyle) -> String {
    let fixed = { (value: Double) in Sentence.fixed(value, decimals: 4) }
    let sign = report.gain.mean < 0 ? "" : "+"
    let asked = Sentence.count(report.queries, "query", plural: "queries")
    let held = Sentence.count(report.held, "typical query", plural: "typical queries")
    return
      "ndcg@10 of \(asked): \(fixed(report.base)) → \(style.bold(fixed(report.reranked))), "
      + "\(sign)\(fixed(report.gain.mean)) (\(fixed(report.gain.lower)) – \(fixed(report.gain.upper)))\n"
      + "a second look at \(report.depth) results takes "
      + "\(Sentence.fixed(report.milliseconds, decimals: 1)) ms a query\n"
      + (report.isKept
        ? "searches for words are re-ranked now; mmsearch tune --forget-reranker undoes that\n"
        : "")
      + style.dim("\(held), \(Sentence.duration(report.seconds))\n")
  }

  static func json(_ report: RerankerReport) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      ("model", .string(report.model)),
      ("metric", .string("ndcg@10")),
      ("queries", .integer(report.queries)),
      ("typical_queries", .integer(report.held)),
      ("depth", .integer(report.depth)),
      ("base", .decimal(report.base)),
      ("reranked", .decimal(report.reranked)),
      ("gain", .decimal(report.gain.mean)),
      ("interval", .array([.decimal(report.gain.lower), .decimal(report.gain.upper)])),
      ("query_ms", .decimal(report.milliseconds)),
      ("kept", .boolean(report.isKept)),
      ("seconds", .decimal(report.seconds)),
    ])
  }
}
