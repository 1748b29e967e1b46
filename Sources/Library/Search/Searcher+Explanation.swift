internal import Encoders
internal import Ranking
internal import Storage
internal import VectorIndex

extension Searcher {
  /// Adds to each hit why it has its place. The terms are compared with the hits once more, one by one.
  func explain(
    _ hits: inout [SearchHit], _ question: Question, _ ranking: ItemRanking,
    _ selected: [SelectedItem]
  ) throws {
    let ids = selected.map(\.item).sorted()
    let compared = question.members.first.map { comparisons(of: ids, with: $0) } ?? []
    let judged = judgements(of: ids, question)
    let keys = try store.read { try $0.items(ids: ids) }
    let itemOfKey = Dictionary(uniqueKeysWithValues: keys.map { ($0.key, $0.id) })
    let request = question.request
    let firstPlaces = ranking.firstPlaces
    for position in hits.indices {
      guard let item = itemOfKey[hits[position].id] else { continue }
      let terms = zip(request.terms, compared).map { term, compared in
        explanation(of: compared.neighbors[item], term, compared.embedded, question)
      }
      hits[position].explanation = HitExplanation(
        models: judged[item] ?? [], terms: terms, vectorRank: ranking.vectorPlaces[item]?.place,
        reranking: reranking(of: item, ranking, firstPlaces),
        keywords: ranking.keywordPlaces[item].map {
          HitExplanation.Keywords(
            rank: $0.place, score: $0.match.score, matchesAll: $0.match.matchesAll)
        },
        fusion: request.mode == .hybrid && question.keywords != nil
          ? "\(request.fusion.rawValue), vectors 1 : keywords \(question.keywordWeight)" : nil,
        filter: request.filter?.text)
    }
  }

  /// What re-ranking did to an item; nil where it was not looked at.
  private func reranking(
    of item: Int64, _ ranking: ItemRanking, _ firstPlaces: [Int64: Int]
  ) -> HitExplanation.Reranking? {
    guard let first = ranking.firstScores[item], let place = firstPlaces[item],
      let now = ranking.vectorPlaces[item]
    else { return nil }
    return HitExplanation.Reranking(
      firstRank: place, firstScore: Double(first), score: Double(now.neighbor.score))
  }

  /// Each term of a model's question on its own, compared with some items.
  private func comparisons(
    of items: [Int64], with question: MemberQuestion
  ) -> [(embedded: QueryPlan.EmbeddedTerm, neighbors: [Int64: Neighbor])] {
    question.embedded.terms.map { term in
      let query = question.plan.indexQuery(
        for: [term.attracting], count: items.count, excluded: [], included: items,
        minimumScore: nil)
      let neighbors = question.member.index.neighbors(of: query).neighbors
      return (term, Dictionary(uniqueKeysWithValues: neighbors.map { ($0.item, $0) }))
    }
  }

  /// What each model of an ensemble says of some items; nothing where one model answers.
  private func judgements(
    of items: [Int64], _ question: Question
  ) -> [Int64: [HitExplanation.Model]] {
    guard question.members.count > 1 else { return [:] }
    let judged = Ensemble(members: question.members).judgements(
      count: items.count, excluded: [], included: items
    ).judgements
    return Dictionary(
      uniqueKeysWithValues: judged.map { judgement in
        let models = zip(question.members, judgement.evidence).map { asked, evidence in
          HitExplanation.Model(
            name: asked.member.model.name, standardScore: evidence, weight: asked.member.weight)
        }
        return (judgement.item, models)
      })
  }

  private func explanation(
    of neighbor: Neighbor?, _ term: SearchTerm, _ embedded: QueryPlan.EmbeddedTerm,
    _ question: Question
  ) -> HitExplanation.Term {
    guard let plan = question.members.first?.plan else {
      return HitExplanation.Term(term: term, parts: [], contribution: 0)
    }
    let weights = Dictionary(
      uniqueKeysWithValues: plan.weights(for: embedded.modality).map { ($0.part, $0.weight) })
    var best: [ItemPart: Float] = [:]
    for (part, similarity) in zip(
      plan.reportedParts(for: [embedded.attracting]), neighbor?.similarities ?? [])
    {
      guard let similarity else { continue }
      best[part] = max(best[part] ?? -.infinity, similarity)
    }
    let parts = ItemPart.embedded.compactMap { part in
      best[part].map { cosine in
        let scale = plan.calibration(embedded.modality, part)
        return HitExplanation.Part(
          part: part, cosine: Double(cosine),
          standardScore: Double((cosine - scale.mean) / scale.deviation),
          weight: weights[part] ?? 0)
      }
    }
    // Stouffer's method, as the index scores.
    let sum = parts.reduce(0) { $0 + $1.weight * $1.standardScore }
    let norm = parts.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
    let evidence = norm > 0 ? sum / norm : 0
    let attraction = question.request.terms.reduce(0) { $0 + max(0, $1.weight) }
    let contribution =
      term.weight > 0 ? term.weight / attraction * evidence : term.weight * max(0, evidence)
    return HitExplanation.Term(term: term, parts: parts, contribution: contribution)
  }
}

extension QueryPlan.EmbeddedTerm {
  /// The term as one that attracts.
  fileprivate var attracting: QueryPlan.EmbeddedTerm {
    QueryPlan.EmbeddedTerm(modality: modality, vector: vector, weight: 1)
  }
}
