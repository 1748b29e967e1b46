internal import Glibc

extension BackgroundStatistics {
  /// The best similarity that a query to which nothing is related reaches among `count` items.
  ///
  /// The maximum of n draws lies about √(2 ln n) deviations above the mean (extreme value theory; David and
  /// Nagaraja, Order Statistics, section 10.5), so the median measured among 1,000 items is scaled by
  /// √(ln n / ln 1000), which also carries the tails that a normal distribution lacks.
  public func expectedBest(among count: Int) -> Float {
    let ratio = log(Float(max(count, 2))) / log(1000)
    return mean + (bestOfThousand - mean) * ratio.squareRoot()
  }
}
