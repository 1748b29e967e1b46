internal import Library

/// Shows how training goes on standard error: a line redrawn in place where that is a terminal.
struct TuningDisplay {
  private let feedback: FeedbackOptions
  private let showsLine: Bool

  init(_ feedback: FeedbackOptions) {
    self.feedback = feedback
    showsLine =
      StandardError.isTerminal && !feedback.quiet && !feedback.noProgress
      && Environment.value("TERM") != "dumb"
  }

  /// Takes an event.
  func receive(_ event: TuningEvent) {
    switch event {
    case .phase(let name): draw(name)
    case .epoch(let state, let epochs):
      draw(
        TuningRendering.line(state, of: epochs, width: TerminalSize.ofError.columns - 1))
    case .warning(let text):
      finish()
      feedback.warn(text)
    }
  }

  /// Takes an event of the training of towers.
  func receive(_ event: TowerTuning.Event) {
    switch event {
    case .phase(let name): draw(name)
    case .epoch(let state, let epochs, let recall):
      draw(
        TowerTuningRendering.line(
          state, of: epochs, recall, width: TerminalSize.ofError.columns - 1))
    case .warning(let text):
      finish()
      feedback.warn(text)
    }
  }

  /// Clears the line.
  func finish() {
    if showsLine { StandardError.write("\r\u{1B}[K") }
  }

  private func draw(_ text: String) {
    if showsLine { StandardError.write("\r\(text)\u{1B}[K") }
  }
}
