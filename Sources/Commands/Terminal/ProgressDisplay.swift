internal import Library
internal import Synchronization

/// Shows the events of an ingest on standard error: warnings, and in a terminal a line redrawn in place at
/// most ten times a second.
final class ProgressDisplay: Sendable {
  private struct State {
    var progress = Progress(phase: "", done: 0, total: nil, failed: 0, seconds: 0)
    var phaseStart: ContinuousClock.Instant?
    var lastDrawn: ContinuousClock.Instant?
    var isLineShown = false
    var log = WarningLog(limit: 10)
  }

  private let state = Mutex(State())
  private let showsLine: Bool
  private let showsWarnings: Bool
  private let showsInputWarnings: Bool
  private let style: TextStyle

  init(_ feedback: FeedbackOptions, showsInputWarnings: Bool) {
    self.showsInputWarnings = showsInputWarnings
    showsLine =
      StandardError.isTerminal && !feedback.quiet && !feedback.noProgress
      && Environment.value("TERM") != "dumb"
    showsWarnings = !feedback.quiet
    style = feedback.style(onTerminal: StandardError.isTerminal)
  }

  /// Takes an event from any thread.
  func receive(_ event: IngestEvent) {
    state.withLock { state in
      switch event {
      case .phase(let name):
        state.progress = Progress(phase: name, done: 0, total: nil, failed: 0, seconds: 0)
        state.phaseStart = nil
        draw(&state, force: true)
      case .progress(let done, let total, let failed):
        state.progress.done = done
        state.progress.total = total
        state.progress.failed = failed
        draw(&state, force: false)
      case .broken(let path, let reason, let detail):
        guard showsInputWarnings else { break }
        show(&state, .brokenPicture, "\(path) (\(reason)): \(detail)")
      case .rejected(let row, let id, let column, let reason):
        guard showsInputWarnings else { break }
        let place = ["row \(row)", id.map { "id \($0)" }, column.map { "column \($0)" }]
        show(&state, .rejectedRow, place.compactMap { $0 }.joined(separator: ", ") + ": \(reason)")
      case .warning(let text): show(&state, .other, text)
      }
    }
  }

  /// Clears the line and says how many warnings were not shown.
  func finish() {
    state.withLock { state in
      clear(&state)
      guard showsWarnings else { return }
      for line in state.log.closingLines {
        StandardError.writeLine(style.yellow("warning:") + " " + line)
      }
    }
  }

  private func show(_ state: inout State, _ kind: WarningLog.Kind, _ text: String) {
    guard showsWarnings, state.log.admits(Sentence.onOneLine(text), of: kind) else { return }
    clear(&state)
    StandardError.writeLine(style.yellow("warning:") + " " + Sentence.onOneLine(text))
    draw(&state, force: true)
  }

  private func draw(_ state: inout State, force: Bool) {
    let now = ContinuousClock.now
    if state.phaseStart == nil { state.phaseStart = now }
    guard showsLine, !state.progress.phase.isEmpty else { return }
    if !force, let last = state.lastDrawn, now - last < .milliseconds(100) { return }
    if let start = state.phaseStart { state.progress.seconds = (now - start) / .seconds(1) }
    state.lastDrawn = now
    state.isLineShown = true
    // One column stays free: some terminals wrap as soon as the last one is written.
    let line = ProgressLine.text(
      state.progress, width: TerminalSize.ofError.columns - 1, style: style)
    StandardError.write("\r\(line)\u{1B}[K")
  }

  private func clear(_ state: inout State) {
    guard state.isLineShown else { return }
    StandardError.write("\r\u{1B}[K")
    state.isLineShown = false
  }
}
