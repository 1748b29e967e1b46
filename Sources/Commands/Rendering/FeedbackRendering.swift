internal import JSON
internal import Library

/// The feedback of a library in its three forms, and what became of a log.
enum FeedbackRendering {
  static func json(_ report: FeedbackReport) -> JSONValue {
    let entries = report.entries.map { entry in
      let query: JSONValue.Member =
        switch entry.query {
        case .text(let text): ("query", .string(text))
        case .image(let path): ("image", .string(path))
        case .item(let id): ("item", .string(id))
        }
      return JSONValue.object([
        query, ("id", .string(entry.id)), ("title", .optional(entry.title)),
        ("present", .boolean(entry.isPresent)), ("grade", .decimal(entry.grade)),
        ("said", .optional(entry.verdict.map(word))), ("clicks", .integer(entry.clicks)),
        ("passes", .integer(entry.passes)),
      ])
    }
    return .object([
      ("schema", .integer(1)), ("rounds", .integer(report.rounds)), ("feedback", .array(entries)),
    ])
  }

  /// `grade<TAB>query<TAB>id<TAB>title`.
  static func tabSeparated(_ report: FeedbackReport) -> String {
    report.entries.map { entry in
      let fields = [
        Sentence.fixed(entry.grade, decimals: 2), written(entry.query), entry.id, entry.title ?? "",
      ]
      return fields.map(Sentence.onOneLine).joined(separator: "\t") + "\n"
    }.joined()
  }

  /// Each query with what was said of its answers.
  static func text(_ report: FeedbackReport, width: Int, style: TextStyle) -> String {
    var lines: [String] = []
    var query: SearchTerm.Content?
    for entry in report.entries {
      if entry.query != query {
        lines.append(style.bold(Sentence.printable(written(entry.query))))
      }
      query = entry.query
      let counts = [(entry.clicks, "click"), (entry.passes, "pass")].filter { $0.0 > 0 }.map {
        Sentence.count($0, $1, plural: $1 == "pass" ? "passes" : nil)
      }
      let remarks =
        [entry.id, entry.title].compactMap { $0.map(Sentence.onOneLine) } + counts
        + (entry.isPresent ? [] : ["not in the library at present"])
      let said = DisplayWidth.padded(
        entry.verdict.map(word) ?? Sentence.fixed(entry.grade, decimals: 2), to: 9)
      let remark = DisplayWidth.truncated(
        remarks.joined(separator: " · "), to: max(20, width - 11))
      lines.append("  \(said)\(remark)")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  static func text(_ report: ClickReport) -> String {
    let remarks = [
      (report.repeated, "had come in before"), (report.unknown, "on items that are not here"),
    ].filter { $0.0 > 0 }.map { "\(Sentence.grouped($0)) \($1)" }
    let failed =
      report.unusable > 0 ? ["\(Sentence.count(report.unusable, "line")) could not be used"] : []
    return
      ([
        "\(Sentence.count(report.clicks, "click")) and \(Sentence.count(report.passes, "pass", plural: "passes")) "
          + "in \(Sentence.count(report.lines, "line"))"
      ] + remarks + failed).joined(separator: ", ")
  }

  private static func word(_ verdict: FeedbackVerdict) -> String {
    verdict == .like ? "like" : "dislike"
  }

  /// A query as it is given to `feedback`.
  private static func written(_ query: SearchTerm.Content) -> String {
    switch query {
    case .text(let text): text
    case .image(let path): "@\(path)"
    case .item(let id): id
    }
  }
}
