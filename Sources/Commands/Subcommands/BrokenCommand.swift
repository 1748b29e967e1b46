internal import ArgumentParser
internal import JSON
internal import Library

/// `mmsearch broken`: the ledger of pictures that could not be used.
struct BrokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "broken",
    abstract: "List the pictures that could not be used, and why.",
    discussion: """
      The reasons are missing, empty, not-an-image, unsupported-format, truncated, corrupt, \
      too-large and blank. A picture is tried again when its file changes, or with --retry. A \
      terminal gets a list; a pipe gets reason<TAB>path-or-id<TAB>detail.

        mmsearch broken
        mmsearch broken --retry
      """)

  @Flag(help: "Write one JSON object.")
  var json = false

  @Flag(help: "Try every one of them again first.")
  var retry = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let configuration = library.configuration()
    if retry {
      // A library that does not exist is an error here, too, not one to create.
      _ = try MMSearchLibrary(opening: configuration)
      try IngestRun(feedback: feedback, showsInputWarnings: false) { isCancelled, report in
        try MMSearchLibrary.retryBroken(configuration, isCancelled: isCancelled, report: report)
      }
    }
    let entries = try MMSearchLibrary(opening: configuration).broken()
    if json {
      StandardOutput.write(BrokenRendering.json(entries).text + "\n")
    } else if StandardOutput.isTerminal {
      let style = feedback.style(onTerminal: true)
      StandardOutput.write(
        BrokenRendering.table(entries, width: TerminalSize.ofOutput.columns, style: style))
    } else {
      StandardOutput.write(BrokenRendering.tabSeparated(entries))
    }
    if entries.isEmpty { feedback.note("no picture is broken") }
  }
}
