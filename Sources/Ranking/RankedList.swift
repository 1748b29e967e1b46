/// Items in the order of one way of searching, best first, with its own scores.
public struct RankedList: Sendable, Equatable {
  /// An item and its score.
  public struct Entry: Sendable, Equatable {
    /// The item's identifier.
    public let item: Int64
    /// Higher is better; 0 is what unrelated items have on average.
    public let score: Double

    /// An entry.
    public init(item: Int64, score: Double) {
      self.item = item
      self.score = score
    }
  }

  /// The entries, best first, each item once.
  public let entries: [Entry]
  /// How much the list counts beside others, at least 0.
  public let weight: Double

  /// The score that no item can exceed; nil takes the best one of the list.
  public let ceiling: Double?

  /// A list; of an item that stands in it twice the first place counts.
  public init(_ entries: some Sequence<Entry>, weight: Double = 1, ceiling: Double? = nil) {
    precondition(weight.isFinite && weight >= 0)
    self.ceiling = ceiling
    var seen: Set<Int64> = []
    self.entries = entries.filter { seen.insert($0.item).inserted }
    self.weight = weight
  }
}
