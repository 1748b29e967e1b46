import Foundation
import NeuralNetwork
import Testing

@testable import Tuning

@Suite("Training") struct TrainingTests {
  struct Reference: Sendable, CustomTestStringConvertible {
    let head: HeadKind
    let loss: LabelLoss
    var testDescription: String { "\(head.rawValue)-\(loss.rawValue)" }
  }

  static let references = [
    Reference(head: .skip, loss: .supcon), Reference(head: .skip, loss: .triplet),
    Reference(head: .linear, loss: .contrastive), Reference(head: .mlp, loss: .supcon),
    Reference(head: .diagonal, loss: .supcon), Reference(head: .bilinear, loss: .triplet),
  ]

  @Test("ten losses equal those of PyTorch's AdamW to 1e-4", arguments: references)
  func losses(_ reference: Reference) throws {
    let fixture = try TuningFixture()
    let name = "train-\(reference.testDescription)"
    let vectors = try fixture.matrix("\(name)/vectors")
    let labels = (0..<vectors.rows).map { $0 % 4 }
    var head = Head(reference.head, dimension: vectors.columns, seed: 0)
    let values = try fixture.matrices("\(name)/parameter")
    #expect(values.count == head.parameters.count + 1)
    for index in head.parameters.indices { head.parameters[index].value = values[index] }
    let task = LabelTask(
      head: head, vectors: vectors, labels: labels,
      split: HeldOutSplit(training: Array(0..<24), heldOut: [0, 1, 2, 3]), neighborShares: [0.5],
      loss: reference.loss, lossSettings: LossSettings(temperature: 0.07), batchSize: 24, seed: 0,
      threads: 2)
    var state = Training.initialState(task, TrainingSettings(weightDecay: 0.05))
    let expected = try fixture.matrix("\(name)/losses").scalars
    for (step, loss) in expected.enumerated() {
      let found = Training.step(task, Array(0..<24), &state, threads: 2, 0.01)
      #expect(abs(found - loss) < 1e-4, "step \(step)")
    }
  }

  /// Vectors that a random rotation has mixed: a few dimensions tell the label, the others are noise.
  static func clusters(_ count: Int, labels: Int, seed: UInt64) -> VectorTuning.Labelled {
    var generator = SeededGenerator(seed: seed)
    let dimension = 24
    let directions = randomMatrix(labels, dimension, seed: 99).withUnitRows
    var vectors = Matrix(rows: count, columns: dimension)
    var numbers: [Int] = []
    for row in 0..<count {
      let label = Int.random(in: 0..<labels, using: &generator)
      numbers.append(label)
      for column in 0..<dimension {
        vectors[row, column] = 0.7 * directions[label, column] + 0.3 * Float(generator.normal())
      }
    }
    return VectorTuning.Labelled(vectors: vectors.withUnitRows, labels: numbers)
  }

  static func plan(_ head: HeadKind = .skip, _ loss: LabelLoss = .supcon) -> VectorTuning {
    VectorTuning(
      head: head, loss: loss,
      settings: TrainingSettings(epochs: 4, learningRate: 5e-3, threads: 2), batchSize: 64, seed: 3)
  }

  @Test(
    "every loss and head brings equal labels together", arguments: LabelLoss.allCases,
    HeadKind.allCases)
  func gains(_ loss: LabelLoss, _ head: HeadKind) throws {
    var plan = Self.plan(head, loss)
    // A perceptron begins at random, the others at the identity.
    if head == .mlp { plan.settings.epochs = 12 }
    let outcome = try plan.run(
      Self.clusters(400, labels: 4, seed: 1), test: Self.clusters(300, labels: 4, seed: 2),
      counts: [10, 60])
    #expect(outcome.tuned[1] > outcome.base[1], "\(outcome.base) \(outcome.tuned)")
    #expect(outcome.hasGain)
  }

  @Test("the same seed gives the same head, with any number of threads")
  func determinism() throws {
    let training = Self.clusters(200, labels: 3, seed: 1)
    func head(_ threads: Int, seed: UInt64 = 3) throws -> Head {
      var plan = Self.plan()
      plan.settings.threads = threads
      plan.seed = seed
      return try plan.run(training, test: training, counts: [10]).head
    }
    let first = try head(1)
    #expect(try head(3) == first)
    #expect(try head(1, seed: 4) != first)
  }

  @Test("equal records fall on one side of the split")
  func split() {
    let rows = randomMatrix(150, 4, seed: 5)
    let doubled = rows.gathering(Array(0..<150) + Array(0..<150))
    let split = HeldOutSplit(rowsOf: doubled, share: 0.2)
    let heldOut = Set(split.heldOut)
    #expect((0..<150).allSatisfy { heldOut.contains($0) == heldOut.contains($0 + 150) })
    #expect(split.training.count + split.heldOut.count == 300)
    // A share of 0.2 of 150 has a deviation of five.
    #expect((15...45).contains(split.heldOut.count / 2))
  }

  @Test("batches hold every record once, and none alone whose label is not")
  func batches() {
    let labels = (0..<103).map { $0 % 7 }
    var generator = SeededGenerator(seed: 1)
    let batches = LabelBatches.make(labels: labels, size: 20, groupSize: 4, using: &generator)
    #expect(Set(batches.flatMap { $0 }).count == batches.flatMap { $0 }.count)
    #expect(batches.count == 5 && batches.dropLast().allSatisfy { $0.count == 20 })
    #expect(
      LabelBatches.make(labels: [0, 1, 0], size: 20, groupSize: 4, using: &generator).map(\.count)
        == [3])
  }

  @Test("the rate rises in a line and falls to zero")
  func rate() {
    let rate = LearningRate(peak: 1, warmUpSteps: 3, totalSteps: 13)
    #expect((0..<3).map { rate(step: $0) } == [0.25, 0.5, 0.75])
    #expect(rate(step: 3) == 1 && abs(rate(step: 8) - 0.5) < 1e-6 && rate(step: 13) < 1e-6)
  }
}
