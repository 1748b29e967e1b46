internal import ArgumentParser
internal import JSON
internal import Library

/// `mmsearch dedupe`: which pictures are there more than once, and which copy to keep.
struct DedupeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dedupe",
    abstract: "Find pictures that are there more than once, and say which copy to keep.",
    discussion: """
      Copies are found by their bytes, scaled and recompressed ones by a perceptual hash, and if \
      asked for, pictures that look almost the same by the model alone. Of each group the copy of most pixels is \
      kept, then that of most bytes, then the oldest. Nothing is ever deleted: the plan is yours \
      to carry out. Pictures that five or more different products share, such as one that says a \
      photo is coming soon, are listed apart.

        mmsearch dedupe
        mmsearch dedupe --kinds exact -0 | xargs -0 mv -t ~/copies/
        mmsearch dedupe --kinds exact,perceptual --html duplicates.html
      """)

  @Option(
    help: ArgumentHelp(
      "Which likenesses count: exact, perceptual, semantic (default: the first two).",
      valueName: "kind,…"),
    transform: Self.parseKinds)
  var kinds = DuplicateRequest().kinds

  @Option(
    help: ArgumentHelp("The most of 64 bits in which perceptual hashes differ.", valueName: "n"))
  var distance = DuplicateRequest().distance

  @Option(help: ArgumentHelp("The least cosine of embeddings.", valueName: "x"))
  var similarity = DuplicateRequest().similarity

  @Flag(help: "Write one JSON object.")
  var json = false

  @Flag(
    name: [.customShort("f"), .long],
    help: "Write only the paths of the copies that are not kept, one a line.")
  var paths = false

  @Flag(name: [.customShort("0"), .long], help: "The same, each ended by a NUL.")
  var print0 = false

  @OptionGroup var page: PageOptions

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    guard (0...16).contains(distance) else {
      throw ValidationError("--distance takes a number from 0 to 16, not \(distance)")
    }
    guard (0.5...1).contains(similarity) else {
      throw ValidationError("--similarity takes a number from 0.5 to 1, not \(similarity)")
    }
    guard [json, paths, print0, page.html != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("choose one of --json, -f, -0 and --html")
    }
  }

  func run() throws {
    let request = DuplicateRequest(kinds: kinds, distance: distance, similarity: similarity)
    let report = try MMSearchLibrary(opening: library.configuration()).duplicates(request)
    if report.unread > 0 {
      feedback.warn(
        "\(Sentence.count(report.unread, "picture")) could not be read again and were compared "
          + "without a perceptual hash")
    }
    if let html = page.html {
      let page = DuplicateSheet.page(report) {
        MMSearchLibrary.thumbnailJPEG(path: $0, maximumSide: 360)
      }
      guard html != "-" else { return StandardOutput.write(page) }
      try OutputFile.write(page.utf8, to: html)
    } else if json {
      StandardOutput.write(DuplicateRendering.json(report).text + "\n")
    } else if paths || print0 {
      StandardOutput.write(DuplicateRendering.paths(report, terminator: paths ? "\n" : "\0"))
    } else if StandardOutput.isTerminal {
      StandardOutput.write(
        DuplicateRendering.text(
          report, width: TerminalSize.ofOutput.columns, style: feedback.style(onTerminal: true)))
    } else {
      StandardOutput.write(DuplicateRendering.tabSeparated(report))
    }
    feedback.note(DuplicateRendering.summary(report))
  }

  private static func parseKinds(_ text: String) throws -> Set<Likeness.Kind> {
    let kinds = try text.split(separator: ",").map { word in
      guard let kind = Likeness.Kind(rawValue: word.filter { $0 != " " }) else {
        let known = Likeness.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(word)' in --kinds is no likeness; there are \(known)")
      }
      return kind
    }
    guard !kinds.isEmpty else { throw ValidationError("--kinds names no likeness") }
    return Set(kinds)
  }
}
