/// How many slips of the hand lie between two words: Damerau–Levenshtein distance, restricted to adjacent
/// transpositions (optimal string alignment).
enum EditDistance {
  /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other; time
  /// grows with the product of the lengths.
  static func between(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for row in a.indices {
      var current = [row + 1]
      for column in b.indices {
        var cost = min(
          previous[column + 1] + 1, current[column] + 1,
          previous[column] + (a[row] == b[column] ? 0 : 1))
        if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[b.count]
  }
}
