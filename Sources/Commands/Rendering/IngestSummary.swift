internal import JSON
internal import Library

/// What an ingest did, as a line and as JSON.
enum IngestSummary {
  /// `9,812 ok (9,800 added, 12 unchanged) · 143 text only · 21 rows rejected · 12.3 s, 41 images/s`.
  static func line(_ report: IngestReport, style: TextStyle) -> String {
    func listed(_ counts: [(Int, String)]) -> [String] {
      counts.filter { $0.0 > 0 }.map { "\(Sentence.grouped($0.0)) \($0.1)" }
    }
    let kinds = listed([
      (report.added, "added"), (report.changed, "changed"), (report.unchanged, "unchanged"),
    ])
    let usable = report.added + report.changed + report.unchanged
    var pieces =
      usable > 0 ? ["\(Sentence.grouped(usable)) ok (\(kinds.joined(separator: ", ")))"] : []
    pieces += listed([
      (report.textOnly, "text only"), (report.renamed, "renamed"), (report.offline, "offline"),
      (report.removed, "removed"),
    ])
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
