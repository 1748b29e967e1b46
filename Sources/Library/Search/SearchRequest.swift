public import Ranking

/// What a user looks for: terms to come near to or to stay away from, and how to answer.
public struct SearchRequest: Sendable, Equatable {
  /// The terms of the query; at least one attracts.
  public var terms: [SearchTerm]
  /// The number of results wanted (k).
  public var count: Int
  /// Which parts of the items are compared.
  public var mode: SearchMode
  /// The weight of each part; nil takes the mode's own.
  public var weights: [ItemPart: Double]?
  /// Results that score lower are left out.
  public var minimumScore: Double?
  /// How the vectors are searched.
  public var index: IndexKind
  /// How many vectors a walk over a graph keeps in view (ef); nil takes what found 99 % of
  /// the nearest when the graph was built, at least 128. More find more, in more time.
  public var expansion: Int?
  /// Whether one-colour pictures may be returned.
  public var includesBlank: Bool
  /// The only items that may be returned; nil for all.
  public var filter: FilterExpression?
  /// How the rankings by vectors and by keywords become one.
  public var fusion = RankFusion.linear
  /// The fields whose values are counted among the relevant items.
  public var facets: [String] = []
  /// The order of the relevant items; nil for the best first.
  public var sort: SortOrder?
  /// Which items count as one result.
  public var grouping = ResultGrouping.product
  /// From 0, as different from each other as can be, to 1, by relevance alone; nil for the latter.
  public var diversity: Double?
  /// How many of the best results by vectors are re-ranked, 0 for none; nil for 100 where the library has a
  /// re-ranker.
  public var rerankDepth: Int?
  /// Whether each result comes with the reasons for its place.
  public var explains = false

  /// A request with the contract's defaults.
  public init(
    terms: [SearchTerm], count: Int = 10, mode: SearchMode = .auto,
    weights: [ItemPart: Double]? = nil, minimumScore: Double? = nil, index: IndexKind = .auto,
    includesBlank: Bool = false, filter: FilterExpression? = nil
  ) {
    self.terms = terms
    self.count = count
    self.mode = mode
    self.weights = weights
    self.minimumScore = minimumScore
    self.index = index
    self.includesBlank = includesBlank
    self.filter = filter
  }
}

/// One term of a query: words or a picture, with a signed weight.
public struct SearchTerm: Sendable, Equatable {
  /// What a term consists of.
  public enum Content: Sendable, Hashable {
    case text(String)
    /// A picture by its path, as the user wrote it.
    case image(path: String)
    /// An item that is already in the library, by id or path.
    case item(String)
  }

  /// What is looked for.
  public var content: Content
  /// Positive attracts, negative repels.
  public var weight: Double

  /// A term; by default it attracts.
  public init(_ content: Content, weight: Double = 1) {
    self.content = content
    self.weight = weight
  }
}

/// What the query is compared with.
public enum SearchMode: String, Sendable, Codable, CaseIterable {
  /// `hybrid` for words in a library with texts, else `image`; an exact id or code finds its item.
  case auto
  /// Pictures alone.
  case image
  /// Titles and descriptions alone, by meaning.
  case text
  /// Words as they are written, alone.
  case keyword
  /// Pictures and texts by meaning, and words as they are written.
  case hybrid
}

/// How the vectors are searched.
public enum IndexKind: String, Sendable, Codable, CaseIterable {
  /// `hnsw` where graphs are there and were found to be faster, else `flat`.
  case auto
  /// Every vector is compared: exact.
  case flat
  /// Walks over graphs of neighbours, which are built when first asked for: approximate.
  case hnsw
}

/// What makes an item similar to a query.
public enum ItemPart: String, Sendable, Codable, CaseIterable {
  case image
  case title
  case description
  /// The words of all texts, as they are written.
  case keyword

  /// The parts that have a vector.
  static let embedded: [ItemPart] = [.image, .title, .description]
}

/// Which items count as one result.
public enum ResultGrouping: String, Sendable, Codable, CaseIterable {
  /// The variants of one product, and photos of the same bytes.
  case product
  /// Those, and items that look almost the same.
  case look
  /// Every item is a result of its own.
  case none
}

/// A field by whose value results are ordered.
public struct SortOrder: Sendable, Equatable {
  /// The field's name.
  public let field: String
  /// Whether the largest comes first.
  public let isDescending: Bool

  /// `price`, or `-price` for the largest first.
  public init(_ text: String) throws(LibraryError) {
    isDescending = text.hasPrefix("-")
    field = isDescending ? String(text.dropFirst()) : text
    guard !field.isEmpty else {
      throw LibraryError(
        "there is no field to sort by; name one, as in --sort price or --sort -price")
    }
  }
}
