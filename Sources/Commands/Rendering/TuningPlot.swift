internal import Tuning

/// Losses and measures over the epochs, as a drawing.
enum TuningPlot {
  private static let width = 640.0
  private static let height = 320.0
  private static let margin = 56.0

  /// An SVG document: the loss against the left scale, the held-out measure against the right one.
  static func svg(_ history: [TrainingState.Epoch]) -> String {
    let losses = history.enumerated().compactMap { epoch, record in
      record.loss.map { (epoch: epoch, value: $0) }
    }
    let measures = history.enumerated().map { (epoch: $0.offset, value: $0.element.measure) }
    let last = max(1, history.count - 1)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" \
      font-family="sans-serif" font-size="12">
      <rect width="100%" height="100%" fill="white"/>
      <path d="M\(Int(margin)) 24V\(Int(height - 40))H\(Int(width - margin))V24" fill="none" stroke="#999"/>
      \(curve(losses, last: last, color: "#c2410c", name: "loss", isLeft: true))
      \(curve(measures, last: last, color: "#1d4ed8", name: "held out", isLeft: false))
      <text x="\(Int(width / 2))" y="\(Int(height - 10))" text-anchor="middle">epoch 0 – \(last)</text>
      </svg>

      """
  }

  private static func curve(
    _ points: [(epoch: Int, value: Double)], last: Int, color: String, name: String, isLeft: Bool
  ) -> String {
    let values = points.map(\.value).filter(\.isFinite)
    guard let lowest = values.min(), let highest = values.max() else { return "" }
    let span = highest > lowest ? highest - lowest : 1
    let places = points.filter { $0.value.isFinite }.map { point in
      let x = margin + Double(point.epoch) / Double(last) * (width - 2 * margin)
      let y = height - 40 - (point.value - lowest) / span * (height - 64)
      return "\(Sentence.fixed(x, decimals: 1)),\(Sentence.fixed(y, decimals: 1))"
    }
    let x = Int(isLeft ? margin - 6 : width - margin + 6)
    let anchor = isLeft ? "end" : "start"
    func label(_ text: String, _ y: Int) -> String {
      "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" fill=\"\(color)\">\(text)</text>"
    }
    return """
      <polyline points="\(places.joined(separator: " "))" fill="none" stroke="\(color)" stroke-width="2"/>
      \(label(Sentence.fixed(highest, decimals: 3), 28))
      \(label(Sentence.fixed(lowest, decimals: 3), Int(height) - 40))
      <text x="\(x)" y="14" text-anchor="\(anchor)" fill="\(color)">\(name)</text>
      """
  }
}
