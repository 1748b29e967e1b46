internal import Encoders
internal import Storage
internal import VectorIndex

/// A model that takes part in answering, with its index of the library.
struct SearchMember: Sendable {
  let model: any EmbeddingModel
  let record: ModelRecord
  let index: FlatIndex
  let graphs: GraphCache
  /// How much the model counts beside others.
  let weight: Double

  /// The parts that items of the library have a vector of.
  private var presentParts: Set<ItemPart> {
    Set(
      ItemPart.embedded.filter { part in
        index.snapshot.rowCount(ofBlock: part.rawValue) > 0
          || part == .image && index.snapshot.rowCount(ofBlock: QueryPlan.blankBlock) > 0
      })
  }

  /// How a request is put to the index.
  func plan(for request: SearchRequest) -> QueryPlan {
    QueryPlan(request: request, model: model, presentParts: presentParts)
  }
}

/// A question as one model understands it.
struct MemberQuestion {
  let member: SearchMember
  let plan: QueryPlan
  let embedded: EmbeddedTerms

  /// The nearest items by this model alone.
  ///
  /// - Parameter minimumScore: Items that score lower are left out.
  func neighbors(
    count: Int, excluded: Set<Int64>, included: [Int64]?, minimumScore: Double?
  ) throws -> Neighbors {
    let query = plan.indexQuery(
      for: embedded.terms, count: count, excluded: excluded, included: included,
      minimumScore: minimumScore)
    guard plan.request.index == .hnsw, count <= Self.mostByGraph else {
      return member.index.neighbors(of: query)
    }
    // A walk returns half of what it has in view at most.
    let expansion = max(plan.request.expansion ?? Self.standardExpansion, 2 * count)
    return try member.graphs.index(expansion: expansion).neighbors(of: query)
  }

  /// A score in deviations above what unrelated items have.
  func evidence(of score: Float) -> Double { plan.evidence(of: score, for: embedded.terms) }

  /// The score that has a given evidence.
  func score(ofEvidence evidence: Double) -> Float {
    plan.score(ofEvidence: evidence, for: embedded.terms)
  }

  /// Whoever asks for more is answered exactly.
  private static let mostByGraph = 1000
  private static let standardExpansion = 128
}
