/// A set of items: some rows, or all rows but some.
struct ItemSelection: Equatable {
  /// Ascending, each once.
  private(set) var rows: [Int64]
  /// Whether the set is all items but the rows.
  private(set) var isComplement = false

  /// The items of rows in any order.
  init(rows: [Int64]) {
    var isAscending = true
    for position in rows.indices.dropFirst() where rows[position - 1] >= rows[position] {
      isAscending = false
      break
    }
    self.rows = isAscending ? rows : ItemSelection.ascending(rows)
  }

  /// No item.
  static let none = ItemSelection(rows: [])
  /// All items.
  static let all = none.complement

  /// All items that are not in the set.
  var complement: ItemSelection {
    var complement = self
    complement.isComplement.toggle()
    return complement
  }

  /// The items of both sets.
  func intersection(_ other: ItemSelection) -> ItemSelection {
    switch (isComplement, other.isComplement) {
    case (false, false): ItemSelection(rows: merge(other) { $0 && $1 })
    case (false, true): ItemSelection(rows: merge(other) { $0 && !$1 })
    case (true, false): ItemSelection(rows: merge(other) { !$0 && $1 })
    case (true, true): ItemSelection(rows: merge(other) { $0 || $1 }).complement
    }
  }

  /// The items of either set.
  func union(_ other: ItemSelection) -> ItemSelection {
    complement.intersection(other.complement).complement
  }

  /// The rows of both lists that are kept, going by which list has them.
  private func merge(_ other: ItemSelection, keeps: (Bool, Bool) -> Bool) -> [Int64] {
    var merged: [Int64] = []
    var left = 0
    var right = 0
    let (keepsLeft, keepsRight, keepsBoth) =
      (keeps(true, false), keeps(false, true), keeps(true, true))
    while left < rows.count || right < other.rows.count {
      if right == other.rows.count || (left < rows.count && rows[left] < other.rows[right]) {
        if keepsLeft { merged.append(rows[left]) }
        left += 1
      } else if left == rows.count || other.rows[right] < rows[left] {
        if keepsRight { merged.append(other.rows[right]) }
        right += 1
      } else {
        if keepsBoth { merged.append(rows[left]) }
        left += 1
        right += 1
      }
    }
    return merged
  }

  private static func ascending(_ rows: [Int64]) -> [Int64] {
    var distinct: [Int64] = []
    distinct.reserveCapacity(rows.count)
    for row in rows.sorted() where row != distinct.last { distinct.append(row) }
    return distinct
  }
}
