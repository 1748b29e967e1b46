import Glibc

/// A head that brings vectors of the same label together.
public struct LabelTask: TrainingTask {
  /// The head before training.
  public let head: Head
  let vectors: Matrix
  let labels: [Int]
  let heldOutVectors: Matrix
  let heldOutLabels: [Int]
  let heldOutQueries: [Int]
  let heldOutCounts: [Int]
  let loss: LabelLoss
  let lossSettings: LossSettings
  let batchSize: Int
  let seed: UInt64
  let threads: Int

  /// Records of a label that stay together in a batch.
  static let groupSize = 4
  /// So many of the held-out records are asked for their neighbours after each epoch.
  static let mostHeldOutQueries = 500

  /// - Parameters:
  ///   - vectors: `[records, dimension]`, at length one.
  ///   - labels: of each record, numbers from zero.
  ///   - neighborShares: how many neighbours are looked at after each epoch, as shares of all held-out records.
  public init(
    head: Head, vectors: Matrix, labels: [Int], split: HeldOutSplit, neighborShares: [Double],
    loss: LabelLoss, lossSettings: LossSettings, batchSize: Int, seed: UInt64, threads: Int
  ) {
    precondition(split.heldOut.count > 1, "something is held out")
    self.head = head
    self.vectors = vectors.gathering(split.training)
    self.labels = split.training.map { labels[$0] }
    heldOutVectors = vectors.gathering(split.heldOut)
    heldOutLabels = split.heldOut.map { labels[$0] }
    let count = split.heldOut.count
    var generator = SeededGenerator(seed: seed, sequence: -1)
    heldOutQueries = Array(
      (0..<count).shuffled(using: &generator).prefix(Self.mostHeldOutQueries).sorted())
    heldOutCounts = neighborShares.map {
      max(1, min(count - 1, Int(($0 * Double(count)).rounded())))
    }
    self.loss = loss
    self.lossSettings = lossSettings
    self.batchSize = batchSize
    self.seed = seed
    self.threads = threads
  }

  /// Those of the head and the logarithm of what cosines are multiplied with.
  public var parameters: [Parameter] {
    head.parameters
      + [Parameter("log-factor", Matrix(-logf(lossSettings.temperature)), decays: false)]
  }

  /// The head that such parameters make.
  public func head(of parameters: [Parameter]) -> Head {
    var head = head
    head.parameters = Array(parameters.dropLast())
    return head
  }

  /// Numbers of training records, groups of a label together.
  public func batches(ofEpoch epoch: Int) -> [[Int]] {
    var generator = SeededGenerator(seed: seed, sequence: epoch)
    return LabelBatches.make(
      labels: labels, size: batchSize, groupSize: Self.groupSize, using: &generator)
  }

  /// The loss of the head's vectors of a batch.
  public func loss(of batch: [Int], parameters: [Variable]) -> Variable {
    loss(
      head(Variable(vectors.gathering(batch)), parameters: Array(parameters.dropLast())),
      labels: batch.map { labels[$0] }, logFactor: parameters[parameters.count - 1], lossSettings)
  }

  /// That of the vectors as they are.
  public var baseMeasure: Double { measure(heldOutVectors) }

  /// The mean share of neighbours with the same label, over the numbers of neighbours.
  public func heldOutMeasure(_ parameters: [Parameter]) -> Double {
    measure(head(of: parameters).apply(to: heldOutVectors, threads: threads))
  }

  private func measure(_ vectors: Matrix) -> Double {
    let shares = NeighborLabels.shares(
      vectors: vectors,
      labels: heldOutLabels, queries: heldOutQueries, counts: heldOutCounts, threads: threads)
    let means = NeighborLabels.means(shares)
    return means.reduce(0, +) / Double(means.count)
  }
}
