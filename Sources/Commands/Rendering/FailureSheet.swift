internal import Library

/// The queries that were answered worst as one HTML page: what was asked, what would have been right, and what
/// was found.
enum FailureSheet {
  /// The page.
  ///
  /// - Parameters:
  ///   - subtitle: How many queries were asked, and how.
  ///   - thumbnails: JPEGs by the path of their picture.
  static func page(
    _ failures: [FailedQuery], subtitle: String, thumbnails: [String: [UInt8]]
  ) -> String {
    let shown =
      failures.isEmpty
      ? "No query lost anything."
      : "The \(Sentence.count(failures.count, "query", plural: "queries")) "
        + "with the greatest loss (1 − nDCG@10), worst first."
    return HTMLPage.text(
      title: "Failures", style: styleSheet,
      header: """
        <h1>Failures</h1>
        <p class="meta">\(HTMLPage.escaped(subtitle))</p>
        <p class="meta">\(shown)</p>

        """,
      main: failures.map { section($0, thumbnails) }.joined())
  }

  /// The paths of all pictures that the page shows.
  static func pictures(of failures: [FailedQuery]) -> Set<String> {
    Set(
      failures.flatMap { failure in
        [failure.picturePath] + (failure.relevant + failure.found).map(\.path)
      }.compactMap { $0 })
  }

  private static func section(_ failure: FailedQuery, _ thumbnails: [String: [UInt8]]) -> String {
    let more = failure.relevantCount - failure.relevant.count
    let rest = more > 0 ? " <span class=\"quiet\">and \(Sentence.grouped(more)) more</span>" : ""
    return """
      <section>
      <div class="query">
      \(asked(failure, thumbnails))
      <p class="meta">line \(failure.number) · loss \(Sentence.fixed(failure.loss, decimals: 3))</p>
      </div>
      <div>
      <h3>Right\(rest)</h3>
      \(list(failure.relevant, thumbnails))</div>
      <div>
      <h3>Found</h3>
      \(list(failure.found, thumbnails))</div>
      </section>

      """
  }

  private static func asked(_ failure: FailedQuery, _ thumbnails: [String: [UInt8]]) -> String {
    switch failure.content {
    case .text(let text): return "<h2>\(HTMLPage.escaped(text))</h2>"
    case .image(let name), .item(let name):
      let frame = HTMLPage.frame(
        failure.picturePath.flatMap { thumbnails[$0] }, label: name, path: failure.picturePath)
      let label = failure.picturePath == name ? String(Path.name(name)) : name
      return "\(frame)\n<p class=\"label\">\(HTMLPage.escaped(label))</p>"
    }
  }

  private static func list(_ items: [FailedQuery.Item], _ thumbnails: [String: [UInt8]]) -> String {
    guard !items.isEmpty else { return "<p class=\"quiet\">nothing</p>\n" }
    return "<ol>\n" + items.map { card($0, thumbnails) }.joined() + "</ol>\n"
  }

  private static func card(_ item: FailedQuery.Item, _ thumbnails: [String: [UInt8]]) -> String {
    let label = item.title.flatMap { $0.isEmpty ? nil : $0 } ?? String(Path.name(item.id))
    let rank = item.rank.map { "\(Sentence.grouped($0))" } ?? "not found"
    let grade = item.grade > 1 ? " · grade \(Sentence.fixed(item.grade, decimals: 0))" : ""
    let isRight = item.grade > 0
    return """
      <li\(isRight ? " class=\"right\"" : "")>
      \(HTMLPage.frame(item.path.flatMap { thumbnails[$0] }, label: label, path: item.path))
      <p class="rank">\(rank)\(isRight ? " ✓" : "")\(grade)</p>
      <p class="label" title="\(HTMLPage.escaped(item.id))">\(HTMLPage.escaped(label))</p>
      </li>

      """
  }

  private static let styleSheet = """
    section {
      display: grid; grid-template-columns: minmax(130px, 1fr) minmax(0, 3fr) minmax(0, 3fr); gap: 22px;
      background: var(--card); border: 1px solid var(--line); border-radius: 12px;
      padding: 16px 18px; margin-bottom: 16px;
    }
    .query .frame { max-width: 160px; border-radius: 8px; overflow: hidden; margin-bottom: 8px; }
    h2 { font-size: 17px; font-weight: 600; overflow-wrap: anywhere; }
    h3 { font-size: 13px; font-weight: 600; color: var(--quiet); margin-bottom: 8px; }
    .quiet { color: var(--quiet); font-weight: 400; }
    ol { list-style: none; display: grid; gap: 10px; grid-template-columns: repeat(5, minmax(0, 1fr)); }
    li .frame { border-radius: 8px; overflow: hidden; border: 2px solid transparent; }
    li.right .frame { border-color: var(--accent); }
    .rank { font-size: 13px; font-variant-numeric: tabular-nums; margin-top: 4px; }
    .right .rank { color: var(--accent); font-weight: 600; }
    .label {
      font-size: 12px; line-height: 1.3; color: var(--quiet); overflow-wrap: anywhere;
      display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden;
    }
    @media (max-width: 800px) { section { grid-template-columns: minmax(0, 1fr); } }
    @media print { section { break-inside: avoid; } }
    """
}
