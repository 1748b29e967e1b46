public import Tuning

/// Training a head for vectors in files, whatever model made them, and measuring it on others.
public struct VectorFileTuning: Sendable {
  /// A NumPy file of `[records, dimension]`, to train with.
  public var vectorsPath: String
  /// A text file with a label a line, for each of them.
  public var labelsPath: String
  /// Vectors to test with.
  public var testVectorsPath: String
  /// Their labels.
  public var testLabelsPath: String
  /// The numbers of neighbours among which equal labels are counted.
  public var counts: [Int]
  /// Head, loss and how to train.
  public var plan: VectorTuning
  /// Where the head is written; nil for nowhere. While training, a checkpoint lies beside it.
  public var savePath: String?
  /// Whether a head is written that gains nothing on what was held out.
  public var savesWithoutGain = false

  /// A request with standard neighbours.
  public init(
    vectorsPath: String, labelsPath: String, testVectorsPath: String, testLabelsPath: String,
    counts: [Int], plan: VectorTuning
  ) {
    self.vectorsPath = vectorsPath
    self.labelsPath = labelsPath
    self.testVectorsPath = testVectorsPath
    self.testLabelsPath = testLabelsPath
    self.counts = counts
    self.plan = plan
  }

  /// What came of it.
  public struct Report: Sendable {
    /// The numbers of neighbours.
    public let counts: [Int]
    /// The mean shares of equal labels among them, of the vectors as they are.
    public let base: [Double]
    /// The same after the head.
    public let tuned: [Double]
    /// The measures on what was held out, before training and after each epoch.
    public let history: [TrainingState.Epoch]
    /// Whether the head is better than none on what was held out.
    public let hasGain: Bool
    /// Seconds from reading the files to the last measure.
    public let seconds: Double
    /// Whether training was told to stop.
    public let wasInterrupted: Bool
  }

  /// Reads, trains and measures.
  ///
  /// - Parameters:
  ///   - isCancelled: asked after each epoch.
  ///   - report: told each epoch, and where training goes on from a checkpoint.
  /// Throws: `TuningError` for files that cannot be used.
  public func run(
    isCancelled: () -> Bool, report: (TuningEvent) -> Void
  ) throws(TuningError) -> Report {
    let start = ContinuousClock.now
    var numbers: [String: Int] = [:]
    func labelled(
      _ vectors: String, _ labels: String
    ) throws(TuningError) -> VectorTuning.Labelled {
      let file = try NumpyFile(path: vectors)
      let names = try LabelFile.read(labels, count: file.rows)
      let rows = try file.unitRows()
      return VectorTuning.Labelled(
        vectors: rows,
        labels: names.map { name in
          let number = numbers[name] ?? numbers.count
          numbers[name] = number
          return number
        })
    }
    let training = try labelled(vectorsPath, labelsPath)
    let test = try labelled(testVectorsPath, testLabelsPath)
    var plan = plan
    plan.checkpointPath = savePath.map { "\($0).checkpoint" }
    var wasInterrupted = false
    let outcome = try plan.run(training, test: test, counts: counts) { state in
      report(
        .epoch(state, of: plan.settings.epochs))
      wasInterrupted = isCancelled()
      return !wasInterrupted
    }
    if let savePath, outcome.hasGain || savesWithoutGain, !wasInterrupted {
      try outcome.head.write(to: savePath)
    }
    if let checkpoint = plan.checkpointPath, !wasInterrupted { Checkpoint.remove(checkpoint) }
    return Report(
      counts: counts, base: outcome.base, tuned: outcome.tuned, history: outcome.history,
      hasGain: outcome.hasGain, seconds: (ContinuousClock.now - start) / .seconds(1),
      wasInterrupted: wasInterrupted)
  }
}
