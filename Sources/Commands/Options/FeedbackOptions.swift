internal import ArgumentParser

/// What the program says beside its results; every command takes these.
struct FeedbackOptions: ParsableArguments {
  /// When to use colours and links.
  enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
  }

  @Flag(name: [.customShort("q"), .long], help: "Say nothing but results and errors.")
  var quiet = false

  @Flag(help: "Show no progress line.")
  var noProgress = false

  @Option(
    help: ArgumentHelp(
      "Colours and links; auto: in a terminal, unless NO_COLOR or TERM=dumb.",
      valueName: "when"))
  var color = ColorChoice.auto

  /// The style of a stream that is, or is not, a terminal.
  func style(onTerminal isTerminal: Bool) -> TextStyle {
    switch color {
    case .always: TextStyle(isEnabled: true)
    case .never: .plain
    case .auto:
      TextStyle(
        isEnabled: isTerminal && Environment.value("NO_COLOR") == nil
          && Environment.value("TERM") != "dumb")
    }
  }

  /// A sentence beside the results, unless quiet.
  func note(_ text: String) {
    if !quiet { StandardError.writeLine(text) }
  }

  /// A warning, unless quiet.
  func warn(_ text: String) {
    guard !quiet else { return }
    let style = style(onTerminal: StandardError.isTerminal)
    StandardError.writeLine(style.yellow("warning:") + " " + Sentence.onOneLine(text))
  }
}
