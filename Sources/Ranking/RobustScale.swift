/// The middle and the width of a set of numbers, which a few odd ones among them do not move: the median
/// and the median absolute deviation, scaled to be the deviation of a normal distribution.
public struct RobustScale: Sendable, Equatable {
  /// The median.
  public let median: Double
  /// 1.4826 times the median distance from the median.
  public let deviation: Double

  /// Nil for no numbers.
  public init?(_ numbers: [Double]) {
    guard let median = Self.median(numbers) else { return nil }
    self.median = median
    deviation = 1.4826 * (Self.median(numbers.map { abs($0 - median) }) ?? 0)
  }

  /// How many deviations a number lies above the median; 0 where all numbers are alike.
  public func standardScore(_ number: Double) -> Double {
    deviation > 0 ? (number - median) / deviation : 0
  }

  private static func median(_ numbers: [Double]) -> Double? {
    guard !numbers.isEmpty else { return nil }
    let sorted = numbers.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
