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
    let notes = remarks.map { "<p class=\"note\" role=\"note\">\(escaped($0))</p>\n" }.joined()
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="mmsearch \(Program.version)">
      <title>\(escaped(heading)) · mmsearch</title>
      <style>
      \(styleSheet)
      </style>
      </head>
      <body>
      <header>
      <h1>\(escaped(heading))</h1>
      \(terms(response.request.terms))<p class="meta">\(meta(response))</p>
      \(notes)</header>
      <main>
      <ol>
      \(cards.joined())</ol>
      </main>
      </body>
      </html>

      """
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
        "<li class=\"\(term.weight < 0 ? "minus" : "plus")\">\(sign) \(escaped(name))\(weight)</li>"
    }
    return "<ul class=\"terms\" aria-label=\"Terms of the query\">\(chips.joined())</ul>\n"
  }

  private static func meta(_ response: SearchResponse) -> String {
    let took = Sentence.fixed(response.milliseconds, decimals: 0)
    return
      "\(Sentence.grouped(response.hits.count)) of \(Sentence.count(response.total, "item")) · "
      + "\(escaped(response.modelName)) · \(response.index.rawValue) · \(took) ms"
  }

  private static func card(
    _ hit: SearchHit, thumbnail: [UInt8]?, bestScore: Double
  ) -> String {
    let label = escaped(hit.label)
    let picture =
      thumbnail.map { bytes in
        "<img loading=\"lazy\" decoding=\"async\" alt=\"\(label)\" "
          + "src=\"data:image/jpeg;base64,\(Base64.text(bytes))\">"
      } ?? "<span class=\"nothing\">no picture</span>"
    let link = hit.path.flatMap { $0.hasPrefix("/") ? "file://" + PercentEncoding.path($0) : nil }
    let frame =
      link.map { "<a class=\"frame\" href=\"\($0)\">\(picture)</a>" }
      ?? "<div class=\"frame\">\(picture)</div>"
    let share = bestScore > 0 ? min(1, max(0, hit.score / bestScore)) : 0
    let parts = ItemPart.allCases.compactMap { part in
      hit.parts[part].map { "\(part.rawValue) \(Sentence.fixed($0, decimals: 3))" }
    }
    let price = hit.priceText.map { "<span class=\"price\">\(escaped($0))</span>" } ?? ""
    let origin = escaped(hit.path.map { Sentence.printable($0) } ?? hit.id)
    return """
      <li class="card">
      \(frame)
      <div class="text">
      <h2><span class="rank">\(hit.rank)</span> \(label)</h2>
      <div class="score"><span class="bar" aria-hidden="true"><span style="width:\
      \(Sentence.fixed(share * 100, decimals: 1))%"></span></span>\
      <span title="\(escaped(parts.joined(separator: " · ")))">\
      \(Sentence.fixed(hit.score, decimals: 3))</span>\(price)</div>
      <p class="parts">\(escaped(parts.joined(separator: " · ")))</p>
      <p class="path" title="\(origin)"><bdi>\(origin)</bdi></p>
      </div>
      </li>

      """
  }

  /// A text for element content and quoted attributes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in Sentence.printable(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static let styleSheet = """
    :root {
      color-scheme: light dark;
      --page: #f5f5f3; --card: #fff; --ink: #1c1c1a; --quiet: #66665f; --line: #deded8;
      --accent: #2f6f5e; --frame: #ecece8; --warn: #8a5a00;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #151515; --card: #1f1f1e; --ink: #ececea; --quiet: #a3a39b; --line: #33332f;
        --accent: #6fc3ab; --frame: #2a2a28; --warn: #e5b454;
      }
    }
    * { box-sizing: border-box; margin: 0; padding: 0; }
    body {
      font: 15px/1.45 system-ui, sans-serif; background: var(--page); color: var(--ink);
      max-width: 1500px; margin: 0 auto; padding: 28px 24px 60px;
    }
    header { margin-bottom: 24px; }
    h1 { font-size: 26px; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
    .meta, .parts, .path { color: var(--quiet); font-size: 13px; }
    .note { color: var(--warn); margin-top: 6px; }
    ul.terms { list-style: none; display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0; }
    ul.terms li { border: 1px solid var(--line); border-radius: 999px; padding: 2px 12px; }
    ul.terms .minus { color: var(--quiet); text-decoration: line-through; }
    ol {
      list-style: none; display: grid; gap: 18px;
      grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
    }
    .card {
      background: var(--card); border: 1px solid var(--line); border-radius: 12px;
      overflow: hidden; display: flex; flex-direction: column;
    }
    .frame {
      display: flex; align-items: center; justify-content: center; aspect-ratio: 1; position: relative;
      background: var(--frame);
    }
    .frame img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; }
    a.frame:focus-visible { outline: 3px solid var(--accent); outline-offset: -3px; }
    .nothing { color: var(--quiet); }
    .text { padding: 12px 14px 14px; display: grid; gap: 6px; }
    h2 { font-size: 15px; font-weight: 600; overflow-wrap: anywhere; }
    .rank { color: var(--quiet); font-weight: 400; }
    .score { display: flex; align-items: center; gap: 10px; font-variant-numeric: tabular-nums; }
    .bar { flex: 1; height: 6px; border-radius: 3px; background: var(--frame); overflow: hidden; }
    .bar span { display: block; height: 100%; border-radius: 3px; background: var(--accent); }
    .price { font-weight: 600; }
    .path { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; direction: rtl; text-align: left; }
    @media print { .card { break-inside: avoid; } }
    """
}
