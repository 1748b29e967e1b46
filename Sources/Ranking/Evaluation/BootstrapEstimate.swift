/// A statistic of a sample and the interval in which it lies with 95 % confidence: the percentile bootstrap
/// (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13) of 1,000 resamplings. The same
/// values give the same interval.
public struct BootstrapEstimate: Sendable, Equatable {
  /// The statistic of the sample itself.
  public let value: Double
  /// The lower end of the interval.
  public let lower: Double
  /// The upper end of the interval.
  public let upper: Double

  private static let resamples = 1000
  private static let seed: UInt64 = 0x6d6d_7365_6172_6368

  /// An estimate that was made before.
  public init(value: Double, lower: Double, upper: Double) {
    self.value = value
    self.lower = lower
    self.upper = upper
  }

  /// The mean of at least one value.
  public static func mean(of values: [Double]) -> BootstrapEstimate {
    BootstrapEstimate(size: values.count) { picks in
      picks.reduce(0) { $0 + values[$1] } / Double(picks.count)
    }
  }

  /// The mean of at least one value less that of others, which belong to other cases: each sample is
  /// resampled on its own.
  public static func difference(
    of values: [Double], from others: [Double]
  ) -> BootstrapEstimate {
    precondition(!values.isEmpty && !others.isEmpty, "a difference needs values of both")
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    var generator = SplitMix64(seed: seed)
    func resampledMean(_ values: [Double]) -> Double {
      let sum = values.indices.reduce(0.0) { sum, _ in
        sum + values[Int(generator.next(upperBound: UInt64(values.count)))]
      }
      return sum / Double(values.count)
    }
    return BootstrapEstimate(
      value: mean(values) - mean(others),
      statistics: (0..<resamples).map { _ in resampledMean(values) - resampledMean(others) })
  }

  /// The median of at least one value; of an even number of values the mean of the two in the middle.
  public static func median(of values: [Double]) -> BootstrapEstimate {
    let sorted = values.sorted()
    var counts = [Int](repeating: 0, count: sorted.count)
    return BootstrapEstimate(size: sorted.count) { picks in
      for pick in picks { counts[pick] += 1 }
      defer { for pick in picks { counts[pick] = 0 } }
      // The position of a sorted resample's element, without sorting it.
      func element(_ place: Int) -> Double {
        var position = 0
        var left = place - counts[0]
        while left >= 0 {
          position += 1
          left -= counts[position]
        }
        return sorted[position]
      }
      return (element((picks.count - 1) / 2) + element(picks.count / 2)) / 2
    }
  }

  /// - Parameter statistic: Of the values at these positions, which repeat.
  private init(size: Int, statistic: ([Int]) -> Double) {
    precondition(size > 0, "an estimate needs at least one value")
    var generator = SplitMix64(seed: Self.seed)
    var picks = [Int](repeating: 0, count: size)
    var statistics: [Double] = []
    statistics.reserveCapacity(Self.resamples)
    for _ in 0..<Self.resamples {
      for place in picks.indices {
        picks[place] = Int(generator.next(upperBound: UInt64(size)))
      }
      statistics.append(statistic(picks))
    }
    self.init(value: statistic(Array(0..<size)), statistics: statistics)
  }

  /// - Parameter statistics: Of all resamplings.
  private init(value: Double, statistics: [Double]) {
    let sorted = statistics.sorted()
    self.value = value
    lower = sorted[Self.resamples / 40 - 1]
    upper = sorted[Self.resamples - Self.resamples / 40]
  }
}
