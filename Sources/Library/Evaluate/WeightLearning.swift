internal import Ranking

/// Learns how much each model of an ensemble counts, from queries whose answers are known.
///
/// Coordinate ascent over a geometric grid: two rounds in which each model but the first takes the weight that
/// gives the greatest mean nDCG@10, of equal ones that nearest to 1. Only ratios matter, hence the first
/// stays at 1.
struct WeightLearning {
  let searcher: Searcher
  /// The request for a query, without its terms.
  let request: SearchRequest
  let queries: [EvaluationQuery]

  private static let grid = [1, 0.75, 1.5, 0.5, 2, 0.33, 3, 0.2, 5, 0.1, 10, 0.03, 30]
  private static let rounds = 2
  /// More queries than these cost time and move the weights little.
  private static let mostQueries = 200
  /// Results beyond these do not change nDCG@10.
  private static let depth = 100

  /// The weights of the searcher's members, in their order.
  func weights() throws -> [Double] {
    var weights = searcher.members.map { _ in 1.0 }
    var best = try gain(weights)
    for _ in 0..<Self.rounds {
      for member in weights.indices.dropFirst() {
        for candidate in Self.grid where candidate != weights[member] {
          var tried = weights
          tried[member] = candidate
          let gain = try gain(tried)
          if gain > best { (weights, best) = (tried, gain) }
        }
      }
    }
    return weights
  }

  /// The mean nDCG@10 with some weights.
  private func gain(_ weights: [Double]) throws -> Double {
    let searcher = searcher.weighing(weights)
    var sum = 0.0
    for query in queries.prefix(Self.mostQueries) {
      let ranked = try searcher.rank(request.asking(query.content), depth: Self.depth)
      sum += RetrievalMeasure.discountedGain(10)
        .value(of: query.outcome(for: ranked.map(\.item), worstRank: Self.depth + 1))
    }
    return sum
  }
}

extension Searcher {
  /// The same with other weights of the models.
  func weighing(_ weights: [Double]) -> Searcher {
    Searcher(
      store: store,
      members: zip(members, weights).map { member, weight in
        SearchMember(
          model: member.model, record: member.record, index: member.index, graphs: member.graphs,
          compression: member.compression, reranker: member.reranker, weight: weight)
      },
      warnings: warnings, threads: threads, limits: limits)
  }

  /// One of the models alone.
  func alone(_ member: SearchMember) -> Searcher {
    Searcher(
      store: store, members: [member], warnings: warnings, threads: threads, limits: limits)
  }
}

extension SearchRequest {
  /// The same for one query.
  func asking(_ content: SearchTerm.Content) -> SearchRequest {
    var request = self
    request.terms = [SearchTerm(content)]
    return request
  }
}
