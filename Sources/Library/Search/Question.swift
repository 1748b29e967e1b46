internal import Encoders
internal import Storage
internal import VectorIndex

/// A request made ready for ranking: what is compared, with which vectors and words, among which items.
struct Question {
  /// The request; its mode is `auto` no more.
  let request: SearchRequest
  /// The question as each model understands it; none where keywords alone are searched.
  let members: [MemberQuestion]
  /// The words; nil where they are not searched.
  let keywords: KeywordQuestion?
  /// The only items that may be returned, ascending; nil for all.
  let admitted: [Int64]?
  /// Items that may not be returned.
  let excluded: Set<Int64>

  var usesVectors: Bool { request.mode != .keyword }

  /// What the user should know of the terms.
  var warnings: [String] {
    var warnings: [String] = []
    for warning in members.flatMap(\.embedded.warnings) where !warnings.contains(warning) {
      warnings.append(warning)
    }
    return warnings
  }

  /// Whether an item passes the conditions.
  func admits(_ item: Int64) -> Bool {
    !excluded.contains(item) && (admitted.map { $0.sortedIndex(of: item) != nil } ?? true)
  }
}

extension Searcher {
  /// Embeds the terms of a request, reads its words and finds the items that it admits.
  ///
  /// Throws: `LibraryError` for a term that cannot be used and for a mode that the terms do not fit.
  func question(_ request: SearchRequest, leavesOutSources: Bool) throws -> Question {
    guard request.terms.contains(where: { $0.weight > 0 }) else {
      throw LibraryError("the query only says what to avoid; add what to look for")
    }
    try checkWeights(of: request)
    var request = request
    let admitted = try admittedItems(request.filter)
    let keywords = try keywordQuestion(for: request, among: admitted)
    request.mode = try mode(for: request, keywords: keywords)
    let usesKeywords = request.mode == .keyword || request.mode == .hybrid
    let usesVectors = request.mode != .keyword
    let members = usesVectors ? try memberQuestions(for: request) : []
    return Question(
      request: request, members: members, keywords: usesKeywords ? keywords : nil,
      admitted: admitted, excluded: leavesOutSources ? try items(of: members) : [])
  }

  /// The request as each model understands it. Of several models those that cannot compare a term with
  /// anything, such as a model of texts with a picture, are left out.
  ///
  /// Throws: what is wrong with the request for the first model, where it suits none.
  private func memberQuestions(for request: SearchRequest) throws -> [MemberQuestion] {
    var questions: [MemberQuestion] = []
    var failure: (any Error)?
    for member in members {
      do {
        questions.append(try memberQuestion(for: request, of: member))
      } catch let error as LibraryError {
        failure = failure ?? error
      }
    }
    if let failure, questions.isEmpty { throw failure }
    return questions
  }

  private func memberQuestion(
    for request: SearchRequest, of member: SearchMember
  ) throws -> MemberQuestion {
    let plan = member.plan(for: request)
    let embedding = TermEmbedding(
      store: store, model: member.model, modelRecord: member.record, threads: threads,
      limits: limits)
    let embedded = try embedding.embed(request.terms)
    for term in embedded.terms where plan.weights(for: term.modality).isEmpty {
      throw LibraryError(
        "no item of the library has a part that would be searched; "
          + "leave out --mode and --weights, or ingest a feed with titles or pictures")
    }
    return MemberQuestion(member: member, plan: plan, embedded: embedded)
  }

  /// The mode that answers, never `auto`.
  private func mode(
    for request: SearchRequest, keywords: KeywordQuestion?
  ) throws(LibraryError) -> SearchMode {
    switch request.mode {
    case .image, .text: return request.mode
    case .keyword:
      guard keywords != nil else {
        throw LibraryError(
          "--mode keyword finds words, and the query has none, or the library has no texts; "
            + "leave out --mode")
      }
      return .keyword
    case .auto where keywords?.codeItems.isEmpty == false: return .keyword
    case .auto, .hybrid:
      let isWanted = request.weights.map { $0[.keyword, default: 0] > 0 } ?? true
      guard keywords != nil, isWanted || request.mode == .hybrid else {
        return request.mode == .hybrid ? .hybrid : .image
      }
      return .hybrid
    }
  }

  private func admittedItems(_ filter: FilterExpression?) throws -> [Int64]? {
    guard let filter else { return nil }
    return try store.read { try $0.items(matching: filter.condition) }
  }

  /// Refuses weights that a score could not carry.
  private func checkWeights(of request: SearchRequest) throws(LibraryError) {
    let weights = request.terms.map(\.weight.magnitude) + (request.weights ?? [:]).values
    for weight in weights where weight != 0 && !(1e-6...1e6).contains(weight) {
      throw LibraryError("a weight of \(weight) is out of range; use one from 0.000001 to 1000000")
    }
    if let balance = request.diversity, !(0...1).contains(balance) {
      throw LibraryError("--mmr takes a number from 0 to 1, not \(balance)")
    }
  }

  /// The items that are part of a query themselves, with all that show the same pictures.
  private func items(of members: [MemberQuestion]) throws -> Set<Int64> {
    try store.read { transaction in
      var items = Set(members.flatMap(\.embedded.items))
      for content in Set(members.flatMap(\.embedded.contents)) {
        items.formUnion(try transaction.items(whoseImageHas: content).map(\.id))
      }
      return items
    }
  }
}
