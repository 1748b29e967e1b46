internal import JSON
internal import Library

/// A plan for duplicates, as text and as JSON.
enum DuplicateRendering {
  /// For people: each group with the copy to keep first.
  static func text(_ report: DuplicateReport, width: Int, style: TextStyle) -> String {
    var result = ""
    for placeholder in report.placeholders {
      let products = Sentence.count(placeholder.products, "product")
      result +=
        style.yellow("shared by \(products)") + "  "
        + line(placeholder.picture, width: width - 26, style: style)
    }
    for group in report.groups {
      result += style.bold(padded("keep")) + line(group.kept, width: width - 16, style: style)
      for (copy, likeness) in group.others {
        result += style.dim(padded(remark(likeness))) + line(copy, width: width - 16, style: style)
      }
    }
    return result
  }

  /// For other programs: `group<TAB>keep or likeness<TAB>path-or-id`; pictures of many products are groups of
  /// their own.
  static func tabSeparated(_ report: DuplicateReport) -> String {
    var result = ""
    for (number, group) in report.groups.enumerated() {
      result += "\(number + 1)\tkeep\t\(name(group.kept))\n"
      for (copy, likeness) in group.others {
        result += "\(number + 1)\t\(remark(likeness))\t\(name(copy))\n"
      }
    }
    for placeholder in report.placeholders {
      result +=
        "-\tshared by \(Sentence.count(placeholder.products, "product"))\t"
        + "\(name(placeholder.picture))\n"
    }
    return result
  }

  /// The paths of the copies that the plan does not keep.
  static func paths(_ report: DuplicateReport, terminator: String) -> String {
    report.groups.flatMap(\.others).compactMap(\.copy.path).map { $0 + terminator }.joined()
  }

  static func json(_ report: DuplicateReport) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      ("pictures", .integer(report.pictures)),
      ("unread", .integer(report.unread)),
      ("duplicates", .integer(report.others)),
      ("duplicate_bytes", .integer(Int(report.otherBytes))),
      ("groups", .array(report.groups.map(json))),
      (
        "placeholders",
        .array(
          report.placeholders.map { placeholder in
            .object([
              ("picture", .object(members(placeholder.picture))),
              ("products", .integer(placeholder.products)),
              ("ids", .array(placeholder.ids.map { .string($0) })),
            ])
          })
      ),
    ])
  }

  /// A sentence on the whole plan.
  static func summary(_ report: DuplicateReport) -> String {
    var text =
      "\(Sentence.count(report.others, "duplicate")) of \(Sentence.count(report.pictures, "picture")) "
      + "in \(Sentence.count(report.groups.count, "group")), \(Sentence.byteCount(report.otherBytes))"
    if !report.placeholders.isEmpty {
      text += "; \(Sentence.count(report.placeholders.count, "picture")) shared by many products"
    }
    return text
  }

  /// A likeness in a few words.
  static func remark(_ likeness: Likeness) -> String {
    switch likeness {
    case .exact: "exact copy"
    case .perceptual(distance: 0): "same hash"
    case .perceptual(distance: 1): "1 bit differs"
    case .perceptual(let distance): "\(distance) bits differ"
    case .semantic(let similarity): "cosine \(Sentence.fixed(similarity, decimals: 3))"
    }
  }

  /// The size of a picture and of its file.
  static func size(_ copy: PictureCopy) -> String {
    let pixels = "\(copy.width) × \(copy.height)"
    return copy.byteCount > 0 ? "\(pixels), \(Sentence.byteCount(copy.byteCount))" : pixels
  }

  private static func padded(_ text: String) -> String { DisplayWidth.padded(text, to: 14) + "  " }

  private static func line(_ copy: PictureCopy, width: Int, style: TextStyle) -> String {
    let size = size(copy)
    let name = DisplayWidth.truncated(name(copy), to: max(20, width - size.count - 2))
    return (copy.path.map { style.link(name, toFile: $0) } ?? name) + "  " + style.dim(size) + "\n"
  }

  private static func name(_ copy: PictureCopy) -> String {
    Sentence.printable(copy.path ?? copy.id)
  }

  private static func json(_ group: DuplicateGroup) -> JSONValue {
    let others = group.others.map { copy, likeness -> JSONValue in
      let measure: (key: String, value: JSONValue)? =
        switch likeness {
        case .exact: nil
        case .perceptual(let distance): ("distance", .integer(distance))
        case .semantic(let similarity): ("similarity", .decimal(similarity))
        }
      return .object(
        members(copy) + [("likeness", .string(likeness.kind.rawValue))]
          + (measure.map { [$0] } ?? []))
    }
    return .object([("keep", .object(members(group.kept))), ("others", .array(others))])
  }

  private static func members(_ copy: PictureCopy) -> [JSONValue.Member] {
    [
      ("id", .string(copy.id)), ("path", .optional(copy.path)), ("title", .optional(copy.title)),
      ("width", .integer(copy.width)), ("height", .integer(copy.height)),
      ("bytes", .integer(Int(copy.byteCount))),
    ]
  }
}
