import Kernels

/// Heads that bring queries to their answers, or what carries a label to others that do.
public struct RetrievalTask: HeadTask {
  /// What is asked of the heads.
  public enum Objective: Sendable, Equatable {
    /// Each query finds its answer among all others.
    case pairs
    /// Pictures, or texts where there are no pictures, find others with their label.
    case labels(LabelLoss)
  }

  let vectors: RetrievalVectors
  let training: [RetrievalExample]
  let validation: [RetrievalExample]
  let test: [RetrievalExample]
  let negatives: [[Int]]
  let objective: Objective
  /// Before training.
  public let heads: HeadPair
  /// Temperature, margin and mining.
  public let lossSettings: LossSettings
  let batchSize: Int
  let seed: UInt64
  let threads: Int

  /// Neighbours, and ranks, that the measures look at.
  public static let cutoff = 10
  /// So many of the held-out examples ask.
  static let mostQueries = 4000
  /// How much pairs count beside labels: they keep words and pictures in one space.
  private static let pairShare: Float = 0.5

  /// - Parameters:
  ///   - heads: before training; nil for a kind of vectors that stays as it is.
  ///   - negatives: for each training example the numbers of others whose answers are hard negatives;
  ///     none for labels.
  public init(
    _ vectors: RetrievalVectors, training: [RetrievalExample], validation: [RetrievalExample],
    test: [RetrievalExample], negatives: [[Int]], objective: Objective, heads: HeadPair,
    lossSettings: LossSettings,
    batchSize: Int, seed: UInt64, threads: Int
  ) {
    self.vectors = vectors
    self.training = training
    self.validation = validation
    self.test = test
    self.negatives = negatives
    self.objective = objective
    self.heads = heads
    self.lossSettings = lossSettings
    self.batchSize = batchSize
    self.seed = seed
    self.threads = threads
  }

  /// Numbers of training examples.
  public func batches(ofEpoch epoch: Int) -> [[Int]] {
    var generator = SeededGenerator(seed: seed, sequence: epoch)
    let isByLabel = objective != .pairs
    return LabelBatches.make(
      labels: training.map { isByLabel ? $0.label : 0 }, size: batchSize,
      groupSize: isByLabel ? LabelTask.groupSize : 1, using: &generator)
  }

  /// The loss of the batch's pairs, or of its labels.
  public func loss(of batch: [Int], parameters: [Variable]) -> Variable {
    let examples = batch.map { training[$0] }
    let hard = hardNegatives(of: batch)
    let mapped = MappedRows(
      examples.map(\.query) + examples.map(\.answer) + hard.map { training[$0].answer },
      vectors, heads, parameters)
    let logFactor = parameters[parameters.count - 1]
    func pairs() -> Variable {
      PairLoss.symmetric(
        mapped[examples.map(\.query)],
        mapped[examples.map(\.answer) + hard.map { training[$0].answer }], logFactor: logFactor,
        groups: examples.map(\.group) + hard.map { training[$0].group })
    }
    guard case .labels(let loss) = objective else { return pairs() }
    let isPaired = examples.contains { $0.query != $0.answer }
    let rows = examples.map(\.answer) + (isPaired ? examples.map(\.query) : [])
    let labels = examples.map(\.label)
    let byLabel = loss(
      mapped[rows], labels: labels + (isPaired ? labels : []), logFactor: logFactor, lossSettings)
    return isPaired ? byLabel + pairs() * Self.pairShare : byLabel
  }

  /// One hard negative for each example of a batch that has one, another one each time.
  private func hardNegatives(of batch: [Int]) -> [Int] {
    guard !negatives.isEmpty, let first = batch.first else { return [] }
    var generator = SeededGenerator(seed: seed, sequence: first)
    return batch.compactMap { negatives[$0].randomElement(using: &generator) }
  }

  /// The measure of validation examples without heads.
  public var baseMeasure: Double { mean(HeadPair(image: nil, text: nil)) }

  /// The measure of validation examples, as a mean.
  public func heldOutMeasure(_ parameters: [Parameter]) -> Double { mean(heads(of: parameters)) }

  private func mean(_ heads: HeadPair) -> Double {
    let values = measures(of: validation, heads)
    return values.reduce(0, +) / Double(max(1, values.count))
  }

  /// The name of the measure.
  public var measureName: String {
    objective == .pairs ? "ndcg@\(Self.cutoff)" : "same-label@\(Self.cutoff)"
  }

  /// A number that the training examples and all vectors decide.
  public var identity: UInt64 {
    var sum = vectors.images.scalars.withUnsafeBytes { Checksum.of($0) }
    sum = vectors.texts.scalars.withUnsafeBytes { Checksum.of($0, seed: sum) }
    let examples = training.flatMap { [$0.query.number, $0.answer.number, $0.group, $0.label] }
    return examples.withUnsafeBytes { Checksum.of($0, seed: sum) }
  }

  /// How many examples there are to train with, to stop by and to judge by.
  public var counts: (training: Int, validation: Int, test: Int) {
    (training.count, validation.count, test.count)
  }

  /// The measures of the examples that judge.
  public func testMeasures(_ heads: HeadPair) -> [Double] { measures(of: test, heads) }

  /// For each query among examples: of pairs nDCG@10 among all answers, of labels the share of the ten
  /// nearest with the query's label. At most four thousand queries ask, always the same.
  private func measures(of examples: [RetrievalExample], _ heads: HeadPair) -> [Double] {
    switch objective {
    case .pairs:
      RetrievalMeasures.discountedGains(
        of: examples, in: vectors, heads, cutoff: Self.cutoff, mostQueries: Self.mostQueries,
        threads: threads)
    case .labels:
      RetrievalMeasures.sameLabelShares(
        of: examples, in: vectors, heads, cutoff: Self.cutoff, mostQueries: Self.mostQueries,
        threads: threads)
    }
  }
}

/// Rows of vectors behind heads that are trained.
struct MappedRows {
  private let all: Variable
  private let places: [RetrievalVectors.Row: Int]

  init(
    _ rows: [RetrievalVectors.Row], _ vectors: RetrievalVectors, _ heads: HeadPair,
    _ parameters: [Variable]
  ) {
    var places: [RetrievalVectors.Row: Int] = [:]
    var parts: [Variable] = []
    var rest = parameters[...]
    for modality in TuningModality.allCases {
      let own = rest.prefix(heads[modality]?.parameters.count ?? 0)
      rest = rest.dropFirst(own.count)
      var numbers: [Int] = []
      let start = places.count
      for row in rows where row.modality == modality && places[row] == nil {
        places[row] = start + numbers.count
        numbers.append(row.number)
      }
      guard !numbers.isEmpty else { continue }
      let given = Variable(vectors.matrix(modality).gathering(numbers))
      parts.append(heads[modality].map { $0(given, parameters: Array(own)) } ?? given)
    }
    self.places = places
    all = parts.count == 2 ? parts[0].above(parts[1]) : parts[0]
  }

  subscript(rows: [RetrievalVectors.Row]) -> Variable {
    all.gatheringRows(
      rows.map { row in
        guard let place = places[row] else { preconditionFailure("only mapped rows are asked for") }
        return place
      })
  }
}
