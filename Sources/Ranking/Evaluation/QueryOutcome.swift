/// What is known of one query once its items are ranked.
public struct QueryOutcome: Sendable, Equatable {
  /// Ranks of the relevant items that were found, ascending, counted from 1.
  public let relevantRanks: [Int]
  /// Their grades, in the same order; all greater than 0.
  public let grades: [Double]
  /// The grades of all relevant items, found or not, descending; at least one.
  public let idealGrades: [Double]
  /// The rank counted for a query none of whose relevant items is found.
  public let worstRank: Int

  /// An outcome.
  public init(relevantRanks: [Int], grades: [Double], idealGrades: [Double], worstRank: Int) {
    precondition(relevantRanks.count == grades.count && !idealGrades.isEmpty)
    self.relevantRanks = relevantRanks
    self.grades = grades
    self.idealGrades = idealGrades
    self.worstRank = worstRank
  }

  /// The rank of the first relevant item.
  public var firstRank: Int { relevantRanks.first ?? worstRank }

  /// How many relevant items stand among the first k.
  func found(within k: Int) -> Int { relevantRanks.prefix { $0 <= k }.count }
}
