public import Tuning

/// What a head is to learn from a library.
public struct TuningRequest: Sendable {
  /// Where examples come from.
  public enum Source: Sendable, Equatable {
    /// Items with the same value of a field belong together.
    case field(String)
    /// Items with their titles.
    case titles
    /// Lines `{"query": …, "relevant": […]}`, as an evaluation reads them.
    case pairs(path: String)
    /// Vectors of a teacher, a row for each line of an export.
    case teacherVectors(path: String)
    /// Another model that has embedded the library.
    case teacherModel(String)
    /// What users said of answers.
    case feedback
  }

  /// Where examples come from.
  public var source: Source
  /// Ids of items that are neither learned from nor judged by, such as those whose label is likely wrong: in
  /// what judges, a wrong label would count a right answer as wrong.
  public var excludedItems: [String] = []
  /// The form of both heads.
  public var head: HeadKind
  /// What is minimised where items with the same value belong together.
  public var loss: LabelLoss
  /// Its settings.
  public var lossSettings: LossSettings
  /// How long and how fast to train.
  public var settings: TrainingSettings
  /// Examples of a batch.
  public var batchSize: Int
  /// Of everything that is random.
  public var seed: UInt64
  /// The name of the head; nil for that of its source.
  public var name: String?
  /// Whether a head without a gain is kept, too.
  public var isForced: Bool

  /// A request with the settings that suit its source: many pairs are held against each other at once, and
  /// a map that is linear overfits them less.
  public init(_ source: Source, head: HeadKind? = nil, loss: LabelLoss = .supcon) {
    var isByField = false
    if case .field = source { isByField = true }
    self.source = source
    self.head = head ?? (isByField ? .skip : .linear)
    self.loss = loss
    lossSettings = LossSettings()
    settings = TrainingSettings(epochs: isByField ? 20 : 30, patience: 6)
    batchSize = isByField ? 256 : 1024
    seed = 1
    isForced = false
  }

  /// The name of the head.
  var headName: String {
    if let name { return name }
    switch source {
    case .field(let field): return field
    case .titles: return "titles"
    case .feedback: return "feedback"
    case .teacherModel(let name): return "of-\(name.split(separator: "/").last ?? "teacher")"
    case .pairs(let path), .teacherVectors(let path):
      let file = path.split(separator: "/").last ?? "pairs"
      return String(file.split(separator: ".").first ?? file)
    }
  }
}

/// What training on a library came to.
public struct TuningReport: Sendable {
  /// The model that the head stands behind.
  public let model: String
  /// The head's name.
  public let head: String
  /// What is measured on held-out examples: `ndcg@10` or `same-label@10`.
  public let measure: String
  /// Examples to train with, to stop by, and to judge by.
  public let counts: (training: Int, validation: Int, test: Int)
  /// Queries of the last.
  public let queries: Int
  /// The mean measure of the model as it is.
  public let base: Double
  /// With the head.
  public let tuned: Double
  /// The mean difference, and the interval in which it lies with 95 % confidence, by paired bootstrap.
  public let gain: (mean: Double, lower: Double, upper: Double)
  /// Losses, and measures by which training was stopped.
  public let history: [TrainingState.Epoch]
  /// Whether the library has the head now and searches with it.
  public let isKept: Bool
  /// Seconds from reading the library to the end.
  public internal(set) var seconds: Double
  /// What the teacher and the model take for a picture, or a text; nil without a teacher.
  public internal(set) var speed: EmbeddingSpeed?
  /// Whether training was told to stop.
  public let wasInterrupted: Bool
  /// The mean measure of titles of items without feedback as queries for their pictures, without and with the
  /// head; nil where there was no feedback to learn from, or no such titles.
  public internal(set) var others: (queries: Int, base: Double, tuned: Double)?

  /// Whether the gain is beyond its interval.
  public var hasGain: Bool { gain.lower > 0 }
}
