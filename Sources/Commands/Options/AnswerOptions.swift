internal import ArgumentParser
internal import Library
internal import Ranking

/// How a query is answered: how many results, compared in which parts.
struct AnswerOptions: ParsableArguments {
  @Option(
    name: [.customShort("k", allowingJoined: true), .customLong("count")],
    help: ArgumentHelp("How many results (default: 10).", valueName: "n"))
  var count: Int?

  @Option(
    help: ArgumentHelp(
      "Only items that pass, as 'price < 50 and brand in (\"Acme\", \"Zed\")'.", valueName: "expr"))
  var `where`: String?

  @Option(
    help: ArgumentHelp(
      "What is compared; auto: pictures, and for words the texts of products too.",
      valueName: "mode"))
  var mode = SearchMode.auto

  @Option(
    help: ArgumentHelp(
      "How much each counts, as image=1,title=0.5,description=0,keyword=2.",
      valueName: "part=w,…"),
    transform: PartWeights.parse)
  var weights: [ItemPart: Double]?

  @Option(
    help: ArgumentHelp("How vectors and keywords become one ranking.", valueName: "fusion"))
  var fusion = RankFusion.linear

  @Option(
    help: ArgumentHelp(
      "Order what is relevant by a field; -price: the largest first.", valueName: "field"))
  var sort: String?

  @Option(
    help: ArgumentHelp("Count the values of these fields.", valueName: "field,…"))
  var facets: String?

  @Option(
    help: ArgumentHelp(
      "What is one result: a product with its variants, or a photo with its copies; what looks the same; or every item.",
      valueName: "what"))
  var groupBy = ResultGrouping.product

  @Option(
    help: ArgumentHelp(
      "Mix results that differ: 0 (most) to 1 (by relevance alone).", valueName: "x"))
  var mmr: Double?

  @Flag(help: "Say why each result has its place.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "How vectors are searched; flat is exact, hnsw builds a graph when first asked for.",
      valueName: "kind"))
  var index = IndexKind.auto

  @Option(
    help: ArgumentHelp(
      "How many vectors a walk over the graph keeps in view (default: 128).", valueName: "n"))
  var ef: Int?

  @Option(
    help: ArgumentHelp(
      "Look again at so many of the best results for words, by what mmsearch tune --reranker keeps; 0: at none (default: 100 where there is a re-ranker).",
      valueName: "n"))
  var rerank: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Leave out results that score lower.", valueName: "x"))
  var minScore: Double?

  @Flag(help: "Return pictures of one flat colour, too.")
  var includeBlank = false

  func validate() throws {
    if let count, count < 1 {
      throw ValidationError("-k takes a number from 1 on, not \(count)")
    }
    do {
      _ = try `where`.map { text throws(LibraryError) in try FilterExpression(text) }
      _ = try sort.map { text throws(LibraryError) in try SortOrder(text) }
    } catch {
      throw ValidationError(error.description)
    }
    if let ef, !(1...100_000).contains(ef) {
      throw ValidationError("--ef takes a number from 1 to 100000, not \(ef)")
    }
    if let rerank { try RerankDepth.check(rerank) }
    if let mmr, !(0...1).contains(mmr) {
      throw ValidationError("--mmr takes a number from 0 to 1, not \(mmr)")
    }
    if let minScore, !minScore.isFinite {
      throw ValidationError("--min-score takes a finite number")
    }
  }

  /// The request for terms, answered as the options say.
  ///
  /// - Throws: `LibraryError` that points at what cannot be read in --where.
  func request(
    for terms: [SearchTerm], defaultCount: Int = 10
  ) throws(LibraryError) -> SearchRequest {
    var request = SearchRequest(
      terms: terms, count: count ?? defaultCount, mode: mode, weights: weights,
      minimumScore: minScore, index: index, includesBlank: includeBlank)
    if let `where` { request.filter = try FilterExpression(`where`) }
    if let sort { request.sort = try SortOrder(sort) }
    request.expansion = ef
    request.fusion = fusion
    request.facets = (facets ?? "").split(separator: ",")
      .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      .filter { !$0.isEmpty }
    request.grouping = groupBy
    request.diversity = mmr
    request.rerankDepth = rerank
    request.explains = explain
    return request
  }
}
