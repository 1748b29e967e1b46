/// The largest of many similarities.
enum NearestRows {
  /// The places of the largest scalars, the largest first; of equal ones the first.
  static func largest(of scalars: some Collection<Float>, count: Int) -> [Int] {
    // Larger scalars become smaller keys; the place below decides between equal ones.
    var keys: [UInt64] = []
    keys.reserveCapacity(scalars.count)
    for (place, scalar) in scalars.enumerated() {
      keys.append(UInt64(orderedBits(-scalar)) << 32 | UInt64(place))
    }
    keys.sort()
    return keys.prefix(count).map { Int($0 & 0xffff_ffff) }
  }

  /// Bits that as whole numbers are ordered as the floats are.
  private static func orderedBits(_ scalar: Float) -> UInt32 {
    let bits = scalar.bitPattern
    return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
  }
}
