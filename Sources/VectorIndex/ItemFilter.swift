/// Which items may be returned, applied before the best are chosen, so that a filter never starves
/// a query.
public struct ItemFilter: Sendable {
  enum Rule: Sendable {
    case sortedItems([Int64])
    case predicate(@Sendable (Int64) -> Bool)
  }

  let rule: Rule

  /// Only these items, in any order; items the index does not hold are ignored.
  public init(items: some Sequence<Int64>) {
    rule = .sortedItems(items.sorted())
  }

  /// Only items for which the predicate holds. It is asked once an item, in ascending order.
  public init(where isIncluded: @escaping @Sendable (Int64) -> Bool) {
    rule = .predicate(isIncluded)
  }
}
