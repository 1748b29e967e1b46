/// An item and how similar it is to a query.
public struct Neighbor: Sendable, Equatable {
  /// The item's identifier.
  public let item: Int64
  /// The score on the query's reference scale.
  public let score: Float
  /// For each block of the query's first attracting term, in its order, the largest similarity
  /// among the item's rows there; nil where the item has no row.
  public let similarities: [Float?]

  /// A result; indexes make them.
  public init(item: Int64, score: Float, similarities: [Float?]) {
    self.item = item
    self.score = score
    self.similarities = similarities
  }
}

/// The outcome of a query.
public typealias Neighbors = (neighbors: [Neighbor], total: Int)

/// A searchable set of items, each with vectors in named blocks.
public protocol VectorIndex: Sendable {
  /// The number of items that have a vector in at least one block.
  var itemCount: Int { get }

  /// The best items for a query, best first, equal scores by ascending item, and the number of
  /// candidates that passed its conditions.
  ///
  /// A vector of the wrong length is a programming error and traps. A query vector with a
  /// non-finite scalar resembles nothing: the result is empty.
  func neighbors(of query: IndexQuery) -> Neighbors
}
