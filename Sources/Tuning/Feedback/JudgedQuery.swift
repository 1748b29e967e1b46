/// A query with what was said of answers to it.
public struct JudgedQuery: Sendable, Equatable {
  /// What was asked.
  public let row: RetrievalVectors.Row
  /// Answers, each once, with grades from −1, wrong, to 1, right; none is 0.
  public var judgements: [Judgement]

  /// An answer and what was said of it.
  public struct Judgement: Sendable, Equatable {
    /// The answer.
    public let row: RetrievalVectors.Row
    /// From −1 to 1.
    public let grade: Double

    /// A judgement.
    public init(_ row: RetrievalVectors.Row, grade: Double) {
      self.row = row
      self.grade = grade
    }
  }

  /// A query and its judgements.
  public init(_ row: RetrievalVectors.Row, _ judgements: [Judgement]) {
    self.row = row
    self.judgements = judgements
  }

  /// Whether any answer is right.
  var hasRightAnswers: Bool { judgements.contains { $0.grade > 0 } }
}
