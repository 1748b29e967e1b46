internal import Library

/// Thumbnails side by side with a caption below each, as a terminal shows them.
enum PreviewGrid {
  /// What is drawn for one result.
  enum Picture {
    case halfBlocks(rows: [String], columns: Int)
    /// An escape sequence that draws from the cursor to the right and down.
    case inline(String)
    case none
  }

  /// The size of one place in cells, and how many stand side by side.
  struct Layout: Equatable {
    let columns: Int
    let rows: Int
    let perLine: Int
    /// Free columns between two places.
    static let gap = 2

    /// As many places as fit, each about 24 columns wide and with square room for the picture.
    init(_ terminal: TerminalSize) {
      let usable = terminal.columns - 1
      perLine = max(1, (usable + Self.gap) / (24 + Self.gap))
      columns = min(40, (usable + Self.gap) / perLine - Self.gap)
      let square = columns * terminal.cellWidth / max(1, terminal.cellHeight)
      rows = max(4, min(square, terminal.rows - 4))
    }

    /// The cells that a picture takes up when it fills its place and keeps its shape.
    func cells(width: Int, height: Int, in terminal: TerminalSize) -> (columns: Int, rows: Int) {
      let scale = min(
        Double(columns * terminal.cellWidth) / Double(width),
        Double(rows * terminal.cellHeight) / Double(height))
      let wide = (Double(width) * scale / Double(terminal.cellWidth)).rounded()
      let high = (Double(height) * scale / Double(terminal.cellHeight)).rounded()
      return (max(1, min(columns, Int(wide))), max(1, min(rows, Int(high))))
    }
  }

  /// One line of places: the pictures, then two lines of captions.
  static func line(
    _ places: [(hit: SearchHit, picture: Picture)], layout: Layout, style: TextStyle
  ) -> String {
    let inlineCount = places.count { if case .inline = $0.picture { true } else { false } }
    return (inlineCount > 0 ? inlineRows(places, layout) : textRows(places, layout))
      + captions(places.map(\.hit), layout, style)
  }

  /// Makes room by scrolling, goes back up, and draws each picture from its own column.
  private static func inlineRows(
    _ places: [(hit: SearchHit, picture: Picture)], _ layout: Layout
  ) -> String {
    var result = String(repeating: "\n", count: layout.rows) + "\u{1B}[\(layout.rows)A"
    for (position, place) in places.enumerated() {
      guard case .inline(let sequence) = place.picture else { continue }
      let column = position * (layout.columns + Layout.gap)
      result += "\u{1B}7" + (column > 0 ? "\u{1B}[\(column)C" : "") + sequence + "\u{1B}8"
    }
    return result + "\u{1B}[\(layout.rows)B\r"
  }

  private static func textRows(
    _ places: [(hit: SearchHit, picture: Picture)], _ layout: Layout
  ) -> String {
    let height =
      places.map { place in
        if case .halfBlocks(let rows, _) = place.picture { rows.count } else { 0 }
      }.max() ?? 0
    return (0..<height).map { row in
      places.map { place in
        guard case .halfBlocks(let rows, let columns) = place.picture, row < rows.count else {
          return String(repeating: " ", count: layout.columns)
        }
        return rows[row] + String(repeating: " ", count: max(0, layout.columns - columns))
      }.joined(separator: String(repeating: " ", count: Layout.gap)) + "\n"
    }.joined()
  }

  private static func captions(
    _ hits: [SearchHit], _ layout: Layout, _ style: TextStyle
  ) -> String {
    let first = hits.map { hit in
      let label = DisplayWidth.truncated("\(hit.rank)  \(hit.label)", to: layout.columns)
      let padding = String(repeating: " ", count: max(0, layout.columns - DisplayWidth.of(label)))
      return (hit.path.map { style.link(style.bold(label), toFile: $0) } ?? style.bold(label))
        + padding
    }
    let second = hits.map { hit in
      let details = [Sentence.fixed(hit.score, decimals: 3), hit.priceText].compactMap { $0 }
      let text = DisplayWidth.truncated(details.joined(separator: "  "), to: layout.columns)
      return style.dim(DisplayWidth.padded(text, to: layout.columns))
    }
    let gap = String(repeating: " ", count: Layout.gap)
    return first.joined(separator: gap) + "\n" + second.joined(separator: gap) + "\n\n"
  }
}
