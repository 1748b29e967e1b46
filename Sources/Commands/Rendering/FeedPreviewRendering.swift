internal import JSON
internal import Library

/// How the columns of a feed would be read, with sample rows.
enum FeedPreviewRendering {
  static func text(_ preview: FeedPreview, width: Int, style: TextStyle) -> String {
    let nameWidth = preview.mapping.map { DisplayWidth.of($0.field) }.max() ?? 0
    var result = ""
    for (field, column) in preview.mapping {
      result += "\(DisplayWidth.padded(field, to: nameWidth))  ← \(Sentence.printable(column))\n"
    }
    if preview.mapping.isEmpty { result += "no column is recognised; name them with --map\n" }
    if !preview.attributes.isEmpty {
      let names = preview.attributes.map { Sentence.printable($0) }.joined(separator: ", ")
      result += "kept as attributes: \(names)\n"
    }
    for (number, row) in preview.rows.enumerated() {
      result += "\n" + style.bold("row \(number + 1)") + "\n"
      let values = ordered(row, by: preview)
      let nameWidth = values.map { DisplayWidth.of($0.name) }.max() ?? 0
      for (name, value) in values {
        let room = max(10, width - nameWidth - 4)
        let shown = DisplayWidth.truncated(Sentence.onOneLine(value), to: room)
        result += "  " + style.dim(DisplayWidth.padded(name, to: nameWidth)) + "  \(shown)\n"
      }
    }
    return result
  }

  static func json(_ preview: FeedPreview) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      ("mapping", .object(preview.mapping.map { ($0.field, .string($0.column)) })),
      ("attributes", .array(preview.attributes.map { .string($0) })),
      (
        "rows",
        .array(
          preview.rows.map { row in
            .object(ordered(row, by: preview).map { ($0.name, .string($0.value)) })
          })
      ),
    ])
  }

  /// The values of a row: mapped fields in the order of the mapping, then the rest by name.
  private static func ordered(
    _ row: [String: String], by preview: FeedPreview
  ) -> [(name: String, value: String)] {
    let fields = preview.mapping.map(\.field)
    let others = row.keys.filter { !fields.contains($0) }.sorted()
    return (fields + others).compactMap { name in row[name].map { (name, $0) } }
  }
}
