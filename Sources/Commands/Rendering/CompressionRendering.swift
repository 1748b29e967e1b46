internal import JSON
internal import Library
internal import Ranking

/// What a smaller index saves and loses, as text and as JSON.
enum CompressionRendering {
  static func text(_ report: CompressionReport, style: TextStyle) -> String {
    let (whole, compressed) = report.bytes
    let share = Sentence.fixed(100 * report.summary.share, decimals: 2)
    var lines = [
      "index           \(Sentence.byteCount(whole)) → " + style.bold(Sentence.byteCount(compressed))
        + " (\(perVector(whole, report)) → \(perVector(compressed, report)) bytes a vector)",
      "dimensions      \(report.wholeDimensions) → \(report.summary.dimensions), which hold \(share) % of the "
        + "squared length" + (report.summary.isWhitened ? ", scaled to the same spread" : ""),
    ]
    for loss in report.losses {
      let estimate = loss.estimate
      lines.append(
        DisplayWidth.padded(loss.kind, to: 16)
          + "recall@10 " + style.bold(points(1 - estimate.value)) + " %, "
          + "\(points(estimate.value)) (\(points(estimate.lower)) – \(points(estimate.upper))) points lost, "
          + Sentence.count(loss.queries, "query", plural: "queries"))
    }
    let (wholeTime, compressedTime) = report.milliseconds
    lines.append(
      "time            \(Sentence.fixed(wholeTime, decimals: 3)) → "
        + "\(Sentence.fixed(compressedTime, decimals: 3)) ms a search of the index")
    if report.isWritten {
      lines.append("searches use it now; mmsearch compress --undo brings the whole index back")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// In one line what a compressed index is.
  static func text(_ summary: CompressionSummary) -> String {
    "\(summary.dimensions) dimensions in \(summary.codes.rawValue)"
      + (summary.isWhitened ? ", whitened" : "")
      + ", recall@10 \(points(summary.recallAt10)) % when it was made"
  }

  static func text(undone summary: CompressionSummary?) -> String {
    summary == nil
      ? "the index was not compressed; nothing changed\n"
      : "the index holds whole vectors again\n"
  }

  static func json(_ report: CompressionReport) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      ("model", .string(report.model)),
      ("head", .optional(report.head)),
      ("compression", json(report.summary)),
      ("whole_dimensions", .integer(report.wholeDimensions)),
      ("rows", .integer(report.rows)),
      ("bytes_before", .integer(Int(report.bytes.whole))),
      ("bytes_after", .integer(Int(report.bytes.compressed))),
      (
        "lost",
        .array(
          report.losses.map { loss in
            .object([
              ("kind", .string(loss.kind)),
              ("queries", .integer(loss.queries)),
              ("recall@10", .decimal(loss.estimate.value)),
              (
                "interval",
                .array([loss.estimate.lower, loss.estimate.upper].map(JSONValue.decimal))
              ),
            ])
          })
      ),
      ("ms_before", .decimal(report.milliseconds.whole)),
      ("ms_after", .decimal(report.milliseconds.compressed)),
      ("written", .boolean(report.isWritten)),
    ])
  }

  static func json(_ summary: CompressionSummary) -> JSONValue {
    .object([
      ("dimensions", .integer(summary.dimensions)),
      ("codes", .string(summary.codes.rawValue)),
      ("whitened", .boolean(summary.isWhitened)),
      ("share", .decimal(summary.share)),
      ("recall@10", .decimal(summary.recallAt10)),
    ])
  }

  static func json(undone summary: CompressionSummary?) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      ("undone", summary.map { json($0) } ?? .null),
    ])
  }

  private static func perVector(_ bytes: Int64, _ report: CompressionReport) -> String {
    Sentence.grouped(Int((Double(bytes) / Double(max(1, report.rows))).rounded()))
  }

  private static func points(_ share: Double) -> String {
    Sentence.fixed(100 * share, decimals: 2)
  }
}
