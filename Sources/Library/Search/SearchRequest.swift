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
  /// Whether one-colour pictures may be returned.
  public var includesBlank: Bool

  /// A request with the contract's defaults.
  public init(
    terms: [SearchTerm], count: Int = 10, mode: SearchMode = .auto,
    weights: [ItemPart: Double]? = nil, minimumScore: Double? = nil, index: IndexKind = .auto,
    includesBlank: Bool = false
  ) {
    self.terms = terms
    self.count = count
    self.mode = mode
    self.weights = weights
    self.minimumScore = minimumScore
    self.index = index
    self.includesBlank = includesBlank
  }
}

/// One term of a query: words or a picture, with a signed weight.
public struct SearchTerm: Sendable, Equatable {
  /// What a term consists of.
  public enum Content: Sendable, Equatable {
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

/// Which parts of the items are compared with the query.
public enum SearchMode: String, Sendable, Codable, CaseIterable {
  /// Pictures, and for products their words too.
  case auto
  /// Pictures alone.
  case image
  /// Titles and descriptions alone.
  case text
}

/// How the vectors are searched.
public enum IndexKind: String, Sendable, Codable, CaseIterable {
  case auto
  /// Every vector is compared: exact.
  case flat
}

/// A part of an item that has a vector of its own.
public enum ItemPart: String, Sendable, Codable, CaseIterable {
  case image
  case title
  case description
}
