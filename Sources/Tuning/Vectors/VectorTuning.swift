import Kernels

/// Training a head for labelled vectors of any origin, and measuring on others what it gains.
public struct VectorTuning: Sendable {
  /// The form of the head.
  public var head: HeadKind
  /// What is minimised.
  public var loss: LabelLoss
  /// Its settings.
  public var lossSettings: LossSettings
  /// How long and how fast to train.
  public var settings: TrainingSettings
  /// Records of a batch.
  public var batchSize: Int
  /// Of everything that is random.
  public var seed: UInt64
  /// Where the state after each epoch is kept, until the caller has the head safe; nil for nowhere.
  public var checkpointPath: String?

  /// The share of training records that judge instead of training.
  static let heldOutShare = 0.15
  /// So many test records are asked for their neighbours.
  public static let testQueries = 250

  /// A plan; the defaults were chosen on texts with labels of four broad classes and of many narrow ones.
  public init(
    head: HeadKind = .skip, loss: LabelLoss = .supcon, lossSettings: LossSettings? = nil,
    settings: TrainingSettings = TrainingSettings(), batchSize: Int = 256, seed: UInt64 = 1
  ) {
    self.head = head
    self.loss = loss
    self.lossSettings = lossSettings ?? LossSettings()
    self.settings = settings
    self.batchSize = batchSize
    self.seed = seed
  }

  /// Vectors at length one, each with a label; labels of equal numbers are equal.
  public struct Labelled: Sendable {
    /// `[records, dimension]`.
    public let vectors: Matrix
    /// Of each row.
    public let labels: [Int]

    /// Joins vectors and as many labels.
    public init(vectors: Matrix, labels: [Int]) {
      precondition(vectors.rows == labels.count)
      self.vectors = vectors
      self.labels = labels
    }
  }

  /// What became of it.
  public struct Outcome: Sendable {
    /// The best head on what was held out.
    public let head: Head
    /// The mean share of neighbours with the same label at each k, of the test vectors as they are.
    public let base: [Double]
    /// The same after the head.
    public let tuned: [Double]
    /// Losses, and measures of held-out records, before training and after each epoch.
    public let history: [TrainingState.Epoch]
    /// Whether the head is better than none on what was held out.
    public let hasGain: Bool
  }

  /// The task of training with `training`, judged at numbers of neighbours that are to the held-out
  /// records what `counts` are to `testCount`.
  ///
  /// Throws: `TuningError` where there are too few records or labels.
  public func task(
    _ training: Labelled, counts: [Int], testCount: Int
  ) throws(TuningError) -> LabelTask {
    let split = HeldOutSplit(rowsOf: training.vectors, share: Self.heldOutShare)
    guard split.heldOut.count >= 8, split.training.count >= 32 else {
      throw TuningError(
        "\(training.vectors.rows) vectors, of which \(split.heldOut.count) judge, are too few to "
          + "train with; give a hundred or more")
    }
    guard Set(training.labels).count > 1 else {
      throw TuningError(
        "all vectors to train with carry the same label; there is nothing to tell apart")
    }
    return LabelTask(
      head: Head(head, dimension: training.vectors.columns, seed: seed),
      vectors: training.vectors, labels: training.labels, split: split,
      neighborShares: counts.map { Double($0) / Double(testCount) }, loss: loss,
      lossSettings: lossSettings, batchSize: batchSize, seed: seed, threads: settings.threads)
  }

  /// Trains, then measures on the test vectors at each k of `counts`.
  ///
  /// Throws: `TuningError` where sizes do not agree or there is too little to train with.
  public func run(
    _ training: Labelled, test: Labelled, counts: [Int],
    afterEpoch: (TrainingState) -> Bool = { _ in true }
  ) throws(TuningError) -> Outcome {
    guard training.vectors.columns == test.vectors.columns else {
      throw TuningError(
        "vectors to train with have \(training.vectors.columns) dimensions, those to test with "
          + "\(test.vectors.columns); use the same model for both")
    }
    guard let most = counts.max(), let least = counts.min(), least > 0, most < test.vectors.rows
    else {
      throw TuningError(
        "k must be from 1 to \(test.vectors.rows - 1), one less than there are test vectors, not "
          + counts.map(String.init).joined(separator: ","))
    }
    let task = try task(training, counts: counts, testCount: test.vectors.rows)
    let state =
      if let checkpointPath {
        try Training.run(
          task, settings, checkpoint: checkpointPath, run: identity(training, counts),
          afterEpoch: afterEpoch)
      } else {
        Training.run(task, settings, afterEpoch: afterEpoch)
      }
    let head = task.head(of: state.best)
    var generator = SeededGenerator(seed: seed, sequence: -2)
    let queries = Array(
      (0..<test.vectors.rows).shuffled(using: &generator).prefix(Self.testQueries).sorted())
    func measured(_ vectors: Matrix) -> [Double] {
      NeighborLabels.means(
        NeighborLabels.shares(
          vectors: vectors, labels: test.labels, queries: queries, counts: counts,
          threads: settings.threads))
    }
    return Outcome(
      head: head, base: measured(test.vectors),
      tuned: measured(head.apply(to: test.vectors, threads: settings.threads)),
      history: state.history, hasGain: state.bestEpoch > 0)
  }

  /// What makes a run another one: everything but the number of threads.
  private func identity(_ training: Labelled, _ counts: [Int]) -> String {
    let vectors = training.vectors.scalars.withUnsafeBytes { Checksum.of($0) }
    let labels = training.labels.withUnsafeBytes { Checksum.of($0, seed: vectors) }
    var settings = settings
    settings.threads = 1
    return "\(head) \(loss) \(lossSettings) \(settings) \(batchSize) \(seed) \(counts) \(labels)"
  }
}
