internal import Encoders
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
    let (index, record, warning) = try index()
    return Searcher(
      store: store, model: model, index: index, warning: warning,
      embedding: TermEmbedding(
        store: store, model: model, modelRecord: record, threads: configuration.threads,
        limits: configuration.decodingLimits))
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

/// Answers requests from one state of a library: the model and the index are opened once.
public struct Searcher: Sendable {
  let store: LibraryStore
  let model: any EmbeddingModel
  let index: FlatIndex
  let warning: String?
  let embedding: TermEmbedding

  /// Answers one request; with `leavesOutSources` without the items that the query itself consists of.
  ///
  /// Throws: `LibraryError` for a term that cannot be used.
  public func answer(
    _ request: SearchRequest, leavesOutSources: Bool = false
  ) throws -> SearchResponse {
    let start = ContinuousClock.now
    guard request.terms.contains(where: { $0.weight > 0 }) else {
      throw LibraryError("the query only says what to avoid; add what to look for")
    }
    try checkWeights(of: request)
    var request = request
    request.count = min(request.count, index.itemCount)
    let embedded = try embedding.embed(request.terms)
    let excluded = leavesOutSources ? try items(of: embedded) : []
    let plan = plan(for: request)
    for term in embedded.terms where plan.weights(for: term.modality).isEmpty {
      throw LibraryError(
        "no item of the library has a part that would be searched; "
          + "leave out --mode and --weights, or ingest a feed with titles or pictures")
    }
    let found = index.neighbors(of: plan.indexQuery(for: embedded.terms, excluded: excluded))
    let hits = try hits(for: found.neighbors, parts: plan.reportedParts(for: embedded.terms))
    return SearchResponse(
      request: request, modelName: model.name, index: .flat, total: found.total,
      milliseconds: (ContinuousClock.now - start) / .milliseconds(1), hits: hits,
      isNoGoodMatch: isNoGoodMatch(found.neighbors.first, plan, embedded.terms),
      warnings: embedded.warnings + (warning.map { [$0] } ?? []))
  }

  /// Refuses weights that a score could not carry.
  private func checkWeights(of request: SearchRequest) throws(LibraryError) {
    let weights = request.terms.map(\.weight.magnitude) + (request.weights ?? [:]).values
    for weight in weights where weight != 0 && !(1e-6...1e6).contains(weight) {
      throw LibraryError("a weight of \(weight) is out of range; use one from 0.000001 to 1000000")
    }
  }

  /// The items that are part of a query themselves, with all that show the same pictures.
  func items(of embedded: EmbeddedTerms) throws -> Set<Int64> {
    try store.read { transaction in
      var items = Set(embedded.items)
      for content in embedded.contents {
        items.formUnion(try transaction.items(whoseImageHas: content).map(\.id))
      }
      return items
    }
  }

  /// How a request is put to the index.
  func plan(for request: SearchRequest) -> QueryPlan {
    let present = ItemPart.allCases.filter { part in
      index.snapshot.rowCount(ofBlock: part.rawValue) > 0
        || part == .image && index.snapshot.rowCount(ofBlock: QueryPlan.blankBlock) > 0
    }
    return QueryPlan(request: request, model: model, presentParts: Set(present))
  }

  private func isNoGoodMatch(
    _ best: Neighbor?, _ plan: QueryPlan, _ terms: [QueryPlan.EmbeddedTerm]
  ) -> Bool {
    best.map { plan.isChance($0.score, for: terms, among: index.itemCount) } ?? false
  }

  private func hits(for neighbors: [Neighbor], parts: [ItemPart]) throws -> [SearchHit] {
    try store.read { transaction in
      let ids = neighbors.map(\.item)
      let items = Dictionary(
        uniqueKeysWithValues: try transaction.items(ids: ids).map { ($0.id, $0) })
      let paths = try transaction.primaryImagePaths(of: ids)
      // An item that a writer removed since the index was built is no result any more.
      return neighbors.filter { items[$0.item] != nil }.enumerated().compactMap { place, neighbor in
        items[neighbor.item].map { item in
          SearchHit(
            rank: place + 1, score: Double(neighbor.score), id: item.key,
            path: paths[item.id]?.string, title: item.title, price: item.price,
            currency: item.currency, fields: item.fields,
            parts: similarities(neighbor, parts: parts))
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
