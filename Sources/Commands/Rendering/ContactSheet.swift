internal import JSON
internal import Library

/// Search results as one HTML page that needs no other file: thumbnails are inside it, and it follows the
/// reader's choice of light or dark.
enum ContactSheet {
  /// The page.
  ///
  /// - Parameters:
  ///   - title: What was searched for, in the user's words.
  ///   - thumbnails: A JPEG for each result; nil where it has no picture that can be read.
  static func page(_ response: SearchResponse, title: String, thumbnails: [[UInt8]?]) -> String {
    let best = response.hits.first?.score ?? 0
    let cards = zip(response.hits, thumbnails).map { card($0, thumbnail: $1, bestScore: best) }
    let heading = title.isEmpty ? "Search results" : title
    var remarks = response.warnings
    if response.hits.isEmpty {
      remarks.append("Nothing was found.")
    } else if response.isNoGoodMatch {
      remarks.append("No good match: the best score is one that chance alone reaches.")
    }
    let notes = remarks.map(HTMLPage.note).joined()
    let header = """
      <h1>\(HTMLPage.escaped(heading))</h1>
      \(terms(response.request.terms))<p class="meta">\(meta(response))</p>
      \(notes)
      """
    return HTMLPage.text(
      title: heading, style: styleSheet, header: header,
      main: "<ol>\n\(cards.joined())</ol>\n")
  }

  /// The terms of the query, shown only where there is more to them than the heading says.
  private static func terms(_ terms: [SearchTerm]) -> String {
    guard terms.count > 1 else { return "" }
    let chips = terms.map { term in
      let name =
        switch term.content {
        case .text(let text): text
        case .image(let path): "@" + path
        case .item(let item): item
        }
      let sign = term.weight < 0 ? "−" : "+"
      let factor = term.weight.magnitude
      let weight = factor == 1 ? "" : " × \(JSONValue.decimal(factor).text)"
      return
        "<li class=\"\(term.weight < 0 ? "minus" : "plus")\">\(sign) \(HTMLPage.escaped(name))\(weight)</li>"
    }
    return "<ul class=\"terms\" aria-label=\"Terms of the query\">\(chips.joined())</ul>\n"
  }

  private static func meta(_ response: SearchResponse) -> String {
    let took = Sentence.fixed(response.milliseconds, decimals: 0)
    return
      "\(Sentence.grouped(response.hits.count)) of \(Sentence.count(response.total, "item")) · "
      + "\(HTMLPage.escaped(response.modelName)) · \(response.index.rawValue) · \(took) ms"
  }

  private static func card(
    _ hit: SearchHit, thumbnail: [UInt8]?, bestScore: Double
  ) -> String {
    let label = HTMLPage.escaped(hit.label + hit.collapsedText)
    let frame = HTMLPage.frame(thumbnail, label: hit.label, path: hit.path)
    let share = bestScore > 0 ? min(1, max(0, hit.score / bestScore)) : 0
    let parts = ItemPart.allCases.compactMap { part in
      hit.parts[part].map { "\(part.rawValue) \(Sentence.fixed($0, decimals: 3))" }
    }
    let price = hit.priceText.map { "<span class=\"price\">\(HTMLPage.escaped($0))</span>" } ?? ""
    let origin = HTMLPage.escaped(hit.path.map { Sentence.printable($0) } ?? hit.id)
    return """
      <li class="card">
      \(frame)
      <div class="text">
      <h2><span class="rank">\(hit.rank)</span> \(label)</h2>
      <div class="score"><span class="bar" aria-hidden="true"><span style="width:\
      \(Sentence.fixed(share * 100, decimals: 1))%"></span></span>\
      <span title="\(HTMLPage.escaped(parts.joined(separator: " · ")))">\
      \(Sentence.fixed(hit.score, decimals: 3))</span>\(price)</div>
      <p class="parts">\(HTMLPage.escaped(parts.joined(separator: " · ")))</p>
      <p class="path" title="\(origin)"><bdi>\(origin)</bdi></p>
      </div>
      </li>

      """
  }

  private static let styleSheet =
    HTMLPage.cardStyle + """

      ul.terms { list-style: none; display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0; }
      ul.terms li { border: 1px solid var(--line); border-radius: 999px; padding: 2px 12px; }
      ul.terms .minus { color: var(--quiet); text-decoration: line-through; }
      .rank { color: var(--quiet); font-weight: 400; }
      .score { display: flex; align-items: center; gap: 10px; font-variant-numeric: tabular-nums; }
      .bar { flex: 1; height: 6px; border-radius: 3px; background: var(--frame); overflow: hidden; }
      .bar span { display: block; height: 100%; border-radius: 3px; background: var(--accent); }
      .price { font-weight: 600; }
      """
}
