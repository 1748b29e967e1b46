internal import Ranking
internal import Storage
internal import VectorIndex

/// The items that answer a question, best first, with what each way of searching says of them.
struct ItemRanking {
  /// The items with their final scores.
  var entries: [RankedList.Entry]
  /// The places of items in the ranking by vectors, from 1.
  var vectorPlaces: [Int64: (place: Int, neighbor: Neighbor)]
  /// The places of items in the ranking by keywords, from 1.
  var keywordPlaces: [Int64: (place: Int, match: KeywordMatch)]
  /// The scores by vectors of the items that were re-ranked, before they were.
  let firstScores: [Int64: Float]
  /// How many items could have been returned.
  let total: Int
  /// Whether the best result is one that chance alone reaches.
  let isNoGoodMatch: Bool
  /// The items with the words of the query, and those whose vectors are nearer than chance explains.
  let relevant: Set<Int64>

  /// The places by vectors, from 1, of the items that were re-ranked, before they were.
  var firstPlaces: [Int64: Int] {
    let ranked = firstScores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return Dictionary(uniqueKeysWithValues: ranked.enumerated().map { ($1.key, $0 + 1) })
  }
}

extension Searcher {
  /// Ranks the best `depth` items by vectors, with a second look at the first of them, and all that have words of
  /// the query, and fuses both.
  func ranking(
    _ question: Question, _ keywords: KeywordRanking, depth: Int
  ) throws -> ItemRanking {
    let neighbors: Neighbors =
      question.usesVectors ? neighbors(question, count: min(depth, itemCount)) : ([], 0)
    let reranked = try reranked(neighbors.neighbors, question)
    let matches = keywords.matches
    let isChance = neighbors.neighbors.first.map { question.isChance($0.score, among: itemCount) }
    let certain = matches.contains(where: \.matchesAll) ? matches.filter(\.matchesAll) : matches
    var relevant = Set(certain.map(\.item))
    for neighbor in neighbors.neighbors.prefix(Self.mostRelevant) {
      guard !question.isChance(neighbor.score, among: itemCount) else { break }
      relevant.insert(neighbor.item)
    }
    return ItemRanking(
      entries: entries(question, reranked.neighbors, keywords),
      vectorPlaces: Dictionary(
        uniqueKeysWithValues: reranked.neighbors.enumerated().map {
          ($0.element.item, ($0.offset + 1, $0.element))
        }),
      keywordPlaces: Dictionary(
        uniqueKeysWithValues: matches.enumerated().map {
          ($0.element.item, ($0.offset + 1, $0.element))
        }),
      firstScores: reranked.firstScores,
      total: max(neighbors.total, matches.count),
      isNoGoodMatch: (isChance ?? false) && !matches.contains(where: \.matchesAll),
      relevant: relevant)
  }

  private func neighbors(_ question: Question, count: Int) -> Neighbors {
    // A fused score is compared with the least wanted one only after fusion.
    let minimum = question.keywords == nil ? question.request.minimumScore : nil
    guard question.members.count == 1 else {
      return Ensemble(members: question.members).neighbors(
        count: count, excluded: question.excluded, included: question.admitted,
        minimumScore: minimum)
    }
    return question.members[0].neighbors(
      count: count, excluded: question.excluded, included: question.admitted,
      minimumScore: minimum)
  }

  private func entries(
    _ question: Question, _ neighbors: [Neighbor], _ keywords: KeywordRanking
  ) -> [RankedList.Entry] {
    let matches = keywords.matches.map { RankedList.Entry(item: $0.item, score: $0.score) }
    let minimum = question.request.minimumScore ?? -.infinity
    guard question.keywords != nil, question.usesVectors else {
      guard question.usesVectors else { return matches.filter { $0.score >= minimum } }
      // In single precision, as the index compares.
      return neighbors.filter { $0.score >= Float(minimum) }
        .map { RankedList.Entry(item: $0.item, score: Double($0.score)) }
    }
    let vectors = RankedList(
      neighbors.map { RankedList.Entry(item: $0.item, score: question.evidence(of: $0.score)) })
    let words = RankedList(
      matches, weight: question.keywordWeight, ceiling: keywords.ceiling)
    return question.request.fusion.fused([vectors, words]).filter { $0.score >= minimum }
  }

  /// Of the items that vectors find, at most so many count as relevant.
  private static let mostRelevant = 1000
}

extension Question {
  /// A score in deviations above what unrelated items have.
  func evidence(of score: Float) -> Double { members[0].evidence(of: score) }

  /// Whether a score is one that a query to which nothing is related reaches among `count` items.
  func isChance(_ score: Float, among count: Int) -> Bool {
    members[0].plan.isChance(score, for: members[0].embedded.terms, among: count)
  }

  /// The parts whose plain cosines the ranking reports, in its order.
  var reportedParts: [ItemPart] {
    members.first.map { $0.plan.reportedParts(for: $0.embedded.terms) } ?? []
  }

  /// Whether words in titles count: where weights are stated for the parts, only if titles have one.
  var includesTitles: Bool {
    let stated = request.weights?.filter { $0.key != .keyword && $0.value > 0 } ?? [:]
    return stated.isEmpty || stated[.title] != nil
  }

  /// How much the ranking by keywords counts beside that by vectors.
  var keywordWeight: Double {
    let stated = request.weights?[.keyword, default: 0] ?? 0
    return stated > 0 ? stated : QueryPlan.standardKeywordWeight
  }
}
