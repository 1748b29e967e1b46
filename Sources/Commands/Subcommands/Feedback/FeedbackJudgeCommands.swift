internal import ArgumentParser
internal import Library

/// A query and items that were judged as answers to it.
struct JudgedItems: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Words, @PATH for a picture, or the id of an item.", valueName: "query"))
  var query: String

  @Argument(help: ArgumentHelp("The ids, or pictures, of the items.", valueName: "id"))
  var items: [String]

  /// Stores the verdict.
  func judge(
    _ verdict: FeedbackVerdict, _ library: LibraryOptions, _ feedback: FeedbackOptions
  ) throws {
    let count = try MMSearchLibrary.judge(
      library.configuration(), verdict, query: query, items: items)
    feedback.note(
      "\(Sentence.count(count, verdict == .like ? "like" : "dislike")) stored; "
        + "mmsearch tune --from-feedback learns from it, mmsearch feedback undo takes it back")
  }
}

/// `mmsearch feedback like`: items that are right answers.
struct FeedbackLikeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "like", abstract: "Say that items are right answers to a query.")

  @OptionGroup var judged: JudgedItems
  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws { try judged.judge(.like, library, feedback) }
}

/// `mmsearch feedback dislike`: items that are wrong answers.
struct FeedbackDislikeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dislike", abstract: "Say that items are wrong answers to a query.")

  @OptionGroup var judged: JudgedItems
  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws { try judged.judge(.dislike, library, feedback) }
}
