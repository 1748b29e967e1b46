internal import ArgumentParser
internal import JSON
internal import Library

/// `mmsearch audit`: what may be wrong with the items of a library.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "List the items whose picture disagrees with their label, title, or all others.",
    discussion: """
      With --by FIELD each value of the field is a class, and every item is judged by all others: \
      by the mean picture of each class and by its nearest neighbours. The list begins with the \
      least probable labels and names a better one. Titles are compared with pictures as far as \
      the model reads words. What is likely wrong is flagged with an exclamation mark.

      A terminal gets a list; a pipe gets kind<TAB>!<TAB>id<TAB>remark<TAB>title. Nothing is \
      changed.

        mmsearch audit --by category
        mmsearch audit --by category --html audit.html
        mmsearch audit --by category --flagged wrong.txt
      """)

  @Option(
    help: ArgumentHelp(
      "The field whose values are checked, such as the category.", valueName: "field"))
  var by: String?

  @Option(
    name: [.customShort("k", allowingJoined: true), .customLong("count")],
    help: ArgumentHelp("How many findings of each kind (default: 50).", valueName: "n"))
  var count = 50

  @Flag(help: "Write one JSON object.")
  var json = false

  @Flag(help: "Write a JSON object a line.")
  var jsonl = false

  @OptionGroup var page: PageOptions

  @Option(
    help: ArgumentHelp(
      "Write the ids of all that is flagged, one a line.", valueName: "file"),
    completion: .file())
  var flagged: String?

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    guard count >= 1 else { throw ValidationError("-k takes a number from 1 on, not \(count)") }
    guard [json, jsonl, page.html != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("choose one of --json, --jsonl and --html")
    }
  }

  func run() throws {
    let report = try MMSearchLibrary(opening: library.configuration())
      .audit(AuditRequest(field: by, count: count))
    if let flagged {
      try OutputFile.write(report.flagged.map { $0 + "\n" }.joined().utf8, to: flagged)
      feedback.note("wrote \(Sentence.count(report.flagged.count, "id")) to \(flagged)")
    }
    if let html = page.html {
      let page = AuditSheet.page(report) {
        MMSearchLibrary.thumbnailJPEG(path: $0, maximumSide: 360)
      }
      guard html != "-" else { return StandardOutput.write(page) }
      try OutputFile.write(page.utf8, to: html)
      feedback.note("wrote the page \(html)")
    } else if json {
      StandardOutput.write(AuditRendering.json(report).text + "\n")
    } else if jsonl {
      StandardOutput.write(AuditRendering.jsonLines(report))
    } else if StandardOutput.isTerminal {
      StandardOutput.write(
        AuditRendering.text(
          report, width: TerminalSize.ofOutput.columns, style: feedback.style(onTerminal: true)))
    } else {
      StandardOutput.write(AuditRendering.tabSeparated(report))
    }
  }
}
