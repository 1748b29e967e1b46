/// Whether two samples of vectors come from the same source: a classifier two-sample test (Lopez-Paz and
/// Oquab, ICLR 2017). A classifier that tells new vectors apart which it has not seen proves a difference.
///
/// The classifier is a ridge discriminant; every vector is judged by one that was fitted without its fold.
public struct TwoSampleTest: Sendable {
  /// The chance that a vector of the second sample is judged more like the second than one of the first
  /// is (the area under the curve, AUC): 0.5 where nothing tells them apart, 1 where everything does.
  public let area: Double
  /// Its 95 % interval after DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988), over the folds.
  public let interval: ClosedRange<Double>
  /// How much more like the second sample than its fold of the first each vector of the second is judged:
  /// the share of those that score lower.
  public let typicality: [Double]
  /// The distance between the means, in mean distances of a vector from its own mean.
  public let meanShift: Double

  /// The least number of vectors of a sample.
  public static let leastCount = 20
  private static let folds = 5
  private static let normalQuantile = 1.959_964

  /// Whether the interval leaves out that nothing tells the samples apart.
  public var differs: Bool { interval.lowerBound > 0.5 }

  /// - Parameters:
  ///   - first: At least ``leastCount`` vectors, all of the same length.
  ///   - second: Likewise.
  ///   - seed: Decides the folds.
  public init(first: [[Float]], second: [[Float]], seed: UInt64) {
    precondition(first.count >= Self.leastCount && second.count >= Self.leastCount)
    let samples = [first, second]
    var generator = SplitMix64(seed: seed)
    let foldOf = samples.map { sample in
      sample.indices.map { $0 % Self.folds }.shuffled(using: &generator)
    }
    let dimension = first[0].count
    let nothing = RidgeDiscriminant.Moments(dimension: dimension)
    var parts = Array(repeating: nothing, count: Self.folds)
    for (label, sample) in samples.enumerated() {
      for (place, vector) in sample.enumerated() {
        parts[foldOf[label][place]].add(vector, of: label)
      }
    }
    /// The moments of some folds.
    func sum(_ isCounted: (Int) -> Bool) -> RidgeDiscriminant.Moments {
      parts.indices.filter(isCounted).reduce(into: nothing) { $0.add(parts[$1]) }
    }
    var placements = samples.map { [Double](repeating: 0, count: $0.count) }
    for fold in 0..<Self.folds {
      let direction = RidgeDiscriminant(sum { $0 != fold }).direction
      let held = (0..<2).map { label in
        samples[label].indices.filter { foldOf[label][$0] == fold }
      }
      let scores = (0..<2).map { label in
        held[label].map { Self.product(samples[label][$0], direction) }
      }
      for (place, share) in zip(held[1], Self.sharesBelow(scores[1], among: scores[0])) {
        placements[1][place] = share
      }
      for (place, share) in zip(held[0], Self.sharesBelow(scores[0], among: scores[1])) {
        placements[0][place] = 1 - share
      }
    }
    typicality = placements[1]
    (area, interval) = Self.area(placements)
    meanShift = Self.meanShift(samples, sum { _ in true })
  }

  /// For each score the share of others that lie below it, of equal ones a half.
  private static func sharesBelow(_ scores: [Float], among others: [Float]) -> [Double] {
    let sorted = others.sorted()
    func count(_ isBelow: (Float) -> Bool) -> Int {
      var (lower, upper) = (0, sorted.count)
      while lower < upper {
        let middle = (lower + upper) / 2
        if isBelow(sorted[middle]) { lower = middle + 1 } else { upper = middle }
      }
      return lower
    }
    return scores.map { score in
      Double(count { $0 < score } + count { $0 <= score }) / Double(2 * max(1, sorted.count))
    }
  }

  private static func area(_ placements: [[Double]]) -> (Double, ClosedRange<Double>) {
    let value = placements[1].reduce(0, +) / Double(placements[1].count)
    let variance = placements.reduce(0.0) { sum, shares in
      let mean = shares.reduce(0, +) / Double(shares.count)
      let squares = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return sum + squares / Double(shares.count - 1) / Double(shares.count)
    }
    let margin = normalQuantile * variance.squareRoot()
    return (value, max(0, value - margin)...min(1, value + margin))
  }

  private static func meanShift(
    _ samples: [[[Float]]], _ moments: RidgeDiscriminant.Moments
  ) -> Double {
    let means = [moments.mean(0), moments.mean(1)]
    let shift = distance(means[0], means[1])
    var spread = 0.0
    for (label, sample) in samples.enumerated() {
      for vector in sample { spread += distance(vector.map { Double($0) }, means[label]) }
    }
    spread /= Double(samples[0].count + samples[1].count)
    return spread > 0 ? shift / spread : 0
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  private static func product(_ a: [Float], _ b: [Float]) -> Float {
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { DenseRows.product(a, $0) } }
  }
}
