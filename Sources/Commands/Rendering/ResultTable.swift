internal import Library

/// Search results as a table for a terminal: rank, score, title or file, price, and where it comes from.
enum ResultTable {
  /// One line a result, none wider than `width` columns.
  static func text(_ hits: [SearchHit], width: Int, style: TextStyle) -> String {
    let rankWidth = hits.last.map { String($0.rank).count } ?? 1
    let prices = hits.map { $0.priceText ?? "" }
    let priceWidth = prices.map { DisplayWidth.of($0) }.max() ?? 0
    let scores = hits.map { Sentence.fixed($0.score, decimals: 3) }
    let scoreWidth = scores.map(\.count).max() ?? 0
    let fixedWidth = rankWidth + 2 + scoreWidth + 2 + (priceWidth > 0 ? priceWidth + 2 : 0)
    let available = max(8, width - fixedWidth)
    let labels = hits.map { $0.label + $0.collapsedText }
    let longestLabel = labels.map { DisplayWidth.of($0) }.max() ?? 0
    // The origin is shown where at least 12 columns are left for it beside two thirds for labels.
    let labelWidth = min(longestLabel, max(available * 2 / 3, available - 2 - 40))
    let originWidth = available - labelWidth - 2
    var result = ""
    for (position, hit) in hits.enumerated() {
      let label = DisplayWidth.truncated(
        labels[position], to: originWidth >= 12 ? labelWidth : available)
      let shown = hit.path.map { style.link(style.bold(label), toFile: $0) } ?? style.bold(label)
      var line = style.dim(DisplayWidth.padded("\(hit.rank)", to: rankWidth, onLeft: true))
      line += "  " + style.cyan(DisplayWidth.padded(scores[position], to: scoreWidth, onLeft: true))
      line += "  " + shown
      let isLast = priceWidth == 0 && originWidth < 12
      if !isLast {
        let labelColumn = originWidth >= 12 ? labelWidth : min(longestLabel, available)
        line += String(repeating: " ", count: max(0, labelColumn - DisplayWidth.of(label)))
      }
      if priceWidth > 0 {
        line += "  " + DisplayWidth.padded(prices[position], to: priceWidth, onLeft: true)
      }
      if originWidth >= 12 {
        line += "  " + style.dim(DisplayWidth.truncated(hit.origin, to: originWidth))
      }
      result += line + "\n"
    }
    return result
  }
}
