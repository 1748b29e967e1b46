internal import ArgumentParser
internal import JSON
internal import Library
internal import Tuning

/// `mmsearch tune`: vectors that fit a purpose better, by small networks behind the model.
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Make vectors fit your own data, and measure what it gains.",
    discussion: """
      Trains heads, small networks that map the vectors of a model to better ones, and measures them \
      on examples they have not seen. Heads whose gain is beyond its 95 % interval are kept, and \
      searches use them from then on; no picture is read again, and --head none, or --rollback, \
      brings the model back as it is. Without such a gain nothing changes, and the exit status is 0.

        mmsearch tune --by category          items of a category belong together
        mmsearch tune --pairs title          titles find their pictures
        mmsearch tune pairs.jsonl            lines {"query": "…", "relevant": ["id", …]}, as for eval
        mmsearch tune --teacher-model clip   what another model holds to be near
        mmsearch tune --from-feedback        what mmsearch feedback was told
        mmsearch tune --by category --exclude-flagged wrong.txt   without what audit has flagged
        mmsearch tune --rollback             as it was before
        mmsearch tune --list                 the heads of the library

      --reranker keeps typical queries, by which a second look at the best results tells what is near to this \
      query from what is near to all:

        mmsearch tune --reranker --pairs title
        mmsearch tune --reranker queries.jsonl   lines without "relevant" are typical, but judge nothing
        mmsearch search "a red sofa" --rerank 0  without it

      Vectors of any origin, with a label a line, are read from NumPy files; what is printed is how many \
      of the nearest others of test records carry the same label, before and after:

        mmsearch tune --vectors x.npy --labels y.txt --test-vectors z.npy --test-labels w.txt

      --towers trains the model itself in place of a head, into a new model that stands beside it. It reads \
      lines {"image": "path", "caption": "…"}, or the pictures of the library with their titles:

        mmsearch tune --towers pairs.jsonl --name mine
        mmsearch search "a red sofa" --model mine
      """)

  /// What belongs together beside the lines of a file.
  enum PairSource: String, CaseIterable, ExpressibleByArgument {
    case title
  }

  @Argument(
    help: ArgumentHelp("Queries and what answers them, as JSON lines.", valueName: "pairs.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var pairsPath: String?

  @Option(
    help: ArgumentHelp("Items with the same value of a field belong together.", valueName: "field"))
  var by: String?

  @Option(help: ArgumentHelp("Items belong to these texts of theirs.", valueName: "what"))
  var pairs: PairSource?

  @Option(
    help: ArgumentHelp(
      "Learn which vectors a teacher holds to be near: a row for each line of mmsearch export.",
      valueName: "file.npy"),
    completion: .file(extensions: ["npy"]))
  var teacher: String?

  @Option(
    help: ArgumentHelp(
      "Learn that from another model that has embedded the library; towers from any.",
      valueName: "name|dir"))
  var teacherModel: String?

  @Flag(help: "Learn from what mmsearch feedback was told.")
  var fromFeedback = false

  @Option(
    help: ArgumentHelp(
      "Neither learn from nor judge by these items: ids, one a line, as mmsearch audit --flagged writes them.",
      valueName: "file"),
    completion: .file())
  var excludeFlagged: String?

  @OptionGroup(title: "Heads of the library") var heads: HeadActionOptions
  @OptionGroup(title: "Vectors in files") var files: VectorFileOptions
  @OptionGroup(title: "Towers") var towers: TowerOptions
  @OptionGroup(title: "Re-ranking") var rerankers: RerankerOptions
  @OptionGroup(title: "Training") var training: TrainingOptions

  @Option(
    help: ArgumentHelp("Draw losses and measures.", valueName: "file.svg"),
    completion: .file(extensions: ["svg"]))
  var plot: String?

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    if rerankers.reranker || rerankers.forgetReranker {
      return try validateReranker()
    }
    let hasItems =
      by != nil || !towers.towers && pairsPath != nil || pairs != nil
      || towers.towers && pairsPath == nil
    guard excludeFlagged == nil || hasItems else {
      throw ValidationError(
        "--exclude-flagged leaves out items of the library, for --by, --pairs and a file of pairs "
          + "of them")
    }
    if towers.towers {
      let others =
        [by != nil, teacher != nil, fromFeedback, !files.isEmpty].count { $0 } + heads.count
      guard others == 0, pairsPath == nil || pairs == nil else {
        throw ValidationError(
          "--towers takes a file of pairs, or --pairs title, and none of the other sources")
      }
      guard training.name != nil else {
        throw ValidationError("--towers needs a --name for the new model")
      }
      return
    }
    let sources =
      [
        pairsPath != nil, by != nil, pairs != nil, teacher != nil, teacherModel != nil,
        fromFeedback, !files.isEmpty,
      ].count { $0 } + heads.count
    guard sources == 1 else {
      throw ValidationError(
        sources == 0
          ? "there is nothing to learn from; give a file of pairs, --by, --pairs title, --teacher, "
            + "--from-feedback or --vectors"
          : "give one of a file of pairs, --by, --pairs, --teacher, --teacher-model, --from-feedback, "
            + "--vectors, --list, --use, --rollback and --remove")
    }
  }

  private func validateReranker() throws {
    let others =
      [
        by != nil, teacher != nil, teacherModel != nil, fromFeedback, excludeFlagged != nil,
        towers.towers, !files.isEmpty,
      ].count { $0 } + heads.count
    let sources = [pairsPath != nil, pairs != nil].count { $0 }
    guard others == 0, sources == (rerankers.reranker ? 1 : 0),
      !(rerankers.reranker && rerankers.forgetReranker)
    else {
      throw ValidationError(
        rerankers.reranker
          ? "--reranker takes a file of queries, or --pairs title, and none of the other sources"
          : "--forget-reranker stands alone")
    }
  }

  func run() throws {
    if rerankers.reranker { return try makeReranker() }
    if rerankers.forgetReranker {
      guard try MMSearchLibrary.removeReranker(library.configuration()) else {
        throw LibraryError(
          "there is no re-ranker to forget; make one with mmsearch tune --reranker --pairs title")
      }
      return feedback.note("searches are not re-ranked any more")
    }
    if let action = heads.action {
      let summaries = try MMSearchLibrary.heads(library.configuration(), action)
      let style = feedback.style(onTerminal: StandardOutput.isTerminal)
      StandardOutput.write(
        json
          ? HeadRendering.json(summaries).text + "\n" : HeadRendering.text(summaries, style: style))
    } else if towers.towers, let name = training.name {
      try tuneTowers(into: name)
    } else if files.isEmpty {
      try tuneLibrary()
    } else {
      try tuneFiles()
    }
  }

  private func tuneFiles() throws {
    let threads = library.configuration().threads
    var request = try files.request(plan: training.plan(threads: threads))
    request.savesWithoutGain = training.force
    let report = try watched { display in
      try request.run(isCancelled: { Interruption.isRequested }, report: display.receive)
    }
    try finish(report.history, wasInterrupted: report.wasInterrupted)
    if !report.hasGain, !training.force {
      feedback.note("no gain on what was held out of training, nothing saved")
    }
    write(TuningRendering.json(report)) { TuningRendering.text(report, style: $0) }
  }

  private func tuneLibrary() throws {
    let source: TuningRequest.Source =
      if let by {
        .field(by)
      } else if let pairsPath {
        .pairs(path: Path.absolute(pairsPath))
      } else if let teacher {
        .teacherVectors(path: Path.absolute(teacher))
      } else if let teacherModel {
        .teacherModel(teacherModel)
      } else if fromFeedback {
        .feedback
      } else {
        .titles
      }
    let configuration = library.configuration()
    var request = training.request(source, threads: configuration.threads)
    request.excludedItems = try excludedItems()
    let report = try watched { display in
      try MMSearchLibrary.tune(
        configuration, request, isCancelled: { Interruption.isRequested }, report: display.receive)
    }
    try finish(report.history, wasInterrupted: report.wasInterrupted)
    if !report.hasGain, !report.isKept { feedback.note("no gain, nothing changed") }
    write(TuningRendering.json(report)) { TuningRendering.text(report, style: $0) }
  }

  private func makeReranker() throws {
    let request = RerankerRequest(
      pairsPath.map { .pairs(path: Path.absolute($0)) } ?? .titles, seed: training.seed,
      isForced: training.force)
    let report = try watched { display in
      try MMSearchLibrary.tune(library.configuration(), request, report: display.receive)
    }
    if !report.hasGain, !report.isKept { feedback.note("no gain, nothing changed") }
    write(RerankerRendering.json(report)) { RerankerRendering.text(report, style: $0) }
  }

  private func tuneTowers(into name: String) throws {
    var request = towers.request(
      name: name, pairsPath: pairsPath, teacher: teacherModel, training: training,
      library.configuration())
    request.excludedItems = try excludedItems()
    let report = try watched { display in
      try request.run(isCancelled: { Interruption.isRequested }, report: display.receive)
    }
    try finish(report.history, wasInterrupted: report.wasInterrupted)
    if report.directory == nil { feedback.note("no gain, nothing changed") }
    write(TowerTuningRendering.json(report)) { TowerTuningRendering.text(report, style: $0) }
  }

  private func excludedItems() throws -> [String] {
    try excludeFlagged.map { try PathList.read(from: $0, separator: UInt8(ascii: "\n")) } ?? []
  }

  /// Runs training with its progress on standard error; a signal ends it after the epoch.
  private func watched<Report>(_ work: (TuningDisplay) throws -> Report) throws -> Report {
    Interruption.finishWorkFirst()
    let display = TuningDisplay(feedback)
    defer { display.finish() }
    return try work(display)
  }

  private func finish(_ history: [TrainingState.Epoch], wasInterrupted: Bool) throws {
    if let plot {
      try OutputFile.write(TuningPlot.svg(history).utf8, to: Path.absolute(plot))
    }
    guard wasInterrupted else { return }
    feedback.note("interrupted; the same command goes on after the last whole epoch")
    throw ExitStatus.interrupted
  }

  private func write(_ object: JSONValue, text: (TextStyle) -> String) {
    let style = feedback.style(onTerminal: StandardOutput.isTerminal)
    StandardOutput.write(
      json || !StandardOutput.isTerminal ? object.text + "\n" : text(style))
  }
}
