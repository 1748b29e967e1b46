import Glibc
import Kernels

/// Heads that learn which vectors a teacher holds to be near each other: its similarities become shares, which
/// those of the heads' vectors are to reproduce (Tung and Mori 2019, similarity-preserving distillation, with
/// cross-entropy in place of squares). The teacher's vectors may have any dimension.
public struct DistillationTask: HeadTask {
  let vectors: RetrievalVectors
  let rows: [RetrievalVectors.Row]
  let teacher: Matrix
  let split: (training: [Int], validation: [Int], test: [Int])
  /// Before training.
  public let heads: HeadPair
  /// Temperature; the others are of no use here.
  public let lossSettings: LossSettings
  let batchSize: Int
  let seed: UInt64
  let threads: Int

  /// By what the teacher's cosines are divided before they become shares.
  private static let teacherTemperature: Float = 0.05
  /// The teacher's nearest that are to be found again.
  public static let cutoff = 10
  private static let mostQueries = 2000

  /// - Parameters:
  ///   - rows: of the vectors, those that the teacher knows.
  ///   - teacher: its vector of each of them, at length one.
  ///   - split: numbers of rows to train with, to stop by and to judge by.
  public init(
    _ vectors: RetrievalVectors, rows: [RetrievalVectors.Row], teacher: Matrix,
    split: (training: [Int], validation: [Int], test: [Int]), heads: HeadPair,
    lossSettings: LossSettings, batchSize: Int, seed: UInt64, threads: Int
  ) {
    precondition(rows.count == teacher.rows)
    self.vectors = vectors
    self.rows = rows
    self.teacher = teacher
    self.split = split
    self.heads = heads
    self.lossSettings = lossSettings
    self.batchSize = batchSize
    self.seed = seed
    self.threads = threads
  }

  /// How many of the teacher's ten nearest are among the ten nearest.
  public var measureName: String { "teacher@\(Self.cutoff)" }

  /// How many rows there are to train with, to stop by and to judge by.
  public var counts: (training: Int, validation: Int, test: Int) {
    (split.training.count, split.validation.count, split.test.count)
  }

  /// A number that all vectors decide.
  public var identity: UInt64 {
    var sum = vectors.images.scalars.withUnsafeBytes { Checksum.of($0) }
    sum = vectors.texts.scalars.withUnsafeBytes { Checksum.of($0, seed: sum) }
    return teacher.scalars.withUnsafeBytes { Checksum.of($0, seed: sum) }
  }

  /// Numbers of training rows.
  public func batches(ofEpoch epoch: Int) -> [[Int]] {
    var generator = SeededGenerator(seed: seed, sequence: epoch)
    return LabelBatches.make(
      labels: split.training.map { _ in 0 }, size: batchSize, groupSize: 1, using: &generator
    ).map { $0.map { split.training[$0] } }
  }

  /// The cross-entropy of the batch's similarities to the teacher's.
  public func loss(of batch: [Int], parameters: [Variable]) -> Variable {
    let given = batch.map { rows[$0] }
    let mapped = MappedRows(given, vectors, heads, parameters)[given]
    let known = teacher.gathering(batch)
    var shares = known.multiplied(by: known, threads: threads)
    for row in 0..<shares.rows {
      var sum: Float = 0
      for column in 0..<shares.columns {
        let cosine = shares[row, column]
        shares[row, column] =
          row == column ? 0 : expf((cosine - 1) / Self.teacherTemperature)
        sum += shares[row, column]
      }
      for column in 0..<shares.columns where sum > 0 { shares[row, column] /= sum }
    }
    return mapped.linear(mapped).scaled(
      byExponentialOf: parameters[parameters.count - 1], atMost: LossSettings.largestLogFactor
    ).crossEntropy(with: shares) { $0 == $1 }
  }

  /// The measure of validation rows without heads.
  public var baseMeasure: Double { mean(HeadPair(image: nil, text: nil)) }

  /// The mean measure of validation rows.
  public func heldOutMeasure(_ parameters: [Parameter]) -> Double { mean(heads(of: parameters)) }

  private func mean(_ heads: HeadPair) -> Double {
    let values = measures(of: split.validation, heads)
    return values.reduce(0, +) / Double(max(1, values.count))
  }

  /// The measures of the rows that judge.
  public func testMeasures(_ heads: HeadPair) -> [Double] { measures(of: split.test, heads) }

  /// For each of some rows the share of the teacher's nearest others of them that are among its nearest.
  private func measures(of numbers: [Int], _ heads: HeadPair) -> [Double] {
    guard numbers.count > 1 else { return [] }
    let numbers = Array(numbers.prefix(Self.mostQueries))
    let count = min(Self.cutoff, numbers.count - 1)
    func nearest(_ vectors: Matrix) -> [Set<Int>] {
      let cosines = vectors.multiplied(by: vectors, threads: threads)
      return (0..<vectors.rows).map { row in
        Set(
          NearestRows.largest(of: cosines.row(row), count: count + 1).filter { $0 != row }
            .prefix(count))
      }
    }
    let own = nearest(
      RetrievalMeasures.mapped(numbers.map { rows[$0] }, vectors, heads, threads))
    return zip(own, nearest(teacher.gathering(numbers))).map { own, known in
      Double(own.intersection(known).count) / Double(count)
    }
  }
}
