/// The answer to one search.
public struct SearchResponse: Sendable {
  /// The request that is answered.
  public let request: SearchRequest
  /// The name of the model that embedded the query.
  public let modelName: String
  /// The index that answered; `auto` is resolved.
  public let index: IndexKind
  /// The number of items that could have been returned.
  public let total: Int
  /// From the request to the answer, model and index being open.
  public let milliseconds: Double
  /// Best first.
  public let hits: [SearchHit]
  /// Whether the best score lies within what unrelated items reach, so that no result is likely right.
  public let isNoGoodMatch: Bool
  /// Sentences for the user, such as that a long text was cut.
  public let warnings: [String]

  /// An answer.
  public init(
    request: SearchRequest, modelName: String, index: IndexKind, total: Int, milliseconds: Double,
    hits: [SearchHit], isNoGoodMatch: Bool, warnings: [String]
  ) {
    self.request = request
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
  public let rank: Int
  /// A cosine where one part is searched; for several parts their joint evidence on the scale of the first.
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
  /// The plain cosine of each part that was searched and that the item has.
  public let parts: [ItemPart: Double]

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
