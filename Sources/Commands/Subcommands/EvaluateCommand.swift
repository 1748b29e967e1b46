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

        mmsearch eval queries.jsonl --mode image --run run.trec --qrels qrels.trec
        mmsearch eval queries.jsonl --direction image-text --per-query losses.jsonl
        mmsearch eval queries.jsonl --failures failures.html
        mmsearch eval queries.jsonl --compare image,hybrid:rrf
        mmsearch eval queries.jsonl --model default --model minilm --learn-weights

      Without a file: --pairs title asks with the titles of sampled items for their pictures (with \
      --direction image-text with the pictures for the titles), and --by category measures how many of the \
      nearest other items carry the same value of a field, with a k-nearest-neighbour probe and the \
      purity of clusters.

        mmsearch eval --pairs title
        mmsearch eval --by category --k 10,100,1000 --mode image
        mmsearch eval --by category --compare default,minilm

      --direction: text-image, words find pictures; image-text, pictures find titles and \
      descriptions, those of their own item among them; image-image, pictures find pictures; \
      text-text, words find titles and descriptions by meaning.

      --compare A,B answers the same queries in two ways and prints the difference with its interval and \
      the p-value of a paired randomisation test. A side is a mode, a fusion, the weight of a part \
      (image=1), a head (head=NAME, head=none), a depth of re-ranking (rerank=0), a model, or several of them joined by colons.
      """)

  /// The parts whose texts can be paired with pictures.
  enum PairedPart: String, CaseIterable, ExpressibleByArgument {
    case title, description
  }

  @Argument(
    help: ArgumentHelp("The queries, as JSON lines.", valueName: "queries.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var queries: String?

  @Option(
    help: ArgumentHelp(
      "In place of queries: measure whether near items have the same value of a field.",
      valueName: "field"))
  var by: String?

  @Option(
    help: ArgumentHelp(
      "In place of queries: texts of sampled items and their pictures ask for each other.",
      valueName: "part"))
  var pairs: PairedPart?

  @Option(
    help: ArgumentHelp(
      "Measure only queries of one kind, by one kind of part.", valueName: "direction"))
  var direction: EvaluationDirection?

  @Option(help: ArgumentHelp("What is compared (default: auto).", valueName: "mode"))
  var mode: SearchMode?

  @Option(
    help: ArgumentHelp("How much each part counts, as image=1,title=0.5.", valueName: "part=w,…"),
    transform: PartWeights.parse)
  var weights: [ItemPart: Double]?

  @Option(
    help: ArgumentHelp("How vectors and keywords become one ranking.", valueName: "fusion"))
  var fusion = RankFusion.linear

  @Option(
    help: ArgumentHelp(
      "How many of the best results are re-ranked; 0: none (default: 100 where there is a re-ranker).",
      valueName: "n"))
  var rerank: Int?

  @Option(
    name: [.customShort("k"), .customLong("k")],
    help: ArgumentHelp(
      "Cutoffs besides 1, 5 and 10; with --by in place of 10, 100 and 1000.", valueName: "n,…"),
    transform: Self.cutoffs)
  var cutoffs: [Int]?

  @Option(
    help: ArgumentHelp("How many items of each ranking count (default: all).", valueName: "n"))
  var depth: Int?

  @Option(
    help: ArgumentHelp(
      "How many items ask, with --by (default: 250) and --pairs (default: 1000).", valueName: "n"))
  var sample: Int?

  @Option(help: ArgumentHelp("Decides which items are sampled (default: 1).", valueName: "n"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Answer in two ways and test the difference, as default,minilm or image,hybrid:rrf.",
      valueName: "a,b"))
  var compare: String?

  @Flag(
    help:
      "Learn how much each --model counts from every other query, and measure with the rest.")
  var learnWeights = false

  @Option(
    name: .customLong("run"), help: ArgumentHelp("Write a TREC run file.", valueName: "file"),
    completion: .file())
  var runPath: String?

  @Option(
    help: ArgumentHelp("Write TREC relevance judgements.", valueName: "file"), completion: .file())
  var qrels: String?

  @Option(
    help: ArgumentHelp(
      "Write a JSON line for each query, that with the greatest loss first.", valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var perQuery: String?

  @Option(
    help: ArgumentHelp(
      "Write a page that shows the worst queries as pictures.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var failures: String?

  @Option(
    help: ArgumentHelp("How many queries that page shows (default: 50).", valueName: "n"))
  var worst: Int?

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup var head: HeadOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    let sources = [queries != nil, by != nil, pairs != nil].count { $0 }
    guard sources == 1 else {
      throw ValidationError(
        sources == 0
          ? "there are no queries; give a file of them, --by FIELD or --pairs title"
          : "choose one of a file of queries, --by and --pairs")
    }
    let isSampled = queries == nil
    guard isSampled || sample == nil && seed == nil else {
      throw ValidationError("--sample and --seed go with --by and --pairs")
    }
    for (option, number) in [("--sample", sample), ("--depth", depth), ("--worst", worst)] {
      guard let number, number < 1 else { continue }
      throw ValidationError("\(option) takes a number from 1 on, not \(number)")
    }
    if let rerank { try RerankDepth.check(rerank) }
    if worst != nil, failures == nil { throw ValidationError("--worst goes with --failures") }
    if direction != nil, mode != nil {
      throw ValidationError("--direction says what is compared; leave out --mode")
    }
    if pairs != nil, let direction, direction != .textToImage, direction != .imageToText {
      throw ValidationError("--pairs goes with --direction text-image or image-text")
    }
    if pairs != nil, mode != nil {
      throw ValidationError("--pairs compares texts with pictures; leave out --mode")
    }
    if learnWeights, compare != nil {
      throw ValidationError("choose one of --learn-weights and --compare")
    }
    if by != nil {
      let isUnfit =
        direction != nil || weights != nil || learnWeights || depth != nil || runPath != nil
        || qrels != nil || perQuery != nil || failures != nil
      guard !isUnfit else {
        throw ValidationError(
          "--by has no queries; leave out --direction, --weights, --learn-weights, --depth, --run, "
            + "--qrels, --per-query and --failures")
      }
    }
    let (first, second) = try configurations()
    if let second, direction != nil || pairs != nil, first.mode != second.mode {
      throw ValidationError("--direction and --pairs say what is compared; compare something else")
    }
  }

  func run() throws {
    let opened = try MMSearchLibrary(opening: head.choosing(in: library.configuration(), feedback))
    if let by {
      try evaluate(by, opened)
    } else {
      try evaluateQueries(opened)
    }
  }

  private func evaluateQueries(_ opened: MMSearchLibrary) throws {
    let (first, second) = try configurations()
    var request = EvaluationRequest(source(), first)
    request.comparison = second
    request.direction = pairs == nil ? direction : direction ?? .textToImage
    request.cutoffs = cutoffs ?? []
    request.depth = depth
    request.learnsWeights = learnWeights
    request.runPath = runPath
    request.judgementsPath = qrels
    request.perQueryPath = perQuery
    request.failureLimit = failures == nil ? 0 : worst ?? 50
    let report = try withProgress { try opened.evaluate(request, progress: $0) }
    warn(report.warnings)
    if let failures { try writeFailures(report, to: failures) }
    let style = feedback.style(onTerminal: StandardOutput.isTerminal)
    StandardOutput.write(
      json || !StandardOutput.isTerminal
        ? EvaluationRendering.json(report).text + "\n"
        : EvaluationRendering.text(report, style: style))
  }

  private func evaluate(_ field: String, _ opened: MMSearchLibrary) throws {
    let (first, second) = try configurations()
    var request = FieldEvaluationRequest(field: field, first)
    request.comparison = second
    if let cutoffs { request.cutoffs = cutoffs }
    if let sample { request.sampleCount = sample }
    if let seed { request.seed = seed }
    let report = try withProgress { try opened.evaluate(request, progress: $0) }
    warn(report.warnings)
    let style = feedback.style(onTerminal: StandardOutput.isTerminal)
    StandardOutput.write(
      json || !StandardOutput.isTerminal
        ? FieldEvaluationRendering.json(report).text + "\n"
        : FieldEvaluationRendering.text(report, style: style))
  }

  private func source() -> EvaluationSource {
    guard let pairs else { return .file(path: queries ?? "") }
    return .pairs(
      part: pairs == .title ? .title : .description, sampleCount: sample ?? 1000, seed: seed ?? 1)
  }

  /// How queries are answered, and how else.
  private func configurations() throws -> (EvaluationConfiguration, EvaluationConfiguration?) {
    var base = EvaluationConfiguration(mode: mode ?? .auto, weights: weights, fusion: fusion)
    base.rerankDepth = rerank
    guard let compare else { return (base, nil) }
    return try ComparedConfigurations.parse(compare, base: base)
  }

  /// Carries out work that says how far it has come.
  private func withProgress<Report>(
    _ work: ((_ done: Int, _ total: Int) -> Void) throws -> Report
  ) throws -> Report {
    let display = ProgressDisplay(feedback, showsInputWarnings: false)
    defer { display.finish() }
    display.receive(.phase("evaluating"))
    return try work { display.receive(.progress(done: $0, total: $1, failed: 0)) }
  }

  private func warn(_ warnings: [String]) {
    var log = WarningLog(limit: 10)
    for warning in warnings where log.admits(warning, of: .other) { feedback.warn(warning) }
    for line in log.closingLines { feedback.warn(line) }
  }

  private func writeFailures(_ report: EvaluationReport, to path: String) throws {
    var thumbnails: [String: [UInt8]] = [:]
    for picture in FailureSheet.pictures(of: report.failures) {
      thumbnails[picture] = MMSearchLibrary.thumbnailJPEG(path: picture, maximumSide: 200)
    }
    let page = FailureSheet.page(
      report.failures, subtitle: EvaluationRendering.heading(report), thumbnails: thumbnails)
    try OutputFile.write(page.utf8, to: path)
    let count = Sentence.count(report.failures.count, "query", plural: "queries")
    feedback.note("wrote \(count) to \(path)")
  }

  private static func cutoffs(_ text: String) throws -> [Int] {
    let numbers = text.split(separator: ",").map { Int($0.filter { $0 != " " }) ?? 0 }
    guard !numbers.isEmpty, numbers.allSatisfy({ (1...1_000_000).contains($0) }) else {
      throw ValidationError("--k takes numbers from 1 on, as in 10,100,1000, not '\(text)'")
    }
    return Set(numbers).sorted()
  }
}
