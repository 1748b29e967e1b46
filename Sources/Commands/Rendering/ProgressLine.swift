/// How far an ingest has come.
struct Progress: Sendable, Equatable {
  /// What is being done, such as "embedding".
  var phase: String
  var done: Int
  /// Nil while unknown.
  var total: Int?
  var failed: Int
  /// Seconds since this phase first reported.
  var seconds: Double
}

/// The progress of an ingest as one line for a terminal.
enum ProgressLine {
  /// Phase, bar, done of total, rate, failures and time left, in at most `width` columns; what matters least
  /// is left out first.
  static func text(_ progress: Progress, width: Int, style: TextStyle) -> String {
    var counts = Sentence.grouped(progress.done)
    if let total = progress.total { counts += "/" + Sentence.grouped(total) }
    var pieces = [progress.done == 0 && progress.total == nil ? "" : counts]
    if let rate = rate(of: progress) { pieces.append(rate) }
    if progress.failed > 0 { pieces.append("\(Sentence.grouped(progress.failed)) failed") }
    if let left = timeLeft(of: progress) { pieces.append(left) }
    pieces.removeAll(where: \.isEmpty)
    let phase = Sentence.printable(progress.phase)
    while pieces.count > 1, plain(phase, pieces).count > width { pieces.removeLast() }
    let line = DisplayWidth.truncated(plain(phase, pieces), to: width)
    let barWidth = min(30, width - DisplayWidth.of(line) - 3)
    guard barWidth >= 10, let total = progress.total, total > 0, !pieces.isEmpty else {
      return line
    }
    let fraction = min(1, Double(progress.done) / Double(total))
    return phase + " " + bar(fraction, width: barWidth, style: style) + "  "
      + pieces.joined(separator: " · ")
  }

  /// Filled to an eighth of a column.
  static func bar(_ fraction: Double, width: Int, style: TextStyle) -> String {
    let eighths = Int((fraction * Double(width) * 8).rounded(.down))
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let filled = String(repeating: "█", count: eighths / 8) + partial
    let rest = width - eighths / 8 - (partial.isEmpty ? 0 : 1)
    return style.green(filled) + style.dim(String(repeating: "·", count: rest))
  }

  private static func plain(_ phase: String, _ pieces: [String]) -> String {
    pieces.isEmpty ? phase : phase + " " + pieces.joined(separator: " · ")
  }

  private static func rate(of progress: Progress) -> String? {
    guard progress.seconds >= 1, progress.done > 0 else { return nil }
    let rate = Double(progress.done) / progress.seconds
    return (rate < 10 ? Sentence.fixed(rate, decimals: 1) : Sentence.grouped(Int(rate.rounded())))
      + "/s"
  }

  private static func timeLeft(of progress: Progress) -> String? {
    guard let total = progress.total, progress.seconds >= 2, progress.done > 0,
      progress.done < total
    else { return nil }
    let seconds = progress.seconds / Double(progress.done) * Double(total - progress.done)
    return seconds < 60
      ? "\(Int(seconds.rounded(.up))) s left" : Sentence.duration(seconds) + " left"
  }
}
