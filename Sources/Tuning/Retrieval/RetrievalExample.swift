/// Two vectors that belong together, such as a query and what answers it, or a product's title and picture.
public struct RetrievalExample: Sendable, Equatable {
  /// What is asked.
  public var query: RetrievalVectors.Row
  /// What answers.
  public var answer: RetrievalVectors.Row
  /// Examples of one group are no negatives of each other: their queries mean the same, or they share an answer.
  public var group: Int
  /// The label that the loss by labels compares; the group where there is no other.
  public var label: Int
  /// From 0 to 1, how much the answer counts.
  public var grade: Double
  /// Decides on which side of a split it falls; equal for examples that share content.
  public var key: UInt64

  /// An example.
  public init(
    query: RetrievalVectors.Row, answer: RetrievalVectors.Row, group: Int, label: Int? = nil,
    grade: Double = 1, key: UInt64
  ) {
    self.query = query
    self.answer = answer
    self.group = group
    self.label = label ?? group
    self.grade = grade
    self.key = key
  }
}
