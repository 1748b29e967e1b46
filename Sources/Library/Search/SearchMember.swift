internal import Encoders
internal import Storage
internal import VectorIndex

/// A model that takes part in answering, with its index of the library.
struct SearchMember: Sendable {
  let model: any EmbeddingModel
  let record: ModelRecord
  let index: FlatIndex
  let graphs: GraphCache
  /// How the index is made smaller than the vectors; nil where it is not.
  var compression: IndexCompression?
  let reranker: RerankerCache
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
    QueryPlan(
      request: request, model: model, compression: compression, presentParts: presentParts)
  }
}

/// A question as one model understands it.
struct MemberQuestion {
  let member: SearchMember
  let plan: QueryPlan
  let embedded: EmbeddedTerms

  /// The nearest items by this model alone.
  ///
  /// - Parameters:
  ///   - minimumScore: items that score lower are left out.
  ///   - isExact: whether every item is compared, whatever index the request names.
  func neighbors(
    count: Int, excluded: Set<Int64>, included: [Int64]?, minimumScore: Double? = nil,
    isExact: Bool = false
  ) -> Neighbors {
    let query = plan.indexQuery(
      for: embedded.terms, count: count, excluded: excluded, included: included,
      minimumScore: minimumScore)
    let walked = isExact ? nil : walk(count: count)
    return walked?.neighbors(of: query) ?? member.index.neighbors(of: query)
  }

  /// The index to walk over for `count` items; nil where all are compared.
  func walk(count: Int) -> HNSWIndex? {
    member.graphs.index(plan.request.index, count: count, expansion: plan.request.expansion)
  }

  /// A score in deviations above what unrelated items have.
  func evidence(of score: Float) -> Double { plan.evidence(of: score, for: embedded.terms) }

  /// The score that has a given evidence.
  func score(ofEvidence evidence: Double) -> Float {
    plan.score(ofEvidence: evidence, for: embedded.terms)
  }
}
