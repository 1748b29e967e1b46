internal import JSON
internal import Library

/// The map of a library as one HTML page.
enum MapPage {
  /// Values that have a colour of their own; the rest are grey.
  static let colouredValues = 14

  /// The page.
  ///
  /// - Parameter thumbnail: A JPEG to keep in the page for the picture at a path; nil where the page shows
  ///   the file itself.
  static func page(_ map: LibraryMap, thumbnail: (String) -> [UInt8]?) -> String {
    let header = """
      <h1>Map</h1>
      <p class="meta">\(meta(map))</p>

      """
    let search = """
      <input id="search" type="search" placeholder="Find an id, title or value" autocomplete="off" \
      spellcheck="false" aria-label="Find an id, title or value">
      """
    let main = """
      <div class="bar">\(search)<output id="found"></output>\
      <button id="reset" type="button">Whole map</button></div>
      <div class="map">
      <canvas id="canvas" tabindex="0" aria-label="The map: drag to move, scroll to zoom"></canvas>
      <aside id="card" hidden></aside>
      </div>
      <ul id="legend" aria-label="Values of the field; press one to see it alone"></ul>
      <noscript><p class="note">The map is drawn by a script, which this browser does not run.</p></noscript>
      <script type="application/json" id="data">\(scriptSafe(data(map, thumbnail)))</script>
      <script>
      \(MapScript.text)
      </script>

      """
    return HTMLPage.text(title: "Map", style: styleSheet, header: header, main: main)
  }

  private static func meta(_ map: LibraryMap) -> String {
    var parts = [
      map.points.count < map.items
        ? "\(Sentence.grouped(map.points.count)) of \(Sentence.count(map.items, "picture"))"
        : Sentence.count(map.items, "picture"),
      HTMLPage.escaped(map.modelName),
    ]
    switch map.layout {
    case .neighbors: parts.append("neighbours lie together; distances between groups mean little")
    case .pca:
      let share = Sentence.fixed(100 * (map.shownVariance ?? 0), decimals: 0)
      parts.append("two principal components, \(share) % of the variance")
    }
    if let field = map.field {
      parts.append("\(HTMLPage.escaped(field)), \(Sentence.count(map.values.count, "value"))")
    }
    return parts.joined(separator: " · ")
  }

  /// Columns rather than rows: the names are written once.
  private static func data(_ map: LibraryMap, _ thumbnail: (String) -> [UInt8]?) -> JSONValue {
    let scale = 65_535.0
    let points = map.points
    let thumbnails = points.map { point in
      JSONValue.optional(point.path.flatMap(thumbnail).map { Base64.text($0) })
    }
    let hasThumbnails = thumbnails.contains { $0 != .null }
    return .object([
      ("x", .array(points.map { .integer(Int(($0.x * scale).rounded())) })),
      ("y", .array(points.map { .integer(Int(($0.y * scale).rounded())) })),
      ("value", .array(points.map { .integer($0.value ?? -1) })),
      ("id", .array(points.map { .string(Sentence.printable($0.id)) })),
      ("title", .array(points.map { .string(Sentence.onOneLine($0.title ?? "")) })),
      ("path", .array(points.map { .optional($0.path) })),
      (
        "url",
        .array(
          points.map { point in
            .optional(point.path.map { "file://" + PercentEncoding.path($0) })
          })
      ),
      ("thumbnail", .array(hasThumbnails ? thumbnails : [])),
      (
        "values",
        .array(
          map.values.map { .array([.string(Sentence.onOneLine($0.name)), .integer($0.count)]) })
      ),
      ("coloured", .integer(colouredValues)),
      ("stretches", .boolean(map.layout == .neighbors)),
    ])
  }

  /// JSON as it may stand in a script: nothing in it ends the element or a line.
  static func scriptSafe(_ value: JSONValue) -> String {
    var bytes: [UInt8] = []
    let text = Array(value.text.utf8)
    bytes.reserveCapacity(text.count)
    var place = 0
    while place < text.count {
      if text[place] == UInt8(ascii: "<") {
        bytes += "\\u003c".utf8
      } else if text[place] == 0xE2, place + 2 < text.count, text[place + 1] == 0x80,
        text[place + 2] == 0xA8 || text[place + 2] == 0xA9
      {
        bytes += (text[place + 2] == 0xA8 ? "\\u2028" : "\\u2029").utf8
        place += 2
      } else {
        bytes.append(text[place])
      }
      place += 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let styleSheet = """
    body { max-width: none; height: 100vh; display: flex; flex-direction: column; padding: 18px 22px; }
    header { margin-bottom: 10px; }
    main { flex: 1; min-height: 0; display: flex; flex-direction: column; gap: 10px; }
    .bar { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; }
    .bar input, .bar button {
      font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
      border-radius: 8px; padding: 6px 12px;
    }
    .bar input { width: min(340px, 60vw); }
    .bar button { cursor: pointer; }
    .bar output { color: var(--quiet); font-size: 13px; font-variant-numeric: tabular-nums; }
    .map { position: relative; flex: 1; min-height: 240px; }
    canvas {
      position: absolute; inset: 0; width: 100%; height: 100%; touch-action: none; cursor: grab;
      background: var(--card); border: 1px solid var(--line); border-radius: 12px;
    }
    canvas:focus-visible, #legend button:focus-visible { outline: 2px solid var(--accent); }
    #card {
      position: absolute; width: 212px; background: var(--card); border: 1px solid var(--line);
      border-radius: 10px; padding: 10px; box-shadow: 0 4px 18px rgb(0 0 0 / .25); font-size: 13px;
      line-height: 1.35; overflow-wrap: anywhere; pointer-events: none;
    }
    #card.pinned { border-color: var(--accent); pointer-events: auto; }
    #card img { display: block; width: 190px; height: 190px; object-fit: contain; background: var(--frame);
      border-radius: 6px; margin-bottom: 8px; }
    #card b { display: block; font-weight: 600; }
    #card .quiet { color: var(--quiet); }
    #card a { color: var(--accent); }
    #legend {
      list-style: none; display: flex; flex-wrap: wrap; gap: 4px 6px; max-height: 92px; overflow: auto;
    }
    #legend button {
      font: inherit; font-size: 13px; color: inherit; background: none; border: 1px solid transparent;
      border-radius: 999px; padding: 1px 10px 1px 6px; cursor: pointer; display: flex; gap: 6px;
      align-items: center;
    }
    #legend button:hover { border-color: var(--line); }
    #legend button[aria-pressed="true"] { border-color: var(--accent); background: var(--card); }
    #legend canvas { position: static; width: 14px; height: 14px; border: 0; background: none; }
    #legend span { color: var(--quiet); font-variant-numeric: tabular-nums; }
    @media (max-width: 600px) { body { padding: 10px; } }
    """
}
