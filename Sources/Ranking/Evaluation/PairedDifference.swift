/// How much a measure differs between two ways of answering the same queries, and how likely chance alone
/// makes such a difference.
public struct PairedDifference: Sendable, Equatable {
  /// The mean difference, with the bootstrap interval over the pairs.
  public let estimate: BootstrapEstimate
  /// The share of random assignments whose mean difference is at least as large, in either direction:
  /// Fisher's randomisation test, two-sided, as Smucker, Allan and Carterette recommend for retrieval
  /// (CIKM 2007). 10,000 assignments from a fixed seed, the observed one among them, so that it is never 0.
  public let pValue: Double

  private static let assignments = 10_000
  private static let seed: UInt64 = 0x7061_6972_6564_2070

  /// The difference of `values` to `baseline`, which belong to the same queries in the same order.
  public init(of values: [Double], from baseline: [Double]) {
    precondition(values.count == baseline.count, "pairs need as many values of both kinds")
    let differences = zip(values, baseline).map { $0 - $1 }
    estimate = BootstrapEstimate.mean(of: differences)
    // Pairs without a difference have the same sum whatever their sign.
    let effective = differences.filter { $0 != 0 }
    // Sums of the same numbers in another order of signs may differ in the last bits.
    let tolerance = 1e-12 * effective.reduce(0) { $0 + $1.magnitude }
    let observed = effective.reduce(0, +).magnitude - tolerance
    var generator = SplitMix64(seed: Self.seed)
    var asLarge = 1
    for _ in 1..<Self.assignments {
      var sum = 0.0
      var signs: UInt64 = 0
      for (place, difference) in effective.enumerated() {
        if place % 64 == 0 { signs = generator.next() }
        sum += signs & 1 == 0 ? difference : -difference
        signs >>= 1
      }
      if sum.magnitude >= observed { asLarge += 1 }
    }
    pValue = Double(asLarge) / Double(Self.assignments)
  }
}
