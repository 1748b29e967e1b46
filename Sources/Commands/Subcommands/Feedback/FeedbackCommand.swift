internal import ArgumentParser

/// `mmsearch feedback`: which answers were right and which were wrong, to learn from.
struct FeedbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feedback",
    abstract: "Say which answers are right, and let the library learn from it.",
    discussion: """
      Feedback is kept in the library and changes no search by itself: mmsearch tune \
      --from-feedback learns from it, and keeps what it has learned only where that gains. What is \
      said last of an item as an answer to a query counts.

        mmsearch feedback like "flip flops" 44194 24116
        mmsearch feedback dislike @sketch.jpg MUG-001
        mmsearch feedback clicks log.jsonl
        mmsearch feedback list
        mmsearch feedback undo
        mmsearch tune --from-feedback
      """,
    subcommands: [
      FeedbackLikeCommand.self, FeedbackDislikeCommand.self, FeedbackClicksCommand.self,
      FeedbackListCommand.self, FeedbackUndoCommand.self,
    ])
}
