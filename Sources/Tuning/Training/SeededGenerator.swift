import Glibc
import Ranking

/// Random numbers that depend on nothing but a seed, in the distributions that training needs.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var generator: SplitMix64

  /// The sequence of a seed.
  public init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  /// The sequence of a seed and a number, such as that of an epoch; sequences of different numbers
  /// have nothing to do with each other.
  public init(seed: UInt64, sequence: Int) {
    var first = SplitMix64(seed: seed)
    let number = UInt64(bitPattern: Int64(sequence)) &* 0xd1b5_4a32_d192_ed03
    generator = SplitMix64(seed: first.next() ^ number)
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 { generator.next() }

  /// A number from zero to one, without one.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A normally distributed number of mean zero and deviation one (Box and Muller 1958).
  public mutating func normal() -> Double {
    (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
  }
}
