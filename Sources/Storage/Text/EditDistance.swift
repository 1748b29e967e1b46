/// How many letters must be inserted, deleted, replaced or swapped with their neighbour to turn one
/// word into another, no letter twice: the optimal string alignment form of Damerau–Levenshtein.
enum EditDistance {
  /// The distance of two words, or nil where it is more than `limit`.
  static func between(
    _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], limit: Int
  ) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for (column, other) in right.enumerated() {
        var distance = min(
          previous[column + 1] + 1, current[column] + 1,
          previous[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          distance = min(distance, beforePrevious[column - 1] + 1)
        }
        current.append(distance)
      }
      if current.allSatisfy({ $0 > limit }) { return nil }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count] <= limit ? previous[right.count] : nil
  }
}

/// Which ASCII letters a word has, told apart by the low six bits: enough to rule out words that are
/// far from each other.
struct LetterSet {
  private var bits: UInt64 = 0

  init(_ word: [Unicode.Scalar]) {
    for letter in word where letter.isASCII { bits |= 1 << UInt64(letter.value & 63) }
  }

  init(_ word: UnsafeBufferPointer<UInt8>) {
    for letter in word where letter < 0x80 { bits |= 1 << UInt64(letter & 63) }
  }

  /// The letters of both.
  func union(_ other: LetterSet) -> LetterSet {
    var union = self
    union.bits |= other.bits
    return union
  }

  /// How many of the letters another set lacks.
  func countMissing(from other: LetterSet) -> Int {
    (bits & ~other.bits).nonzeroBitCount
  }
}
