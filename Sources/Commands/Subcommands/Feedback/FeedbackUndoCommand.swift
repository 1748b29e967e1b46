internal import ArgumentParser
internal import Library

/// `mmsearch feedback undo`: takes feedback back.
struct FeedbackUndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back what the last commands said, or all feedback.",
    discussion: """
      What had been said before counts again. A head that was trained stays in use until mmsearch \
      tune --rollback.

        mmsearch feedback undo
        mmsearch feedback undo 3
        mmsearch feedback undo all
      """)

  @Argument(help: ArgumentHelp("How many commands, or all (default: 1).", valueName: "n|all"))
  var rounds = "1"

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    guard rounds == "all" || Int(rounds).map({ $0 >= 1 }) ?? false else {
      throw ValidationError("undo takes a number from 1 on, or all, not '\(rounds)'")
    }
  }

  func run() throws {
    let count = try MMSearchLibrary.undoFeedback(
      library.configuration(), rounds: rounds == "all" ? nil : Int(rounds))
    feedback.note(
      count == 0
        ? "there is no feedback to take back"
        : "\(Sentence.count(count, "judgement")) taken back")
  }
}
