/// The answer to one search.
public struct SearchResponse: Sendable {
  /// The request that is answered.
  public var request: SearchRequest
  /// What the query was compared with; `auto` is resolved.
  public let mode: SearchMode
  /// The name of the model that embedded the query.
  public let modelName: String
  /// The index that answered; `auto` is resolved.
  public let index: IndexKind
  /// The number of items that could have been returned.
  public let total: Int
  /// From the request to the answer, model and index being open.
  public let milliseconds: Double
  /// Best first.
  public var hits: [SearchHit]
  /// The values of each field that was asked for, among the relevant items.
  public var facets: [Facet] = []
  /// Words that no item has, with the nearest one that was searched for instead.
  public var corrections: [SpellingCorrection] = []
  /// Whether the best score lies within what unrelated items reach, so that no result is likely right.
  public let isNoGoodMatch: Bool
  /// Sentences for the user, such as that a long text was cut.
  public let warnings: [String]

  /// An answer.
  public init(
    request: SearchRequest, mode: SearchMode, modelName: String, index: IndexKind, total: Int,
    milliseconds: Double, hits: [SearchHit], isNoGoodMatch: Bool, warnings: [String]
  ) {
    self.request = request
    self.mode = mode
    self.modelName = modelName
    self.index = index
    self.total = total
    self.milliseconds = milliseconds
    self.hits = hits
    self.isNoGoodMatch = isNoGoodMatch
    self.warnings = warnings
  }
}

/// One result of a search.
public struct SearchHit: Sendable, Equatable {
  /// 1 for the best.
  public var rank: Int
  /// A cosine where one part is searched; for several parts their joint evidence on the scale of the
  /// first; with keywords from 0 to 1, where 1 is the best by every measure.
  public let score: Double
  /// The product's id; a photo's path as it is stored.
  public let id: String
  /// The absolute path of the item's first picture.
  public let path: String?
  /// The cleaned title of a product.
  public let title: String?
  /// The price in units of the currency.
  public let price: Double?
  /// The ISO 4217 code of the currency.
  public let currency: String?
  /// Every other column of the feed by name.
  public let fields: [String: String]
  /// The plain cosine of each part that was searched and that the item has; of the keywords, the place in their ranking.
  public let parts: [ItemPart: Double]
  /// The score by vectors before the result was re-ranked; nil where it was not.
  public var firstScore: Double?
  /// Further items that this result stands for: variants of the product, and what looks the same.
  public var collapsed = 0
  /// Further photos of the same bytes.
  public var copies = 0
  /// The reasons for its place, where they were asked for.
  public var explanation: HitExplanation?

  /// A result.
  public init(
    rank: Int, score: Double, id: String, path: String?, title: String?, price: Double?,
    currency: String?, fields: [String: String], parts: [ItemPart: Double]
  ) {
    self.rank = rank
    self.score = score
    self.id = id
    self.path = path
    self.title = title
    self.price = price
    self.currency = currency
    self.fields = fields
    self.parts = parts
  }
}

/// How often each value of a field occurs.
public struct Facet: Sendable, Equatable {
  /// The field's name.
  public let field: String
  /// The most frequent values, or ranges of a number in their order.
  public let values: [(value: String, count: Int)]

  /// Whether both count the same.
  public static func == (a: Facet, b: Facet) -> Bool {
    a.field == b.field && a.values.elementsEqual(b.values, by: ==)
  }
}

/// A word that no item has, and what was searched for in its place.
public struct SpellingCorrection: Sendable, Equatable {
  /// The word of the query.
  public let written: String
  /// The nearest word of the library.
  public let corrected: String
}

/// Why a result has its place.
public struct HitExplanation: Sendable, Equatable {
  /// One part of an item compared with one term.
  public struct Part: Sendable, Equatable {
    /// The part.
    public let part: ItemPart
    /// The plain cosine.
    public let cosine: Double
    /// The cosine in deviations above what unrelated items have.
    public let standardScore: Double
    /// How much the part counts.
    public let weight: Double
  }

  /// One term of the query.
  public struct Term: Sendable, Equatable {
    /// The term; a negative weight makes it a penalty.
    public let term: SearchTerm
    /// The parts that the item has.
    public let parts: [Part]
    /// What the term adds to, or as a penalty takes from, the evidence, in deviations.
    public let contribution: Double
  }

  /// The words of the query in the item's texts.
  public struct Keywords: Sendable, Equatable {
    /// The place in the ranking by keywords.
    public let rank: Int
    /// BM25; higher is better.
    public let score: Double
    /// Whether the item has all words.
    public let matchesAll: Bool
  }

  /// What a second look at the best results changed.
  public struct Reranking: Sendable, Equatable {
    /// The place in the ranking by vectors before.
    public let firstRank: Int
    /// The score by vectors before.
    public let firstScore: Double
    /// The score by vectors now.
    public let score: Double

    /// What changed.
    public init(firstRank: Int, firstScore: Double, score: Double) {
      self.firstRank = firstRank
      self.firstScore = firstScore
      self.score = score
    }
  }

  /// What one model of an ensemble says.
  public struct Model: Sendable, Equatable {
    /// The model's name.
    public let name: String
    /// Deviations above what unrelated items have; nil where the model does not know the item.
    public let standardScore: Double?
    /// How much the model counts.
    public let weight: Double
  }

  /// The models of an ensemble; empty where one answers.
  public let models: [Model]
  /// The terms of the query, in their order, as the first model compares them.
  public let terms: [Term]
  /// The place in the ranking by vectors; nil where keywords alone found it.
  public let vectorRank: Int?
  /// The place and the score by vectors before and after re-ranking; nil where it was not re-ranked.
  public let reranking: Reranking?
  /// What keywords say; nil where they say nothing.
  public let keywords: Keywords?
  /// The fusion of both rankings; nil where there was one.
  public let fusion: String?
  /// The condition that the item passes.
  public let filter: String?

  /// Reasons.
  public init(
    models: [Model], terms: [Term], vectorRank: Int?, reranking: Reranking?, keywords: Keywords?,
    fusion: String?, filter: String?
  ) {
    self.models = models
    self.terms = terms
    self.vectorRank = vectorRank
    self.reranking = reranking
    self.keywords = keywords
    self.fusion = fusion
    self.filter = filter
  }
}
