internal import JSON
internal import Library

/// What an audit found, as text and as JSON.
enum AuditRendering {
  /// For people: each kind with a heading, and two lines a finding.
  static func text(_ report: AuditReport, width: Int, style: TextStyle) -> String {
    var result = ""
    for section in report.sections {
      if !result.isEmpty { result += "\n" }
      result += style.bold(heading(section.kind)) + "  " + style.dim(summary(section)) + "\n"
      for finding in section.findings {
        let mark = finding.isFlagged ? style.yellow("!") : " "
        let label = DisplayWidth.truncated(finding.label, to: max(20, width - 4))
        let shown = finding.path.map { style.link(label, toFile: $0) } ?? label
        let second = DisplayWidth.truncated(
          "\(remark(finding.evidence)) · \(Sentence.printable(finding.id))", to: max(20, width - 4))
        result += "\(mark) \(shown)\n    \(style.dim(second))\n"
      }
    }
    return result
  }

  /// For other programs: `kind<TAB>! or nothing<TAB>id<TAB>remark<TAB>title`.
  static func tabSeparated(_ report: AuditReport) -> String {
    report.sections.flatMap { section in
      section.findings.map { finding in
        let title = Sentence.onOneLine(finding.title ?? "")
        return "\(section.kind.rawValue)\t\(finding.isFlagged ? "!" : "")\t"
          + "\(Sentence.printable(finding.id))\t\(remark(finding.evidence))\t\(title)\n"
      }
    }.joined()
  }

  static func json(_ report: AuditReport) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      ("model", .string(report.modelName)),
      ("items", .integer(report.items)),
      ("flagged", .integer(report.flagged.count)),
      ("sections", .array(report.sections.map(json))),
    ])
  }

  /// A JSON object a finding, each on a line.
  static func jsonLines(_ report: AuditReport) -> String {
    report.sections.flatMap { section in
      section.findings.map { json($0, kind: section.kind).text + "\n" }
    }.joined()
  }

  /// What a kind of findings is called.
  static func heading(_ kind: AuditSection.Kind) -> String {
    switch kind {
    case .label: "Pictures that look like another value"
    case .title: "Pictures that the title does not fit"
    case .outlier: "Pictures unlike all others"
    case .placeholder: "Pictures that many products share"
    case .duplicate: "Pictures of which there is a better copy"
    }
  }

  /// How many were judged and flagged, and of labels what is mistaken for what.
  static func summary(_ section: AuditSection) -> String {
    let judged = Sentence.count(section.judged, "item")
    var parts: [String]
    switch section.kind {
    case .label, .title, .placeholder:
      parts = ["\(Sentence.grouped(section.flagged.count)) of \(judged) flagged"]
    case .outlier, .duplicate: parts = ["of \(judged), none flagged"]
    }
    if let labels = section.labels {
      parts.insert(
        "\(Sentence.printable(labels.field)), \(Sentence.count(labels.values, "value"))", at: 0)
      parts.append("at most about \(Sentence.fixed(labels.estimatedErrors, decimals: 0)) wrong")
      let confusions = labels.confusions.prefix(3).map { confusion in
        "\(Sentence.printable(confusion.given)) → \(Sentence.printable(confusion.suggested)) "
          + "\(confusion.count)"
      }
      if !confusions.isEmpty { parts.append("most often " + confusions.joined(separator: ", ")) }
    }
    return parts.joined(separator: " · ")
  }

  /// What speaks against an item, in a few words.
  static func remark(_ evidence: AuditFinding.Evidence) -> String {
    switch evidence {
    case .label(let given, let probability, let suggested, let suggestedProbability):
      "\(Sentence.printable(given)) \(percent(probability)) → "
        + "\(Sentence.printable(suggested)) \(percent(suggestedProbability))"
    case .title(let share): "\(percent(share)) of others fit as well"
    case .outlier(let similarity, let deviations):
      "cosine \(Sentence.fixed(similarity, decimals: 3)) to its neighbours, "
        + "\(Sentence.fixed(deviations, decimals: 1)) deviations below the usual"
    case .placeholder(let products): "shared by \(Sentence.count(products, "product"))"
    case .duplicate(let other, let likeness):
      "\(DuplicateRendering.remark(likeness)), better copy \(Sentence.printable(other))"
    }
  }

  /// A share as a whole percentage.
  static func percent(_ share: Double) -> String { Sentence.fixed(100 * share, decimals: 0) + " %" }

  private static func json(_ section: AuditSection) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("kind", .string(section.kind.rawValue)),
      ("judged", .integer(section.judged)),
      ("flagged", .integer(section.flagged.count)),
    ]
    if let labels = section.labels {
      let confusions = labels.confusions.map { confusion in
        JSONValue.array([
          .string(confusion.given), .string(confusion.suggested), .integer(confusion.count),
        ])
      }
      members += [
        ("field", .string(labels.field)), ("values", .integer(labels.values)),
        ("estimated_errors", .decimal(labels.estimatedErrors)),
        ("confusions", .array(confusions)),
      ]
    }
    members.append(("findings", .array(section.findings.map { json($0, kind: section.kind) })))
    return .object(members)
  }

  private static func json(_ finding: AuditFinding, kind: AuditSection.Kind) -> JSONValue {
    let evidence: [(key: String, value: JSONValue)] =
      switch finding.evidence {
      case .label(let given, let probability, let suggested, let suggestedProbability):
        [
          ("given", .string(given)), ("probability", .decimal(probability)),
          ("suggested", .string(suggested)),
          ("suggested_probability", .decimal(suggestedProbability)),
        ]
      case .title(let share): [("share", .decimal(share))]
      case .outlier(let similarity, let deviations):
        [("similarity", .decimal(similarity)), ("deviations", .decimal(deviations))]
      case .placeholder(let products): [("products", .integer(products))]
      case .duplicate(let other, let likeness):
        [("of", .string(other)), ("likeness", .string(likeness.kind.rawValue))]
      }
    return .object(
      [
        ("kind", .string(kind.rawValue)), ("id", .string(finding.id)),
        ("path", .optional(finding.path)), ("title", .optional(finding.title)),
        ("flagged", .boolean(finding.isFlagged)),
      ] + evidence)
  }
}

extension AuditFinding {
  /// The title, else the name of the file, else the id; free of control characters.
  var label: String {
    if let title, !title.isEmpty { return Sentence.printable(title) }
    return Sentence.printable(path.map { Path.name($0) } ?? id[...])
  }
}
