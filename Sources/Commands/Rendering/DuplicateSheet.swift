internal import Library

/// A plan for duplicates as a page of pictures: a row a group, the copy to keep first.
enum DuplicateSheet {
  /// Groups beyond this many are counted, not shown.
  private static let groupsShown = 300
  /// Copies of one group beyond this many are counted, not shown.
  private static let copiesShown = 20

  /// The page.
  ///
  /// - Parameter thumbnail: A JPEG of the picture at a path; nil where it cannot be read.
  static func page(_ report: DuplicateReport, thumbnail: (String) -> [UInt8]?) -> String {
    var sections: [String] = []
    if !report.placeholders.isEmpty {
      let cards = report.placeholders.prefix(groupsShown).map { placeholder in
        card(
          placeholder.picture,
          remark: "shared by \(Sentence.count(placeholder.products, "product"))",
          isKept: false, thumbnail)
      }
      sections.append(section("Pictures of many products", "", cards))
    }
    for group in report.groups.prefix(groupsShown) {
      let cards =
        [card(group.kept, remark: "keep", isKept: true, thumbnail)]
        + group.others.prefix(copiesShown).map { copy, likeness in
          card(copy, remark: DuplicateRendering.remark(likeness), isKept: false, thumbnail)
        }
      let hidden = group.others.count - copiesShown
      sections.append(
        section(
          Sentence.count(group.others.count + 1, "picture"),
          hidden > 0 ? "\(Sentence.grouped(hidden)) more are not shown" : "", cards))
    }
    let hidden = report.groups.count - groupsShown
    let notes =
      hidden > 0
      ? HTMLPage.note("\(Sentence.count(hidden, "more group")) are not shown; --json has all.")
      : ""
    return HTMLPage.text(
      title: "Duplicates", style: HTMLPage.cardStyle,
      header: """
        <h1>Duplicates</h1>
        <p class="meta">\(DuplicateRendering.summary(report))</p>
        \(notes)
        """,
      main: sections.joined())
  }

  private static func section(_ heading: String, _ remark: String, _ cards: [String]) -> String {
    """
    <section>
    <h2>\(heading)</h2>
    <p>\(remark)</p>
    <ol>
    \(cards.joined())</ol>
    </section>

    """
  }

  private static func card(
    _ copy: PictureCopy, remark: String, isKept: Bool, _ thumbnail: (String) -> [UInt8]?
  ) -> String {
    let origin = HTMLPage.escaped(copy.path ?? copy.id)
    return """
      <li class="card\(isKept ? " kept" : "")">
      \(HTMLPage.frame(copy.path.flatMap(thumbnail), label: copy.label, path: copy.path))
      <div class="text">
      <h3>\(HTMLPage.escaped(copy.label))</h3>
      <p class="change">\(isKept ? "<ins>\(remark)</ins>" : remark)</p>
      <p class="parts">\(DuplicateRendering.size(copy))</p>
      <p class="path" title="\(origin)"><bdi>\(origin)</bdi></p>
      </div>
      </li>

      """
  }
}

extension PictureCopy {
  /// The title, else the name of the file, else the id; free of control characters.
  var label: String {
    if let title, !title.isEmpty { return Sentence.printable(title) }
    return Sentence.printable(path.map { Path.name($0) } ?? id[...])
  }
}
