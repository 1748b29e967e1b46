public import Ranking

/// One way of answering queries, which may be compared with another.
public struct EvaluationConfiguration: Sendable, Equatable {
  /// What it is called in a report, in the user's own words.
  public var name: String
  /// References of the models that answer; none for those that the library was opened with.
  public var models: [String]
  /// What queries are compared with.
  public var mode: SearchMode
  /// The weight of each part; nil takes the mode's own.
  public var weights: [ItemPart: Double]?
  /// How the rankings by vectors and by keywords become one.
  public var fusion: RankFusion
  /// The head behind the model; nil for that which the library was opened with.
  public var head: HeadChoice?

  /// How many of the best results are re-ranked; nil as a search does it.
  public var rerankDepth: Int?

  /// A configuration; by default that of a search without options.
  public init(
    name: String = "", models: [String] = [], mode: SearchMode = .auto,
    weights: [ItemPart: Double]? = nil, fusion: RankFusion = .linear
  ) {
    self.name = name
    self.models = models
    self.mode = mode
    self.weights = weights
    self.fusion = fusion
  }

  /// A request for a query, which is still without terms. Every item is compared, so that no figure depends
  /// on the state of a graph.
  var searchRequest: SearchRequest {
    var request = SearchRequest(
      terms: [], count: Int.max, mode: mode, weights: weights, index: .flat)
    request.fusion = fusion
    request.rerankDepth = rerankDepth
    return request
  }
}

/// What asks and what answers.
public enum EvaluationDirection: String, Sendable, CaseIterable {
  /// Words find pictures.
  case textToImage = "text-image"
  /// Pictures find titles and descriptions.
  case imageToText = "image-text"
  /// Pictures find pictures.
  case imageToImage = "image-image"
  /// Words find titles and descriptions, by meaning.
  case textToText = "text-text"

  /// Whether queries are pictures.
  var asksWithImages: Bool { self == .imageToText || self == .imageToImage }

  /// What they are compared with.
  var mode: SearchMode {
    self == .textToImage || self == .imageToImage ? .image : .text
  }
}

/// Where the queries of an evaluation come from.
public enum EvaluationSource: Sendable, Equatable {
  /// A JSON Lines file.
  case file(path: String)
  /// The library itself: the texts of a part ask for the pictures of their items, or the pictures for the
  /// texts. `sampleCount` items, drawn by a seed.
  case pairs(part: ItemPart, sampleCount: Int, seed: UInt64)
}

/// What is to be measured, and what is to be written beside it.
public struct EvaluationRequest: Sendable, Equatable {
  /// The queries.
  public var source: EvaluationSource
  /// How they are answered.
  public var configuration: EvaluationConfiguration
  /// How else they are answered, for a comparison.
  public var comparison: EvaluationConfiguration?
  /// The only kind of query that is measured, and what it is compared with; nil for all, as the mode says.
  public var direction: EvaluationDirection?
  /// Cutoffs of measures besides 1, 5 and 10.
  public var cutoffs: [Int] = []
  /// How many items of each ranking count; nil for all.
  public var depth: Int?
  /// Whether every other query teaches how much each model of an ensemble counts; the rest are measured.
  public var learnsWeights = false
  /// Where a TREC run is written.
  public var runPath: String?
  /// Where TREC relevance judgements are written.
  public var judgementsPath: String?
  /// Where a JSON line for each query is written, that with the greatest loss first.
  public var perQueryPath: String?
  /// How many of the worst queries the report has in detail.
  public var failureLimit = 0

  /// A request that writes nothing.
  public init(
    _ source: EvaluationSource, _ configuration: EvaluationConfiguration = EvaluationConfiguration()
  ) {
    self.source = source
    self.configuration = configuration
  }
}
