internal import ArgumentParser
internal import Library

/// `mmsearch demo`: the bundled catalogue in a library of its own, and answers from it.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Try it on the catalogue that comes with the program.",
    discussion: """
      Puts the catalogue into a library of its own (~/.cache/mmsearch/demo.sqlite), answers the \
      query, or three of its own, and says what to type next.

        mmsearch demo
        mmsearch demo "a red mug" --preview
      """)

  /// What is asked where the user asks nothing.
  static let ownQueries = ["a red mug", "striped t-shirt", "something to sit on"]

  @OptionGroup var query: QueryOptions
  @OptionGroup(title: "Answer") var answer: AnswerOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    if query.isEmpty, case .contactSheet = output.format {
      throw ValidationError(
        "--html writes one page; give the demo a query, as in mmsearch demo mug")
    }
  }

  func run() throws {
    let terms = query.isEmpty ? [] : try query.terms(for: answer.mode)
    let configuration = library.configuration(
      fallback: MMSearchLibrary.demoDatabasePath())
    let feed = try MMSearchLibrary.demoFeedPath()
    try IngestRun(feedback: feedback, showsInputWarnings: false) { isCancelled, report in
      try MMSearchLibrary.ingest(
        configuration, feed: feed, prune: true, isCancelled: isCancelled, report: report)
    }
    let opened = try MMSearchLibrary(opening: configuration)
    let presenter = ResultPresenter(format: output.format, feedback: feedback)
    let style = feedback.style(onTerminal: StandardError.isTerminal)
    var outcome: ExitStatus?
    if query.isEmpty {
      for own in Self.ownQueries {
        feedback.note("\n" + style.bold(own))
        let request = try answer.request(for: [SearchTerm(.text(own))], defaultCount: 3)
        let response = try output.response(to: request, answer: opened.search)
        try presenter.present(response, title: own)
      }
    } else {
      do {
        let title = query.words.joined(separator: " ")
        let response = try output.response(
          to: try answer.request(for: terms), answer: opened.search)
        try presenter.present(response, title: title)
      } catch let status as ExitStatus {
        outcome = status
      }
    }
    feedback.note(nextSteps(configuration, style: style))
    if let outcome { throw outcome }
  }

  private func nextSteps(_ configuration: LibraryConfiguration, style: TextStyle) -> String {
    let program = ShellQuoting.word(Path.program)
    let database = ShellQuoting.word(configuration.databasePath)
    return """

      \(style.bold("next:"))
        \(program) --db \(database) "blue shoes" --preview
        \(program) --db \(database) '"a mug" + "flowers" - "red"'
        \(program) --db \(database) broken
        \(program) index ~/Pictures && \(program) "a dog in the snow"
      """
  }
}
