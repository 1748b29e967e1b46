/// A field of the library's items.
public struct FieldSummary: Sendable, Equatable {
  /// The name as the first feed wrote it.
  public var name: String
  /// How many items that are not offline have it.
  public var items: Int
}

/// A value of a field and how often it occurs.
public struct FacetValue: Sendable, Equatable {
  /// The value as one of its items writes it.
  public var value: String
  /// How many items have it.
  public var count: Int
}

/// What items are ordered by: numbers before texts, both ascending; texts by code points, folded.
public struct SortKey: Sendable, Equatable, Comparable {
  /// The value as a number, where all of it is one.
  public var number: Double?
  /// The value in lower case, with single spaces.
  public var text: String

  /// Whether one comes before the other.
  public static func < (left: SortKey, right: SortKey) -> Bool {
    switch (left.number, right.number) {
    case (let left?, let right?) where left != right: left < right
    case (_?, nil): true
    case (nil, _?): false
    default: left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
  }
}

/// An item that has words of a query.
public struct KeywordMatch: Sendable, Equatable {
  /// The row of the item.
  public var item: Int64
  /// BM25 with weighted columns; higher is better, and only comparable within one query.
  public var score: Double
  /// Whether the item has every term of the query.
  public var matchesAll: Bool

  /// A match.
  public init(item: Int64, score: Double, matchesAll: Bool) {
    self.item = item
    self.score = score
    self.matchesAll = matchesAll
  }
}
