internal import Glibc
internal import VectorIndex

/// The queries of a benchmark and their right answers.
struct AnnWorkload {
  let queries: [IndexQuery]
  let truth: [Set<Int64>]
  /// How often all queries are asked.
  let runs: Int

  /// Asks all queries one by one: in each run for their speed, and then once with a clock for each.
  func measure(
    _ index: some VectorIndex, name: String, ef: Int?, buildSeconds: Double?, bytes: Int
  ) -> AnnPoint {
    for query in queries.prefix(20) { _ = index.neighbors(of: query) }
    var totals: [Double] = []
    var answers: [[Neighbor]] = []
    for _ in 0..<runs {
      let start = Measurement.seconds(CLOCK_THREAD_CPUTIME_ID)
      answers = queries.map { index.neighbors(of: $0).neighbors }
      totals.append(Measurement.seconds(CLOCK_THREAD_CPUTIME_ID) - start)
    }
    let found = zip(answers, truth).reduce(0) { sum, pair in
      sum + pair.0.count { pair.1.contains($0.item) }
    }
    let latencies = queries.map { query in
      let start = Measurement.seconds(CLOCK_THREAD_CPUTIME_ID)
      _ = index.neighbors(of: query)
      return Measurement.seconds(CLOCK_THREAD_CPUTIME_ID) - start
    }
    return point(
      name: name, ef: ef, found: found, seconds: totals, latencies: latencies,
      buildSeconds: buildSeconds, bytes: bytes)
  }

  /// Asks the queries in batches; latencies are those of a batch.
  func measureBatches(_ index: FlatIndex, of size: Int, buildSeconds: Double?) -> AnnPoint {
    var totals: [Double] = []
    var latencies: [Double] = []
    var found = 0
    for _ in 0...runs {
      found = 0
      var total = 0.0
      for first in stride(from: 0, to: queries.count, by: size) {
        let batch = Array(queries[first..<min(queries.count, first + size)])
        let start = Measurement.seconds(CLOCK_THREAD_CPUTIME_ID)
        let answers = index.neighbors(of: batch)
        let seconds = Measurement.seconds(CLOCK_THREAD_CPUTIME_ID) - start
        latencies.append(seconds)
        total += seconds
        for (number, answer) in answers.enumerated() {
          found += answer.neighbors.count { truth[first + number].contains($0.item) }
        }
      }
      totals.append(total)
    }
    return point(
      name: "flat batch of \(size)", ef: nil, found: found, seconds: Array(totals.dropFirst()),
      latencies: latencies, buildSeconds: buildSeconds, bytes: 0)
  }

  private func point(
    name: String, ef: Int?, found: Int, seconds: [Double], latencies: [Double],
    buildSeconds: Double?, bytes: Int
  ) -> AnnPoint {
    let expected = truth.reduce(0) { $0 + $1.count }
    let median = seconds.sorted()[seconds.count / 2]
    return AnnPoint(
      index: name, ef: ef, recall: Double(found) / Double(max(1, expected)),
      queriesPerSecond: Double(queries.count) / median, latencies: latencies.sorted(),
      buildSeconds: buildSeconds, bytes: bytes)
  }
}
