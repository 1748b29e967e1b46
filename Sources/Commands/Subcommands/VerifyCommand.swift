internal import ArgumentParser
internal import JSON
internal import Library

/// `mmsearch verify`: whether a library is sound.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that the library is sound; exit with 2 if anything is wrong.",
    discussion: """
      Checks the database, the length and norm of every vector, rows that nothing refers to, the \
      files of the model, and how many of the exact ten nearest the index finds. Changes nothing.
      """)

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let report = try MMSearchLibrary(opening: library.configuration()).verify()
    let style = feedback.style(onTerminal: StandardOutput.isTerminal)
    StandardOutput.write(
      json
        ? VerificationRendering.json(report).text + "\n"
        : VerificationRendering.text(report, style: style))
    if !report.problems.isEmpty {
      StandardOutput.flush()
      throw ExitStatus.error
    }
  }
}
