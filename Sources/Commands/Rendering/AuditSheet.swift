internal import Library

/// What an audit found as a page of pictures.
enum AuditSheet {
  /// The page.
  ///
  /// - Parameter thumbnail: A JPEG of the picture at a path; nil where it cannot be read.
  static func page(_ report: AuditReport, thumbnail: (String) -> [UInt8]?) -> String {
    let sections = report.sections.map { section in
      let cards = section.findings.map { card($0, thumbnail: $0.path.flatMap(thumbnail)) }
      return """
        <section>
        <h2>\(AuditRendering.heading(section.kind))</h2>
        <p>\(HTMLPage.escaped(AuditRendering.summary(section)))</p>
        <ol>
        \(cards.joined())</ol>
        </section>

        """
    }
    let meta =
      "\(Sentence.count(report.items, "picture")) · \(HTMLPage.escaped(report.modelName)) · "
      + "\(Sentence.count(report.flagged.count, "item")) flagged"
    return HTMLPage.text(
      title: "Audit", style: HTMLPage.cardStyle,
      header: "<h1>Audit</h1>\n<p class=\"meta\">\(meta)</p>\n", main: sections.joined())
  }

  private static func card(_ finding: AuditFinding, thumbnail: [UInt8]?) -> String {
    """
    <li class="card\(finding.isFlagged ? " flagged" : "")">
    \(HTMLPage.frame(thumbnail, label: finding.label, path: finding.path))
    <div class="text">
    <h3>\(HTMLPage.escaped(finding.label))</h3>
    \(evidence(finding))
    <p class="path"><bdi>\(HTMLPage.escaped(finding.id))</bdi></p>
    </div>
    </li>

    """
  }

  /// What speaks against an item; a label is struck out where it is likely wrong.
  private static func evidence(_ finding: AuditFinding) -> String {
    guard
      case .label(let given, let probability, let suggested, let suggestedProbability) =
        finding.evidence
    else {
      return "<p class=\"parts\">\(HTMLPage.escaped(AuditRendering.remark(finding.evidence)))</p>"
    }
    let (givenTag, suggestedTag) = finding.isFlagged ? ("del", "ins") : ("span", "span")
    return "<p class=\"change\">\(share(given, probability, in: givenTag)) → "
      + "\(share(suggested, suggestedProbability, in: suggestedTag))</p>"
  }

  /// A label with its probability, which stays on the line of its sign.
  private static func share(_ label: String, _ probability: Double, in tag: String) -> String {
    let percent = AuditRendering.percent(probability).replacing(" ", with: "&nbsp;")
    return "<\(tag)>\(HTMLPage.escaped(label))</\(tag)> \(percent)"
  }
}
