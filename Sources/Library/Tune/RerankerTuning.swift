/// A re-ranker that is to be made of a library's queries.
public struct RerankerRequest: Sendable, Equatable {
  /// Where queries come from.
  public enum Source: Sendable, Equatable {
    /// The titles of items.
    case titles
    /// Lines `{"query": …, "relevant": […]}`, as an evaluation reads them; those without `relevant`, such as
    /// a log has, are typical queries that judge nothing.
    case pairs(path: String)
  }

  /// Where queries come from.
  public var source: Source
  /// Which queries are drawn where there are more than a re-ranker holds.
  public var seed: UInt64
  /// Whether a re-ranker without a gain is kept, too.
  public var isForced: Bool

  /// A request.
  public init(_ source: Source, seed: UInt64 = 1, isForced: Bool = false) {
    self.source = source
    self.seed = seed
    self.isForced = isForced
  }
}

/// What a re-ranker came to.
public struct RerankerReport: Sendable {
  /// The model whose results it orders.
  public let model: String
  /// Queries that judged it by cross-validation.
  public let queries: Int
  /// Queries that it holds.
  public let held: Int
  /// How many results of each query were looked at again.
  public let depth: Int
  /// The mean nDCG@10 of the first ranking.
  public let base: Double
  /// Re-ranked.
  public let reranked: Double
  /// The mean difference, and the interval in which it lies with 95 % confidence, by paired bootstrap.
  public let gain: (mean: Double, lower: Double, upper: Double)
  /// What a second look adds to a query, in milliseconds.
  public let milliseconds: Double
  /// Whether the library has it now and searches with it.
  public let isKept: Bool
  /// Seconds from reading the library to the end.
  public let seconds: Double

  /// Whether the gain is beyond its interval.
  public var hasGain: Bool { gain.lower > 0 }
}
