/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a small generator that gives the same numbers everywhere.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator whose numbers the seed decides.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// `count` of the numbers below `total`, or all of them, each once, ascending.
  public mutating func sample(_ count: Int, of total: Int) -> [Int] {
    var numbers = Array(0..<total)
    let count = min(count, total)
    for place in 0..<count {
      numbers.swapAt(place, place + Int(next(upperBound: UInt64(total - place))))
    }
    return numbers.prefix(count).sorted()
  }
}
