/// Pairs of 64-bit numbers that differ in few bits.
public enum HammingPairs {
  /// Hands on the positions of every pair of numbers that differ in at most `distance` bits, the smaller
  /// position first, and in how many they do.
  ///
  /// Numbers that differ in d bits agree in one of any d + 1 parts (multi-index hashing; Norouzi, Punjani
  /// and Fleet, CVPR 2012): only those with a part in common are compared.
  public static func forEach(
    among numbers: [UInt64], within distance: Int, _ body: (Int, Int, Int) -> Void
  ) {
    precondition((0..<64).contains(distance))
    let masks = parts(distance + 1)
    for (part, mask) in masks.enumerated() {
      var alike: [UInt64: [Int]] = [:]
      for (position, number) in numbers.enumerated() {
        for other in alike[number & mask, default: []] {
          let difference = number ^ numbers[other]
          // A pair is handed on by the first part that both have in common.
          guard difference.nonzeroBitCount <= distance,
            masks[..<part].allSatisfy({ difference & $0 != 0 })
          else { continue }
          body(other, position, difference.nonzeroBitCount)
        }
        alike[number & mask, default: []].append(position)
      }
    }
  }

  /// So many masks that share out the 64 bits evenly.
  private static func parts(_ count: Int) -> [UInt64] {
    (0..<count).map { part in
      let bits = (part * 64 / count)..<((part + 1) * 64 / count)
      return bits.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    }
  }
}
