internal import Encoders
internal import Imaging
internal import Storage
internal import SystemPackage
internal import VectorIndex

extension MMSearchLibrary {
  /// Answers one request.
  ///
  /// Throws: `LibraryError` for a request that cannot be answered, such as a missing picture.
  public func search(_ request: SearchRequest) throws -> SearchResponse {
    try searcher().answer(request)
  }

  /// What resembles a picture by its path, or an item by its id, refined by the terms of `request`; the
  /// item itself is left out, and so is every copy of its picture.
  ///
  /// Throws: `LibraryError` where there is no such picture or item.
  public func similar(to pathOrID: String, _ request: SearchRequest) throws -> SearchResponse {
    var request = request
    request.terms.insert(SearchTerm(try content(of: pathOrID)), at: 0)
    return try searcher().answer(request, leavesOutSources: true)
  }

  /// A searcher over the library's present state, for one or many requests.
  public func searcher() throws -> Searcher {
    let threads = configuration.threads
    var (answering, warnings) = try answeringModels()
    let members = try answering.map { opened, record in
      let head = try head(of: record)
      let compression = try compression(of: record, behind: head)
      let cache = IndexCache(
        store: store, model: record, head: head, compression: compression, threads: threads)
      let (snapshot, warning) = try cache.open()
      warnings += warning.map { [$0] } ?? []
      return SearchMember(
        model: head.map { TunedModel(base: opened.model, head: $0) } ?? opened.model,
        record: record, index: FlatIndex(snapshot, threads: threads),
        graphs: GraphCache(snapshot, besideIndexAt: cache.path, threads: threads),
        compression: compression,
        reranker: RerankerCache(
          store: store, model: record, head: head, compression: compression, threads: threads),
        weight: opened.weight)
    }
    return Searcher(
      store: store, members: members, warnings: warnings, threads: threads,
      limits: configuration.decodingLimits)
  }

  /// A file that is there counts as a path, everything else as an id or as the path of an item that is
  /// not there at present.
  private func content(of pathOrID: String) throws -> SearchTerm.Content {
    let path = FilePath(pathOrID)
    switch FileStatus(of: path)?.kind {
    case .regular: return .image(path: pathOrID)
    case .folder:
      throw LibraryError("\(pathOrID) is a folder; give the path of a picture or the id of an item")
    default: break
    }
    let item = try store.read { transaction in
      try transaction.item(key: pathOrID) ?? transaction.items(withImageAt: path).first
    }
    guard let item else {
      throw LibraryError(
        "there is no file and no item called '\(pathOrID)'; check the path, or search by words")
    }
    return .item(item.key)
  }
}

/// Answers requests from one state of a library: the models and the indexes are opened once.
public struct Searcher: Sendable {
  let store: LibraryStore
  /// The models that answer, at least one.
  let members: [SearchMember]
  let warnings: [String]
  let threads: Int
  let limits: DecodingLimits

  /// The number of items that can be found.
  var itemCount: Int { members.map(\.index.itemCount).max() ?? 0 }

  /// Answers one request; with `leavesOutSources` without the items that the query itself consists of.
  ///
  /// Throws: `LibraryError` for a term that cannot be used, `StorageError` for a field that no item has.
  public func answer(
    _ request: SearchRequest, leavesOutSources: Bool = false
  ) throws -> SearchResponse {
    let start = ContinuousClock.now
    let question = try question(request, leavesOutSources: leavesOutSources)
    let (ranking, selected) = try results(of: question)
    var hits = try hits(for: selected, ranking, question)
    if request.explains { try explain(&hits, question, ranking, selected) }
    let facets = try facets(of: question, ranking, selected)
    var response = SearchResponse(
      request: request, mode: question.request.mode,
      modelName: members.map(\.model.name).joined(separator: " + "),
      index: question.members.contains { $0.walk(count: request.count) != nil } ? .hnsw : .flat,
      total: ranking.total, milliseconds: (ContinuousClock.now - start) / .milliseconds(1),
      hits: hits, isNoGoodMatch: ranking.isNoGoodMatch,
      warnings: question.warnings + warnings)
    response.facets = facets
    response.corrections = question.keywords?.corrections ?? []
    return response
  }

  /// Ranks ever more items until there are as many results as were asked for, or no more items.
  private func results(of question: Question) throws -> (ItemRanking, [SelectedItem]) {
    let request = question.request
    let keywords = try keywordRanking(question)
    let needsAll = request.sort != nil || !request.facets.isEmpty
    var depth = max(
      needsAll ? 1000 : 100, request.rerankDepth ?? 0,
      request.count.multipliedReportingOverflow(by: 4).0)
    if request.count > itemCount { depth = itemCount }
    while true {
      let ranking = try ranking(question, keywords, depth: depth)
      let selected = try store.read { transaction in
        try ResultSelection(
          request: request, ranking: ranking, transaction: transaction,
          model: members[0].record
        ).selected()
      }
      // A sorted answer shows what is relevant, however little that is.
      let isComplete = depth >= itemCount || !question.usesVectors || request.sort != nil
      if selected.count >= request.count || isComplete { return (ranking, selected) }
      depth = min(itemCount, depth.multipliedReportingOverflow(by: 4).0)
    }
  }

  private func hits(
    for selected: [SelectedItem], _ ranking: ItemRanking, _ question: Question
  ) throws -> [SearchHit] {
    try store.read { transaction in
      let ids = selected.map(\.item)
      let items = Dictionary(
        uniqueKeysWithValues: try transaction.items(ids: ids).map { ($0.id, $0) })
      let paths = try transaction.primaryImagePaths(of: ids)
      let parts = question.reportedParts
      // An item that a writer removed since the index was built is no result any more.
      return selected.filter { items[$0.item] != nil }.enumerated().compactMap { place, chosen in
        items[chosen.item].map { item in
          var similarities =
            ranking.vectorPlaces[item.id].map {
              self.similarities($0.neighbor, parts: parts)
            } ?? [:]
          similarities[.keyword] = ranking.keywordPlaces[item.id].map { Double($0.place) }
          var hit = SearchHit(
            rank: place + 1, score: chosen.score, id: item.key, path: paths[item.id]?.string,
            title: item.title, price: item.price, currency: item.currency, fields: item.fields,
            parts: similarities)
          hit.collapsed = chosen.collapsed
          hit.firstScore = ranking.firstScores[item.id].map { Double($0) }
          hit.copies = chosen.copies
          return hit
        }
      }
    }
  }

  private func similarities(_ neighbor: Neighbor, parts: [ItemPart]) -> [ItemPart: Double] {
    Dictionary(
      zip(parts, neighbor.similarities).compactMap { part, similarity in
        similarity.map { (part, Double($0)) }
      }, uniquingKeysWith: max)
  }
}
