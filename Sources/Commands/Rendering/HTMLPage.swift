/// A page that needs no other file and follows the reader's choice of light or dark.
enum HTMLPage {
  /// The page.
  ///
  /// - Parameters:
  ///   - title: What the page is about; any text.
  ///   - style: Rules of a style sheet besides those that all pages have.
  ///   - header: Markup.
  ///   - main: Markup.
  static func text(title: String, style: String, header: String, main: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="mmsearch \(Program.version)">
    <title>\(escaped(title)) · mmsearch</title>
    <style>
    \(baseStyle)
    \(style)
    </style>
    </head>
    <body>
    <header>
    \(header)</header>
    <main>
    \(main)</main>
    </body>
    </html>

    """
  }

  /// A picture in a square frame that leads to its file.
  ///
  /// - Parameters:
  ///   - jpeg: The bytes of a small JPEG; nil where there is none that can be read.
  ///   - label: What the picture shows; any text.
  ///   - path: Where the file lies.
  static func frame(_ jpeg: [UInt8]?, label: String, path: String?) -> String {
    let picture =
      jpeg.map { bytes in
        "<img loading=\"lazy\" decoding=\"async\" alt=\"\(escaped(label))\" "
          + "src=\"data:image/jpeg;base64,\(Base64.text(bytes))\">"
      } ?? "<span class=\"nothing\">no picture</span>"
    let link = path.flatMap { $0.hasPrefix("/") ? "file://" + PercentEncoding.path($0) : nil }
    return link.map { "<a class=\"frame\" href=\"\($0)\">\(picture)</a>" }
      ?? "<div class=\"frame\">\(picture)</div>"
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

  /// A remark below the heading; any text.
  static func note(_ text: String) -> String {
    "<p class=\"note\" role=\"note\">\(escaped(text))</p>\n"
  }

  /// Rules for sections of ordered lists of cards: a picture above a text.
  static let cardStyle = """
    ol {
      list-style: none; display: grid; gap: 18px;
      grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
    }
    .card {
      background: var(--card); border: 1px solid var(--line); border-radius: 12px;
      overflow: hidden; display: flex; flex-direction: column;
    }
    .text { padding: 12px 14px 14px; display: grid; gap: 6px; }
    h2, h3 { font-size: 15px; font-weight: 600; overflow-wrap: anywhere; }
    section + section { margin-top: 44px; }
    section > h2 { font-size: 20px; margin-bottom: 4px; }
    section > p { color: var(--quiet); margin-bottom: 14px; max-width: 75ch; }
    .card.flagged { border-color: var(--warn); }
    .card.kept { border-color: var(--accent); }
    .card del { color: var(--warn); }
    .card ins { color: var(--accent); text-decoration: none; font-weight: 600; }
    .card .change { overflow-wrap: anywhere; }
    .path { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; direction: rtl; text-align: left; }
    @media print { .card { break-inside: avoid; } }
    """

  private static let baseStyle = """
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
    .frame {
      display: flex; align-items: center; justify-content: center; aspect-ratio: 1; position: relative;
      background: var(--frame);
    }
    .frame img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; }
    a.frame { text-decoration: none; }
    a.frame:focus-visible { outline: 3px solid var(--accent); outline-offset: -3px; }
    .nothing { color: var(--quiet); }
    """
}
