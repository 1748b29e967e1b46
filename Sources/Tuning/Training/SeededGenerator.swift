import Glibc

/// Random numbers that depend on nothing but a seed: SplitMix64 (Steele, Lea and Flood 2014).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The sequence of a seed.
  public init(seed: UInt64) {
    state = seed
  }

  /// The sequence of a seed and a number, such as that of an epoch; sequences of different numbers
  /// have nothing to do with each other.
  public init(seed: UInt64, sequence: Int) {
    var generator = SeededGenerator(seed: seed)
    state = generator.next() ^ (UInt64(bitPattern: Int64(sequence)) &* 0xd1b5_4a32_d192_ed03)
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number from zero to one, without one.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A normally distributed number of mean zero and deviation one (Box and Muller 1958).
  public mutating func normal() -> Double {
    (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
  }
}
