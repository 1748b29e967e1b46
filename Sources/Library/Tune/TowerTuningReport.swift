internal import JSON
public import Ranking
public import Tuning

/// What came of training towers.
public struct TowerTuningReport: Sendable {
  /// The model begun with.
  public let baseName: String
  /// The pictures of each part.
  public let pictures: Pictures
  /// What the model found before, of the pictures that judge.
  public let base: PairRecall
  /// What it found after.
  public let tuned: PairRecall
  /// By how much the mean recall has risen, paired by query.
  public let difference: BootstrapEstimate
  /// The measures on the pictures that decide on epochs, before training and after each epoch.
  public let history: [TrainingState.Epoch]
  /// Seconds of training, augmentation and the measures after epochs among them.
  public let seconds: Double
  /// Pictures trained with in a second.
  public let picturesPerSecond: Double
  /// Whether training was told to stop.
  public let wasInterrupted: Bool
  /// The teacher, if there was one.
  public internal(set) var teacher: Teacher?
  /// The folder of the new model; nil where none was kept.
  public internal(set) var directory: String?

  /// How many pictures had which purpose.
  public struct Pictures: Sendable, Equatable {
    /// They were trained with.
    public let training: Int
    /// They decided on epochs.
    public let choosing: Int
    /// They judged.
    public let judging: Int
  }

  /// A model whose similarities were learned.
  public struct Teacher: Sendable {
    /// The model.
    public let name: String
    /// What it found of the pictures that judge.
    public let recall: PairRecall
    /// What the teacher and the student take for a picture.
    public let speed: EmbeddingSpeed
  }

  /// Whether the new model is better beyond the interval of chance.
  public var hasGain: Bool { difference.lower > 0 }

  /// The result as cards state it.
  var json: JSONValue {
    .object([
      (
        "pictures",
        .object([
          ("training", .integer(pictures.training)), ("choosing", .integer(pictures.choosing)),
          ("judging", .integer(pictures.judging)),
        ])
      ),
      ("base", base.json), ("tuned", tuned.json),
      (
        "mean_recall_gain",
        .object([
          ("value", .decimal(difference.value)), ("lower", .decimal(difference.lower)),
          ("upper", .decimal(difference.upper)),
        ])
      ),
    ])
  }
}
