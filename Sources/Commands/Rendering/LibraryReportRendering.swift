internal import JSON
internal import Library

/// What a library holds, as text and as JSON.
enum LibraryReportRendering {
  static func text(_ report: LibraryReport, style: TextStyle) -> String {
    var rows: [(name: String, value: String)] = [
      (
        "library",
        "\(Sentence.printable(report.databasePath)) (\(Sentence.byteCount(report.databaseBytes)))"
      ),
      ("items", items(of: report)),
    ]
    let broken = report.broken.values.reduce(0, +)
    if broken > 0 {
      let reasons = report.broken.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { "\(Sentence.grouped($0.value)) \($0.key)" }
      rows.append(
        (
          "broken",
          "\(Sentence.grouped(broken)) (\(reasons.joined(separator: ", "))); mmsearch broken lists them"
        ))
    }
    rows.append(
      ("model", "\(report.currentModel) (\(Sentence.printable(report.currentModelPath)))"))
    for model in report.models {
      let parts = ItemPart.allCases.compactMap { part in
        model.vectors[part].map { "\(Sentence.grouped($0)) \(part.rawValue)" }
      }
      rows.append(
        (
          "vectors",
          "\(parts.joined(separator: ", ")) · \(model.name) \(model.fingerprint.prefix(12)), "
            + "\(model.dimension) dimensions"
            + (model.missing > 0 ? ", \(Sentence.grouped(model.missing)) missing" : "")
            + (model.hasReranker ? ", re-ranked" : "")
        ))
    }
    let freshness = report.isIndexFresh ? "up to date" : "rebuilt at the next search"
    let size = report.indexBytes > 0 ? ", \(Sentence.byteCount(report.indexBytes))" : ""
    rows.append(
      (
        "index",
        "\(report.index.rawValue), \(freshness) (\(Sentence.printable(report.indexPath))\(size))"
      ))
    if let compression = report.compression {
      rows.append(("compressed", CompressionRendering.text(compression)))
    }
    let nameWidth = rows.map(\.name.count).max() ?? 0
    return rows.map { row in
      style.bold(DisplayWidth.padded(row.name, to: nameWidth)) + "  \(row.value)\n"
    }.joined()
  }

  private static func items(of report: LibraryReport) -> String {
    var pieces = [
      "\(Sentence.grouped(report.items)), with \(Sentence.count(report.images, "picture"))"
    ]
    if report.offline > 0 { pieces.append("\(Sentence.grouped(report.offline)) offline") }
    if report.blank > 0 { pieces.append("\(Sentence.grouped(report.blank)) blank") }
    return pieces.joined(separator: " · ")
  }

  static func json(_ report: LibraryReport) -> JSONValue {
    let models = report.models.map { model in
      let vectors = ItemPart.allCases.compactMap { part in
        model.vectors[part].map { (key: part.rawValue, value: JSONValue.integer($0)) }
      }
      return JSONValue.object([
        ("name", .string(model.name)),
        ("fingerprint", .string(model.fingerprint)),
        ("dimension", .integer(model.dimension)),
        ("vectors", .object(vectors)),
        ("missing", .integer(model.missing)),
        ("reranker", .boolean(model.hasReranker)),
      ])
    }
    let broken = report.broken.sorted { $0.key < $1.key }
    return .object([
      ("schema", .integer(1)),
      (
        "database",
        .object([
          ("path", .string(report.databasePath)),
          ("bytes", .integer(Int(report.databaseBytes))),
        ])
      ),
      ("items", .integer(report.items)),
      ("images", .integer(report.images)),
      ("offline", .integer(report.offline)),
      ("blank", .integer(report.blank)),
      ("broken", .object(broken.map { ($0.key, .integer($0.value)) })),
      (
        "model",
        .object([
          ("name", .string(report.currentModel)), ("path", .string(report.currentModelPath)),
        ])
      ),
      ("models", .array(models)),
      (
        "index",
        .object([
          ("kind", .string(report.index.rawValue)),
          ("path", .string(report.indexPath)),
          ("bytes", .integer(Int(report.indexBytes))),
          ("fresh", .boolean(report.isIndexFresh)),
          ("compression", report.compression.map(CompressionRendering.json) ?? .null),
        ])
      ),
    ])
  }
}
