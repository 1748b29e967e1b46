internal import ArgumentParser
internal import JSON
internal import Library
internal import Ranking

/// `mmsearch eval`: how well the library answers queries whose right answers are known.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measure how well queries with known answers are answered.",
    discussion: """
      Reads lines {"query": "…", "relevant": ["id-or-path", …]}, with "image": "path" in place of \
      the query, or {"id": grade} in place of the list. Paths are relative to the file; an item \
      with the same content as a query's picture is left out of its answers. A terminal gets a \
      table; a pipe, and --json, one JSON object with 95 % bootstrap intervals.

        mmsearch eval queries.jsonl --mode image --run run.trec
        mmsearch eval queries.jsonl --model default --model minilm --learn-weights
      """)

  @Argument(
    help: ArgumentHelp("The queries, as JSON lines.", valueName: "queries.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var queries: String

  @Option(help: ArgumentHelp("What is compared.", valueName: "mode"))
  var mode = SearchMode.auto

  @Option(
    help: ArgumentHelp("How much each part counts, as image=1,title=0.5.", valueName: "part=w,…"),
    transform: PartWeights.parse)
  var weights: [ItemPart: Double]?

  @Option(
    help: ArgumentHelp("How vectors and keywords become one ranking.", valueName: "fusion"))
  var fusion = RankFusion.linear

  @Option(
    name: .customLong("run"), help: ArgumentHelp("Write a TREC run file.", valueName: "file"),
    completion: .file())
  var runPath: String?

  @Flag(
    help:
      "Learn how much each --model counts from every other query, and measure with the rest.")
  var learnWeights = false

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let report = try MMSearchLibrary(opening: library.configuration())
      .evaluate(
        queriesPath: queries, mode: mode, weights: weights, fusion: fusion,
        learnsWeights: learnWeights,
        runPath: runPath)
    var log = WarningLog(limit: 10)
    for warning in report.warnings where log.admits(warning, of: .other) { feedback.warn(warning) }
    for line in log.closingLines { feedback.warn(line) }
    let style = feedback.style(onTerminal: StandardOutput.isTerminal)
    StandardOutput.write(
      json || !StandardOutput.isTerminal
        ? EvaluationRendering.json(report).text + "\n"
        : EvaluationRendering.text(report, style: style))
  }
}
