internal import Ranking
internal import VectorIndex

/// The vectors that one model made of one part, of items that carry labels.
struct LabelledSpace {
  let member: SearchMember
  let part: ItemPart
  /// Items by row with their labels.
  let labels: [Int64: Int]

  /// A measure of each item that was asked.
  typealias Column = (name: String, values: [Double])

  /// The neighbors that vote in the probe.
  private static let voters = 10
  /// More items than these make clusters slower and their purity no more certain.
  private static let mostClustered = 5000
  private static let queriesAtOnce = 32

  /// The items that have both a label and a vector, ascending.
  var items: [Int64] {
    member.index.snapshot.itemIdentifiers.filter { labels[$0] != nil && vector(of: $0) != nil }
  }

  /// The vector of an item's first content.
  private func vector(of item: Int64) -> [Float]? {
    member.index.snapshot.vectors(of: item, block: part.rawValue).first
  }

  /// The shares of the same label and the votes of the nearest among `items`.
  ///
  /// - Parameter progress: Told how many of the sample are done.
  func neighborColumns(
    of sample: [Int64], among items: [Int64], cutoffs: [Int], progress: (Int) -> Void
  ) -> [Column] {
    let filter = ItemFilter(items: items)
    let count = max(Self.voters, cutoffs.max() ?? 0)
    var shares: [[Double]] = []
    var votes: [Double] = []
    for start in stride(from: 0, to: sample.count, by: Self.queriesAtOnce) {
      let asked = sample[start..<min(start + Self.queriesAtOnce, sample.count)]
      let answers = member.index.neighbors(of: asked.map { query(for: $0, count, filter) })
      for (item, answer) in zip(asked, answers) {
        let neighbors = answer.neighbors.compactMap { labels[$0.item] }
        guard let label = labels[item] else { continue }
        shares.append(SameLabelRate.shares(of: label, among: neighbors, cutoffs: cutoffs))
        let vote = SameLabelRate.vote(of: neighbors.prefix(Self.voters))
        votes.append(vote == label ? 1 : 0)
      }
      progress(min(start + Self.queriesAtOnce, sample.count))
    }
    return cutoffs.enumerated().map { place, k in ("same-label@\(k)", shares.map { $0[place] }) }
      + [("knn@\(Self.voters)", votes)]
  }

  /// Whether each of the items, or of a sample of them, carries the most frequent label of its cluster.
  func purityColumn(of items: [Int64], seed: UInt64) -> Column {
    var generator = SplitMix64(seed: seed)
    let drawn = generator.sample(Self.mostClustered, of: items.count).map { items[$0] }
    let agreements = drawn.flatMap { vector(of: $0) ?? [] }.withUnsafeBufferPointer {
      ClusterPurity.agreements(
        vectors: $0, dimension: member.index.snapshot.dimension,
        labels: drawn.compactMap { labels[$0] }, seed: seed)
    }
    return ("purity", agreements)
  }

  private func query(for item: Int64, _ count: Int, _ filter: ItemFilter) -> IndexQuery {
    IndexQuery(
      terms: [
        QueryTerm(
          vector: vector(of: item) ?? [],
          blocks: [BlockWeight(block: part.rawValue, weight: 1, calibration: .identity)])
      ],
      reference: .identity, count: count, excluded: [item], included: filter)
  }
}
