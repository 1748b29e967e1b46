public import Ranking

/// Retrieval measures over a set of queries, with their 95 % bootstrap intervals.
public struct EvaluationReport: Sendable, Equatable {
  /// A measure and the interval in which it lies with 95 % confidence.
  public struct Measure: Sendable, Equatable {
    /// The name as printed, such as `hit@10`.
    public let name: String
    /// The mean over the queries, or the median of ranks.
    public let estimate: BootstrapEstimate

    /// A measure with its interval.
    public init(name: String, estimate: BootstrapEstimate) {
      self.name = name
      self.estimate = estimate
    }
  }

  /// How much each model of an ensemble should count.
  public struct LearnedWeights: Sendable, Equatable {
    /// The queries that they were learned from; none of them is measured.
    public let queries: Int
    /// The models' names and weights, in the order in which they were given.
    public let models: [(name: String, weight: Double)]
    /// By model, how much greater nDCG@10 is than with that model alone.
    public let gains: [Measure]

    /// Whether both say the same.
    public static func == (a: LearnedWeights, b: LearnedWeights) -> Bool {
      a.queries == b.queries && a.models.elementsEqual(b.models, by: ==) && a.gains == b.gains
    }
  }

  /// The queries that were measured.
  public let queries: Int
  /// The items that each of them ranked.
  public let items: Int
  /// Each cutoff's hit, recall, precision and nDCG, then mrr, map and median_rank.
  public let measures: [Measure]
  /// What was learned from the other queries, where it was asked for.
  public var learned: LearnedWeights?
  /// Sentences about lines or ids that could not be used.
  public let warnings: [String]

  /// The outcome of an evaluation.
  public init(queries: Int, items: Int, measures: [Measure], warnings: [String]) {
    self.queries = queries
    self.items = items
    self.measures = measures
    self.warnings = warnings
  }
}
