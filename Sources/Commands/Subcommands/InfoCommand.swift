internal import ArgumentParser
internal import JSON
internal import Library

/// `mmsearch info`: what the library holds, and where everything lies.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what the library holds, and where everything lies.")

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let report = try MMSearchLibrary(opening: library.configuration()).info()
    let style = feedback.style(onTerminal: StandardOutput.isTerminal)
    StandardOutput.write(
      json
        ? LibraryReportRendering.json(report).text + "\n"
        : LibraryReportRendering.text(report, style: style))
  }
}
