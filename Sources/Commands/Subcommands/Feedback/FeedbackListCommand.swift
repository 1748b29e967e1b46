internal import ArgumentParser
internal import JSON
internal import Library

/// `mmsearch feedback list`: what all feedback comes to.
struct FeedbackListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what was said of each item as an answer to a query.",
    discussion: """
      A terminal gets a list; a pipe gets grade<TAB>query<TAB>id<TAB>title, where the grade goes \
      from -1, wrong, to 1, right.
      """)

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let report = try MMSearchLibrary.feedback(library.configuration())
    if json {
      StandardOutput.write(FeedbackRendering.json(report).text + "\n")
    } else if StandardOutput.isTerminal {
      StandardOutput.write(
        FeedbackRendering.text(
          report, width: TerminalSize.ofOutput.columns, style: feedback.style(onTerminal: true)))
    } else {
      StandardOutput.write(FeedbackRendering.tabSeparated(report))
    }
    if report.entries.isEmpty { feedback.note("there is no feedback") }
  }
}
