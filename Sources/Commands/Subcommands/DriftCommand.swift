internal import ArgumentParser
internal import JSON
internal import Library

/// `mmsearch drift`: whether new items differ from old ones.
struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Say whether new items differ from old ones, and in what.",
    discussion: """
      New is what came into the library on a day or later (--since), or all of this library beside \
      another one (--against). For pictures, titles and descriptions a small classifier tries to \
      tell new from old; how often it is right about items it has not seen (AUC) says how much \
      they differ: 0.5 not at all, 1 entirely. With --by the shares of the values of a field are \
      compared, and the pictures within each value. Last come the new items least like old ones.

        mmsearch drift --since 2026-11-01 --by category
        mmsearch drift --against last-year.sqlite --json
      """)

  @Option(
    help: ArgumentHelp(
      "New is what came on this day (UTC) or later, as 2026-11-21.", valueName: "date"))
  var since: String?

  @Option(
    help: ArgumentHelp("Old is what this other library holds.", valueName: "path"),
    completion: .file())
  var against: String?

  @Option(
    help: ArgumentHelp("The field whose values are compared.", valueName: "field"))
  var by: String?

  @Option(
    name: [.customShort("k", allowingJoined: true), .customLong("count")],
    help: ArgumentHelp("How many new items are listed (default: 10).", valueName: "n"))
  var count: Int?

  @Option(
    help: ArgumentHelp("Decides which items are compared (default: 1).", valueName: "n"))
  var seed: UInt64?

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    guard (since == nil) != (against == nil) else {
      throw ValidationError("give one of --since DATE and --against LIBRARY")
    }
    if let since, CalendarDate.secondsSince1970(day: since) == nil {
      throw ValidationError("--since takes a day as 2026-11-21, not '\(since)'")
    }
    if let count, count < 0 {
      throw ValidationError("-k takes a number from 0 on, not \(count)")
    }
  }

  func run() throws {
    guard let baseline else { return }
    var request = DriftRequest(baseline: baseline, field: by)
    if let count { request.count = count }
    if let seed { request.seed = seed }
    let report = try MMSearchLibrary(opening: library.configuration()).drift(request)
    let style = feedback.style(onTerminal: StandardOutput.isTerminal)
    StandardOutput.write(
      json
        ? DriftRendering.json(report).text + "\n" : DriftRendering.text(report, style: style))
  }

  private var baseline: DriftRequest.Baseline? {
    if let against { return .library(path: Path.absolute(against)) }
    return since.flatMap { CalendarDate.secondsSince1970(day: $0) }
      .map { .before(unixSeconds: $0) }
  }
}
