internal import ArgumentParser
internal import Library

/// `mmsearch feedback clicks`: what was chosen of what was shown.
struct FeedbackClicksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clicks",
    abstract: "Read what was chosen of what was shown.",
    discussion: """
      Lines {"query": "…", "clicked": ["id", …], "shown": ["id", …], "time": …}; in place of the \
      query "image": "path", from the folder of the file, or "item": "id". A click is a weak like: \
      four are as good as one. What was shown above it and passed over is a weak dislike. shown \
      and time (seconds since 1970, or as 2026-11-21T09:40:00Z) may be left out; with a time, a \
      log may come in again and adds only what is new.
      """)

  @Argument(
    help: ArgumentHelp("The log, or '-' for standard input.", valueName: "file.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var log: String

  @Flag(help: "Exit with 3 if a line could not be used.")
  var strict = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let path = log == "-" ? Path.absolute(".") : Path.absolute(log)
    let folder = log == "-" ? path : String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    let report = try MMSearchLibrary.recordClicks(
      library.configuration(), try InputFile.bytes(of: log), folder: folder, warn: feedback.warn)
    feedback.note(FeedbackRendering.text(report))
    if strict, report.unusable > 0 { throw ExitStatus.someInputsFailed }
  }
}
