internal import JSON
internal import Library

/// The heads of a library, as lines and as JSON.
enum HeadRendering {
  static func text(_ heads: [HeadSummary], style: TextStyle) -> String {
    guard let model = heads.first?.model else {
      return "no heads; searches use the model as it is\n"
    }
    let lines = heads.map { head in
      let mark = head.isActive ? "* " : "  "
      let name = Sentence.printable(head.name)
      return mark + (head.isActive ? style.bold(name) : name) + "  "
        + style.dim(
          "\(head.fingerprint.prefix(12))  \(CalendarDate.day(secondsSince1970: head.created))")
        + "\n"
    }
    return "heads of \(Sentence.printable(model)); * is in use\n" + lines.joined()
  }

  static func json(_ heads: [HeadSummary]) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      (
        "heads",
        .array(
          heads.map { head in
            .object([
              ("model", .string(head.model)), ("name", .string(head.name)),
              ("fingerprint", .string(head.fingerprint)), ("active", .boolean(head.isActive)),
              ("created", .integer(Int(head.created))),
            ])
          })
      ),
    ])
  }
}
