/// How well the nearness of items is to be compared with the values of a field.
public struct FieldEvaluationRequest: Sendable, Equatable {
  /// The field whose values are the labels.
  public var field: String
  /// How many nearest items count.
  public var cutoffs = [10, 100, 1000]
  /// How many items are asked for their nearest others.
  public var sampleCount = 250
  /// Decides which.
  public var seed: UInt64 = 1
  /// Whose vectors; the mode says of which parts.
  public var configuration: EvaluationConfiguration
  /// Whose vectors else, for a comparison.
  public var comparison: EvaluationConfiguration?

  /// A request with the standard cutoffs.
  public init(
    field: String, _ configuration: EvaluationConfiguration = EvaluationConfiguration()
  ) {
    self.field = field
    self.configuration = configuration
  }
}

/// How well the nearness of items agrees with the values of a field, for each kind of vector.
public struct FieldEvaluationReport: Sendable, Equatable {
  /// The vectors that one model made of one part.
  public struct Space: Sendable, Equatable {
    /// The name of the model.
    public let model: String
    /// What was embedded.
    public let part: ItemPart
    /// The items with such a vector and a label.
    public let items: Int
    /// Different labels among them.
    public let labels: Int
    /// The items that were asked for their nearest others.
    public let sampled: Int
    /// The share of the label among items drawn at random.
    public let chance: Double
    /// `same-label@k` for each k; `knn@10`, the share of sampled items whose label is that of most of
    /// their ten nearest others; `purity`, the share of items whose label is the most frequent of their
    /// cluster, in as many clusters as there are labels.
    public let measures: [EvaluationReport.Measure]

    /// What was measured in one space.
    public init(
      model: String, part: ItemPart, items: Int, labels: Int, sampled: Int, chance: Double,
      measures: [EvaluationReport.Measure]
    ) {
      self.model = model
      self.part = part
      self.items = items
      self.labels = labels
      self.sampled = sampled
      self.chance = chance
      self.measures = measures
    }
  }

  /// The field as it was asked for.
  public let field: String
  /// What drew the sample.
  public let seed: UInt64
  /// The spaces, by model and part.
  public var spaces: [Space] = []
  /// By part, how another configuration's vectors differ.
  public var comparisons: [(part: ItemPart, comparison: EvaluationComparison)] = []
  /// Sentences for the user.
  public var warnings: [String]

  /// A report that has no space yet.
  public init(field: String, seed: UInt64, warnings: [String]) {
    self.field = field
    self.seed = seed
    self.warnings = warnings
  }

  /// Whether both say the same.
  public static func == (a: FieldEvaluationReport, b: FieldEvaluationReport) -> Bool {
    a.field == b.field && a.seed == b.seed && a.spaces == b.spaces && a.warnings == b.warnings
      && a.comparisons.elementsEqual(b.comparisons, by: ==)
  }
}
