internal import Ranking
internal import Storage
internal import VectorIndex

/// What a compressed index misses of the ten pictures that are nearest by whole vectors.
struct CompressionTrial {
  let whole: FlatIndex
  let compressed: FlatIndex
  let compression: IndexCompression

  private static let mostQueries = 500
  private static let neighborCount = 10
  private static let seed: UInt64 = 8

  /// A kind of queries: the vectors of a part ask for those of another.
  private struct Kind {
    let asks: Part
    let answers: Part

    var name: String { "\(asks.rawValue) to \(answers.rawValue)" }
  }

  /// What became of the queries.
  struct Outcome {
    var losses: [CompressionReport.Loss] = []
    /// Of both indexes, in nanoseconds, in the order of the queries.
    var times: (whole: [Int64], compressed: [Int64]) = ([], [])

    /// The mean over all queries.
    var recall: Double {
      let queries = losses.reduce(0) { $0 + $1.queries }
      return 1 - losses.reduce(0) { $0 + $1.estimate.value * Double($1.queries) } / Double(queries)
    }
  }

  /// Asks with titles and with pictures of items for pictures; where there are none, with titles for titles.
  func run() -> Outcome {
    let hasPictures = whole.snapshot.rowCount(ofBlock: Part.image.rawValue) > 0
    let kinds =
      hasPictures
      ? [Kind(asks: .title, answers: .image), Kind(asks: .image, answers: .image)]
      : [Kind(asks: .title, answers: .title)]
    var outcome = Outcome()
    for kind in kinds {
      let lost = sample(of: kind).compactMap { self.lost(by: $0, kind, &outcome.times) }
      guard !lost.isEmpty else { continue }
      outcome.losses.append(
        CompressionReport.Loss(
          kind: kind.name, queries: lost.count, estimate: BootstrapEstimate.mean(of: lost)))
    }
    return outcome
  }

  /// Items that have both parts.
  private func sample(of kind: Kind) -> [Int64] {
    let items = whole.snapshot.itemIdentifiers.filter { item in
      [kind.asks, kind.answers].allSatisfy { vector(of: item, $0) != nil }
    }
    var generator = SplitMix64(seed: Self.seed)
    return generator.sample(Self.mostQueries, of: items.count).map { items[$0] }
  }

  private func vector(of item: Int64, _ part: Part) -> [Float]? {
    whole.snapshot.vectors(of: item, block: part.rawValue).first
  }

  /// The share of the exact ten nearest of an item that the compressed index does not find; one that is found
  /// counts if it is as similar as the exact tenth, so that equal vectors may stand for each other. The item
  /// itself counts only where another part of it asks.
  private func lost(
    by item: Int64, _ kind: Kind, _ times: inout (whole: [Int64], compressed: [Int64])
  ) -> Double? {
    guard let vector = vector(of: item, kind.asks) else { return nil }
    func query(_ vector: [Float], among items: [Int64]? = nil) -> IndexQuery {
      let block = BlockWeight(block: kind.answers.rawValue, weight: 1, calibration: .identity)
      return IndexQuery(
        terms: [QueryTerm(vector: vector, blocks: [block])], reference: .identity,
        count: Self.neighborCount, excluded: kind.asks == kind.answers ? [item] : [],
        included: items.map { ItemFilter(items: $0) })
    }
    func timed(_ index: FlatIndex, _ vector: [Float]) -> (found: [Neighbor], nanoseconds: Int64) {
      let start = ContinuousClock.now
      let found = index.neighbors(of: query(vector)).neighbors
      return (found, Int64((ContinuousClock.now - start) / .nanoseconds(1)))
    }
    let projected = compression.query(vector)
    let exact = timed(whole, vector)
    let approximate = timed(compressed, projected)
    guard let least = exact.found.last?.score else { return nil }
    times.whole.append(exact.nanoseconds)
    times.compressed.append(approximate.nanoseconds)
    let items = approximate.found.map(\.item).sorted()
    let right = whole.neighbors(of: query(vector, among: items)).neighbors.count {
      $0.score >= least
    }
    return max(0, 1 - Double(right) / Double(exact.found.count))
  }
}
