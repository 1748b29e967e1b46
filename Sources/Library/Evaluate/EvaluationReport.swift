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
  /// The same by language, where the queries name theirs.
  public var languages: [LanguageEvaluation] = []
  /// What was learned from the other queries, where it was asked for.
  public var learned: LearnedWeights?
  /// How another configuration answers the same queries, where it was asked for.
  public var comparison: EvaluationComparison?
  /// The queries with the greatest loss, worst first, as many as were asked for.
  public var failures: [FailedQuery] = []
  /// Sentences about lines or ids that could not be used.
  public let warnings: [String]

  /// The outcome of an evaluation.
  public init(queries: Int, items: Int, measures: [Measure], warnings: [String]) {
    self.queries = queries
    self.items = items
    self.measures = measures
    self.warnings = warnings
  }

  /// Measures over the outcomes of queries.
  static func measures(_ measures: [RetrievalMeasure], of answers: [AnsweredQuery]) -> [Measure] {
    let outcomes = answers.map(\.outcome)
    return measures.map { Measure(name: $0.name, estimate: $0.estimate(over: outcomes)) }
  }
}

/// Two configurations that answered the same queries.
public struct EvaluationComparison: Sendable, Equatable {
  /// A measure of both, and how much the second differs from the first.
  public struct Measure: Sendable, Equatable {
    /// The name as printed.
    public let name: String
    /// The means of the first and of the second configuration.
    public let first, second: Double
    /// The second minus the first.
    public let difference: PairedDifference

    /// A measure of the same queries, or items, in the same order.
    public init(name: String, first: [Double], second: [Double]) {
      self.name = name
      self.first = first.reduce(0, +) / Double(first.count)
      self.second = second.reduce(0, +) / Double(second.count)
      difference = PairedDifference(of: second, from: first)
    }
  }

  /// The names of the configurations.
  public let first, second: String
  /// Every measure that is a mean: not the median of ranks.
  public let measures: [Measure]

  /// A comparison.
  public init(first: String, second: String, measures: [Measure]) {
    self.first = first
    self.second = second
    self.measures = measures
  }

  /// A comparison over the queries that both could answer.
  ///
  /// Throws: `LibraryError` where there is none.
  init(
    _ first: String, _ answers: [AnsweredQuery], _ second: String, _ others: [AnsweredQuery],
    measures: [RetrievalMeasure]
  ) throws(LibraryError) {
    let known = Dictionary(uniqueKeysWithValues: others.map { ($0.query.number, $0.outcome) })
    let pairs = answers.compactMap { answer in
      known[answer.query.number].map { (first: answer.outcome, second: $0) }
    }
    guard !pairs.isEmpty else {
      throw LibraryError(
        "no query can be answered by both \(first) and \(second); choose others for --compare")
    }
    self.init(
      first: first, second: second,
      measures: measures.filter { $0 != .firstRank }.map { measure in
        Measure(
          name: measure.name, first: pairs.map { measure.value(of: $0.first) },
          second: pairs.map { measure.value(of: $0.second) })
      })
  }
}
