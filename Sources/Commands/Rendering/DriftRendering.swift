internal import JSON
internal import Library

/// How new items differ from old ones, as text and as JSON.
enum DriftRendering {
  /// Values and their shares are listed up to so many.
  private static let listedValues = 20

  /// What a reader wants to know, in a sentence.
  static func verdict(_ report: DriftReport) -> String {
    var sentences = report.parts.map { part, difference in
      sentence(name(part), difference)
    }
    let changed = report.values.filter(\.hasChanged)
    if let field = report.field {
      if let most = changed.max(by: { change($0) < change($1) }) {
        sentences.append(
          "The share has changed for \(Sentence.count(changed.count, "value")) of "
            + "\(Sentence.printable(field)), most for \(Sentence.printable(most.name)), from "
            + "\(percent(most.oldShare)) to \(percent(most.newShare)).")
      } else {
        sentences.append("The shares of \(Sentence.printable(field)) have not changed.")
      }
    }
    return sentences.joined(separator: " ")
  }

  private static func sentence(_ name: String, _ difference: DriftReport.Difference) -> String {
    guard difference.isSure else { return "New \(name) are like old ones." }
    let degree =
      switch difference.area {
      case ..<0.6: "differ slightly from"
      case ..<0.75: "differ from"
      default: "differ clearly from"
      }
    return "New \(name) \(degree) old ones."
  }

  static func text(_ report: DriftReport, style: TextStyle) -> String {
    var result = style.bold(verdict(report)) + "\n"
    result += style.dim(
      "\(Sentence.count(report.old, "old item")), \(Sentence.grouped(report.new)) new, "
        + "\(Sentence.printable(report.modelName))")
    result += "\n\n" + DisplayWidth.padded("", to: 13) + "AUC (95 % interval)    mean shift\n"
    for (part, difference) in report.parts {
      result +=
        DisplayWidth.padded(part.rawValue, to: 13)
        + DisplayWidth.padded(area(difference), to: 23)
        + Sentence.fixed(difference.meanShift, decimals: 3) + "\n"
    }
    if let field = report.field { result += "\n" + table(field, report.values, style) }
    if !report.typical.isEmpty {
      result += "\n" + style.bold("New items least like old ones") + "\n"
      for item in report.typical {
        let label = item.title.flatMap { $0.isEmpty ? nil : $0 }.map { Sentence.onOneLine($0) }
        let shown = Sentence.printable(item.id) + (label.map { "  " + $0 } ?? "")
        result += item.path.map { style.link(shown, toFile: $0) } ?? shown
        result += "\n"
      }
    }
    return result
  }

  private static func table(
    _ field: String, _ values: [DriftReport.Value], _ style: TextStyle
  ) -> String {
    let listed = values.prefix(listedValues)
    let names = listed.map { DisplayWidth.truncated(Sentence.printable($0.name), to: 32) }
    let width = max(12, names.map { DisplayWidth.of($0) }.max() ?? 0)
    var result =
      DisplayWidth.padded(Sentence.printable(field), to: width)
      + "     old     new       p   pictures, AUC (95 % interval)\n"
    for (name, value) in zip(names, listed) {
      let line =
        DisplayWidth.padded(name, to: width)
        + DisplayWidth.padded(percent(value.oldShare), to: 8, onLeft: true)
        + DisplayWidth.padded(percent(value.newShare), to: 8, onLeft: true)
        + DisplayWidth.padded(pValue(value.pValue), to: 8, onLeft: true) + "   "
        + (value.pictures.map(area) ?? "")
      result += (value.hasChanged ? style.bold(line) : line) + "\n"
    }
    if values.count > listed.count {
      result += style.dim("and \(Sentence.count(values.count - listed.count, "more value"))") + "\n"
    }
    return result
  }

  private static func area(_ difference: DriftReport.Difference) -> String {
    "\(Sentence.fixed(difference.area, decimals: 3)) "
      + "(\(Sentence.fixed(difference.interval.lowerBound, decimals: 3)) – "
      + "\(Sentence.fixed(difference.interval.upperBound, decimals: 3)))"
  }

  private static func name(_ part: ItemPart) -> String {
    switch part {
    case .image: "pictures"
    case .title: "titles"
    case .description: "descriptions"
    case .keyword: "words"
    }
  }

  private static func change(_ value: DriftReport.Value) -> Double {
    (value.newShare - value.oldShare).magnitude
  }

  private static func percent(_ share: Double) -> String {
    Sentence.fixed(100 * share, decimals: 1) + " %"
  }

  private static func pValue(_ value: Double) -> String {
    value < 0.001 ? "< 0.001" : Sentence.fixed(value, decimals: 3)
  }

  static func json(_ report: DriftReport) -> JSONValue {
    var members: [JSONValue.Member] = [
      ("schema", .integer(1)), ("model", .string(report.modelName)),
      ("old", .integer(report.old)), ("new", .integer(report.new)),
      ("drift", .boolean(report.hasDrift)), ("verdict", .string(verdict(report))),
      (
        "parts",
        .object(report.parts.map { ($0.part.rawValue, .object(json($0.difference))) })
      ),
    ]
    if let field = report.field {
      members += [
        ("by", .string(field)),
        ("values", .array(report.values.map(json))),
      ]
    }
    let typical = report.typical.map { item in
      JSONValue.object([
        ("id", .string(item.id)), ("path", .optional(item.path)), ("title", .optional(item.title)),
        ("typicality", .decimal(item.typicality)),
      ])
    }
    return .object(members + [("typical", .array(typical))])
  }

  private static func json(_ value: DriftReport.Value) -> JSONValue {
    .object([
      ("value", .string(value.name)), ("old", .decimal(value.oldShare)),
      ("new", .decimal(value.newShare)), ("p", .decimal(value.pValue)),
      ("changed", .boolean(value.hasChanged)),
      ("pictures", value.pictures.map { .object(json($0)) } ?? .null),
    ])
  }

  private static func json(_ difference: DriftReport.Difference) -> [JSONValue.Member] {
    [
      ("old", .integer(difference.old)), ("new", .integer(difference.new)),
      ("auc", .decimal(difference.area)),
      (
        "interval",
        .array([
          .decimal(difference.interval.lowerBound), .decimal(difference.interval.upperBound),
        ])
      ),
      ("differs", .boolean(difference.isSure)), ("mean_shift", .decimal(difference.meanShift)),
    ]
  }
}
