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
