internal import JSON
internal import Library

/// What an ingest did, as a line and as JSON.
enum IngestSummary {
  /// `166 added · 3 unchanged · 6 broken (mmsearch broken lists them) · 12.3 s, 41 images/s`.
  static func line(_ report: IngestReport, style: TextStyle) -> String {
    let counts: [(Int, String)] = [
      (report.added, "added"), (report.changed, "changed"), (report.unchanged, "unchanged"),
      (report.renamed, "renamed"), (report.offline, "offline"), (report.removed, "removed"),
      (report.textOnly, "without a picture"),
    ]
    var pieces = counts.filter { $0.0 > 0 }.map { "\(Sentence.grouped($0.0)) \($0.1)" }
    if report.broken > 0 {
      pieces.append(
        style.yellow("\(Sentence.grouped(report.broken)) broken") + " (mmsearch broken lists them)")
    }
    if report.rejected > 0 {
      pieces.append(style.yellow("\(Sentence.count(report.rejected, "row")) rejected"))
    }
    if pieces.isEmpty {
      pieces.append(report.wasInterrupted ? "no item finished yet" : "nothing to do")
    }
    var time = Sentence.duration(report.seconds)
    if report.imagesPerSecond > 0 {
      let decimals = report.imagesPerSecond < 10 ? 1 : 0
      time += ", \(Sentence.fixed(report.imagesPerSecond, decimals: decimals)) images/s"
    }
    return (pieces + [time]).joined(separator: " · ")
  }

  static func json(_ report: IngestReport) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      ("added", .integer(report.added)),
      ("changed", .integer(report.changed)),
      ("unchanged", .integer(report.unchanged)),
      ("renamed", .integer(report.renamed)),
      ("offline", .integer(report.offline)),
      ("removed", .integer(report.removed)),
      ("text_only", .integer(report.textOnly)),
      ("broken", .integer(report.broken)),
      ("rejected", .integer(report.rejected)),
      ("seconds", .decimal(report.seconds)),
      ("images_per_second", .decimal(report.imagesPerSecond)),
    ])
  }
}
