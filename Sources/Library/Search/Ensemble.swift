internal import VectorIndex

/// Several models that answer one question together, as if their vectors were one: the evidence of an item
/// is the weighted mean of what each model that knows it says, in deviations above unrelated items.
///
/// Each model proposes items, and all models judge all proposals. An item that would be among the best
/// together but that no model proposes is missed; each proposes several times more than are wanted.
struct Ensemble {
  let members: [MemberQuestion]

  /// Proposals of each model for each item that is wanted, and at least as many as `leastProposals`.
  private static let proposalsPerItem = 4
  private static let leastProposals = 200

  /// An item with what each model says of it, in deviations; nil where a model does not know it.
  struct Judgement {
    let item: Int64
    let evidence: [Double?]
    /// The cosines that the first model reports; none where it does not know the item.
    let similarities: [Float?]
  }

  /// The items that any model proposes, judged by all, in ascending order, and how many could have been.
  func judgements(
    count: Int, excluded: Set<Int64>, included: [Int64]?
  ) -> (judgements: [Judgement], total: Int) {
    let proposals = max(
      Self.leastProposals, count.multipliedReportingOverflow(by: Self.proposalsPerItem).0)
    var found = members.map {
      $0.neighbors(
        count: min(proposals, $0.member.index.itemCount), excluded: excluded, included: included)
    }
    let total = found.map(\.total).max() ?? 0
    let items = Set(found.flatMap { $0.neighbors.map(\.item) }).sorted()
    for (position, member) in members.enumerated()
    where found[position].neighbors.count < found[position].total {
      found[position] = member.neighbors(
        count: items.count, excluded: excluded, included: items, isExact: true)
    }
    let known = found.map { found in
      Dictionary(uniqueKeysWithValues: found.neighbors.map { ($0.item, $0) })
    }
    let judgements = items.map { item in
      Judgement(
        item: item,
        evidence: zip(members, known).map { member, known in
          known[item].map { member.evidence(of: $0.score) }
        },
        similarities: known[0][item]?.similarities ?? [])
    }
    return (judgements, total)
  }

  /// The weighted mean of what the models that know an item say.
  static func mean(_ evidence: [Double?], weights: [Double]) -> Double {
    var sum = 0.0
    var weight = 0.0
    for case (let evidence?, let share) in zip(evidence, weights) {
      sum += share * evidence
      weight += share
    }
    return weight > 0 ? sum / weight : 0
  }

  /// The best items, their scores on the scale of the first model.
  func neighbors(
    count: Int, excluded: Set<Int64>, included: [Int64]?, minimumScore: Double?
  ) -> Neighbors {
    let (judgements, total) = judgements(
      count: count, excluded: excluded, included: included)
    let weights = members.map(\.member.weight)
    let least = minimumScore ?? -.infinity
    var neighbors = judgements.map { judgement in
      let evidence = Self.mean(judgement.evidence, weights: weights)
      return Neighbor(
        item: judgement.item, score: members[0].score(ofEvidence: evidence),
        similarities: judgement.similarities)
    }
    neighbors.removeAll { Double($0.score) < least }
    neighbors.sort { a, b in a.score != b.score ? a.score > b.score : a.item < b.item }
    return (Array(neighbors.prefix(count)), total)
  }
}
