internal import ArgumentParser
internal import Library

/// `mmsearch search`: words and pictures in, results out.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find pictures and products by words, pictures, or both.",
    discussion: """
      A query is made of terms joined by ' + ' and ' - '. @PATH is a picture, *w at the end of a \
      term its weight. A minus term pushes down what resembles it. Quotes are needed only where \
      a text or path contains an operator, begins with @ or ends like a weight.

        mmsearch search a red mug
        mmsearch search '"red sofa" + @room.jpg*0.5 - "leather"'
        mmsearch search --image room.jpg --minus leather -k 20
        mmsearch search waterproof jacket --where 'price < 100' --facets brand,price
        mmsearch search sunset --html sunset.html
        mmsearch search cat -0 | xargs -0 cp -t cats/
        mmsearch search --like SKU-1,SKU-7 --unlike SKU-3
        mmsearch search summer dress --like SKU-1 --mmr 0.7

      --where compares fields (= != < <= > >= in has like) and joins with and, or, not and \
      parentheses; if k items pass, k come back. The id or code of a product finds that product. A \
      word that no product has is searched for as the nearest one that some have.

      A terminal gets a table, a pipe gets score<TAB>path-or-id<TAB>title. --queries reads lines \
      {"query": "…", "image": "…", "like": ["ID"], "unlike": ["ID"], "where": "…", "k": 10} (one of \
      query, image and like is enough; '-' is standard input) and answers each with the object of --json on a line of its own; a line that \
      cannot be answered gets {"schema":1,"line":n,"error":"…"}, and with --strict exit status 3.
      """)

  @OptionGroup var query: QueryOptions
  @OptionGroup var recommendation: RecommendationOptions
  @OptionGroup(title: "Answer") var answer: AnswerOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    help: ArgumentHelp("Answer every line of a file.", valueName: "file.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var queries: String?

  @Flag(help: "Exit with 3 if a line of --queries failed.")
  var strict = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup var head: HeadOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    if queries != nil {
      guard query.isEmpty, recommendation.isEmpty else {
        throw ValidationError("--queries takes the queries from a file; leave out the query")
      }
      guard output.format == .automatic || output.json || output.jsonl else {
        throw ValidationError("--queries writes JSON lines; leave out the other output options")
      }
    } else {
      guard !strict else { throw ValidationError("--strict goes with --queries") }
    }
    if answer.mode == .keyword, !recommendation.isEmpty {
      throw ValidationError("--like and --unlike compare vectors; leave out --mode keyword")
    }
  }

  func run() throws {
    if let queries {
      let file = QueryFile(path: queries, answer: answer, feedback: feedback, isStrict: strict)
      try file.answer(from: head.choosing(in: library.configuration(), feedback))
      return
    }
    // Not in validate, which comes before unknown options are found.
    guard !query.isEmpty || !recommendation.isEmpty else {
      throw ValidationError("there is no query; say what to look for, as in mmsearch a red mug")
    }
    let terms =
      try query.words.isEmpty && !recommendation.isEmpty
      ? query.refinement.terms() : query.terms(for: answer.mode)
    let command = ArgumentRouting.likelyCommand(forQuery: query.words)
    let advice = command.map { "; did you mean mmsearch \($0)?" } ?? ""
    let opened: MMSearchLibrary
    do {
      opened = try MMSearchLibrary(opening: head.choosing(in: library.configuration(), feedback))
    } catch  where command != nil {
      throw LibraryError("\(error)" + advice)
    }
    let recommended = try opened.recommendation(
      liking: recommendation.like, avoiding: recommendation.unlike)
    let searcher = try opened.searcher()
    let response = try output.response(to: try answer.request(for: terms + recommended)) {
      try searcher.answer($0, leavesOutSources: !recommended.isEmpty)
    }
    if command != nil { feedback.note("searched for '\(query.words[0])'\(advice)") }
    try ResultPresenter(format: output.format, feedback: feedback)
      .present(response, title: title)
  }

  /// The query in the user's words; of a recommendation without words what it is like.
  private var title: String {
    query.words.isEmpty && !recommendation.like.isEmpty
      ? "like " + recommendation.like.joined(separator: ", ") : query.words.joined(separator: " ")
  }
}
