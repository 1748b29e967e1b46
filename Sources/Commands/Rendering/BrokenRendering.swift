internal import JSON
internal import Library

/// The ledger of broken pictures in its three forms.
enum BrokenRendering {
  static func json(_ entries: [BrokenEntry]) -> JSONValue {
    let broken = entries.map { entry in
      JSONValue.object([
        ("path", .optional(entry.path)),
        ("id", .optional(entry.id)),
        ("reason", .string(entry.reason)),
        ("format", .optional(entry.format)),
        ("detail", .string(entry.detail)),
        ("since", .string(CalendarDate.iso8601(secondsSince1970: entry.since))),
      ])
    }
    return .object([("schema", .integer(1)), ("broken", .array(broken))])
  }

  /// `reason<TAB>path-or-id<TAB>detail`.
  static func tabSeparated(_ entries: [BrokenEntry]) -> String {
    entries.map { entry in
      "\(entry.reason)\t\(entry.path ?? entry.id ?? "")\t\(Sentence.onOneLine(entry.detail))\n"
    }.joined()
  }

  /// Two lines an entry: the reason and the path, then what is wrong and since when.
  static func table(_ entries: [BrokenEntry], width: Int, style: TextStyle) -> String {
    let reasonWidth = entries.map(\.reason.count).max() ?? 0
    return entries.map { entry in
      let name = Sentence.printable(entry.path ?? entry.id ?? "")
      let linked = entry.path.map { style.link(name, toFile: $0) } ?? name
      let isNamedByID = entry.path == nil || entry.id == entry.path
      let product = isNamedByID ? nil : entry.id.map { "id \(Sentence.printable($0))" }
      let day = "since \(CalendarDate.day(secondsSince1970: entry.since))"
      let remarks = [Sentence.onOneLine(entry.detail), product, day].compactMap { $0 }
      let indent = String(repeating: " ", count: reasonWidth + 2)
      let second = DisplayWidth.truncated(
        remarks.joined(separator: " · "), to: max(20, width - reasonWidth - 2))
      return style.yellow(DisplayWidth.padded(entry.reason, to: reasonWidth)) + "  \(linked)\n"
        + indent + style.dim(second) + "\n"
    }.joined()
  }
}
