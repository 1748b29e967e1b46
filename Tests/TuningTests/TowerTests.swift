import NeuralNetwork
import Synchronization
import Testing

@testable import Tuning

extension GradientTests {
  static let towerOperations = [
    towers("depthwise-1") { $0[0].depthwise($0[1], bias: $0[2], extent: 5, stride: 1) },
    towers("depthwise-2") { $0[0].depthwise($0[1], bias: $0[2], extent: 5, stride: 2) },
    towers("depthwise-even") { $0[0].depthwise($0[1], bias: $0[2], extent: 4, stride: 2) },
    towers("relu6") { $0[0].relu6() },
    towers("quick-gelu") { $0[0].quickGELU() },
    towers("layer-norm") { $0[0].normalizingLayer(scale: $0[1], shift: $0[2]) },
    towers("attention") { $0[0].causalAttention(lengths: [4, 1, 6], heads: 2) },
    towers("mean") { $0[0].meanOfRows(each: 4) },
    towers("gather") { $0[0].gatheringRows([2, 0, 2, 4]) },
    towers("distillation") {
      var teacher = Matrix(rows: 5, columns: 5)
      for row in 0..<5 {
        for column in 0..<5 { teacher[row, column] = Float(row * (4 - column)) / 4 }
      }
      return PairLoss.distillation(logits: $0[0], teacher)
    },
  ]

  private static func towers(
    _ name: String, _ apply: @escaping @Sendable ([Variable]) -> Variable
  ) -> Operation {
    Operation(name: name, fixture: "towers", apply: apply)
  }
}

@Suite("Towers") struct TowerTests {
  static let extent = 4
  static let lengths = [5, 3, 7, 4, 6, 2, 5, 4]
  static let groups = [0, 1, 2, 3, 1, 4, 5, 6]

  /// The pictures and texts of the fixture, one text a picture.
  struct Pairs: TowerExamples {
    let pictures: [[Float]]
    let texts: [[Int32]]
    /// Pictures that cannot be read.
    var missing: Set<Int> = []
    var count: Int { pictures.count }

    init(_ fixture: TuningFixture) throws {
      let features = try fixture.matrix("towers/features").scalars
      let size = features.count / 8
      pictures = (0..<8).map { Array(features[$0 * size..<($0 + 1) * size]) }
      var ids = try fixture.matrix("towers/ids").scalars.map { Int32($0) }
      texts = TowerTests.lengths.map { length in
        defer { ids.removeFirst(length) }
        return Array(ids.prefix(length))
      }
    }

    func textCount(_ picture: Int) -> Int { 1 }
    func features(_ picture: Int, epoch: Int?) -> [Float]? {
      missing.contains(picture) ? nil : pictures[picture]
    }
    func tokens(_ picture: Int, text: Int, epoch: Int?) -> [Int32] { texts[picture] }
    func group(_ picture: Int) -> Int { TowerTests.groups[picture] }
  }

  static func towers(_ fixture: TuningFixture, trainedLayers: Int = 1) throws -> Towers {
    try Towers(
      image: ImageStages(
        blocks: [
          .init(path: "image.0", stride: 1, isResidual: true),
          .init(path: "image.1", stride: 2, isResidual: false),
        ], lastPath: "image.last", headPath: "image.head", extent: extent, channels: 8),
      text: TextStages(
        prefix: "text.", layers: 2, trainedLayers: trainedLayers, heads: 2, activation: .gelu)
    ) { name in
      let entry = try #require(fixture.file["towers/\(name)"], "the fixture has no \(name)")
      return try fixture.reader.tensor("towers/\(name)", shape: entry.shape)
    }
  }

  static func task(
    _ examples: any TowerExamples, trainedLayers: Int = 1, threads: Int = 2,
    teacher: TeacherSimilarities? = nil
  ) throws -> TowerTask {
    TowerTask(
      towers: try towers(try TuningFixture("towers"), trainedLayers: trainedLayers),
      examples: examples, training: Array(0..<8), heldOut: Array(0..<8), temperature: 0.07,
      batchSize: 8, seed: 1, threads: threads, teacher: teacher)
  }

  @Test("vectors equal PyTorch's to 1e-5, whatever is trained", arguments: [0, 1, 2])
  func vectors(_ trainedLayers: Int) throws {
    let fixture = try TuningFixture("towers")
    let towers = try Self.towers(fixture, trainedLayers: trainedLayers)
    let pairs = HeldOutPairs(
      Array(0..<8), of: try Pairs(fixture), towers: towers, threads: 2)
    let found = pairs.vectors(towers.parameters)
    #expect(largestDifference(found.images, try fixture.matrix("towers/images")) < 1e-5)
    #expect(largestDifference(found.texts, try fixture.matrix("towers/texts")) < 1e-5)
  }

  @Test("ten losses equal those of PyTorch's AdamW to 1e-4")
  func losses() throws {
    let fixture = try TuningFixture("towers")
    let task = try Self.task(try Pairs(fixture))
    var state = Training.initialState(task, TrainingSettings(weightDecay: 0.05))
    let batch = TowerTask.Batch(epoch: 0, pictures: Array(0..<8))
    for (step, loss) in try fixture.matrix("towers/losses").scalars.enumerated() {
      let found = Training.step(task, batch, &state, threads: 2, 0.003)
      #expect(abs(found - loss) < 1e-4, "step \(step)")
    }
  }

  @Test("training is the same with any number of threads and finds the pairs it is shown")
  func training() throws {
    let pairs = try Pairs(try TuningFixture("towers"))
    let settings = TrainingSettings(epochs: 25, learningRate: 0.01, patience: 25, threads: 1)
    let first = try Training.run(Self.task(pairs, threads: 1), settings)
    let second = try Training.run(Self.task(pairs, threads: 3), settings)
    #expect(first == second)
    #expect(first.bestMeasure > first.history[0].measure)
    #expect(first.bestMeasure == 1)
  }

  @Test("a run that was stopped goes on as if it had not been")
  func resuming() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let task = try Self.task(try Pairs(try TuningFixture("towers")))
    let settings = TrainingSettings(epochs: 6, learningRate: 0.01, patience: 6, threads: 2)
    let path = folder.path("towers.checkpoint")
    let whole = try Training.run(task, settings)
    let stopped = try Training.run(task, settings, checkpoint: path, run: "a") { $0.epochs < 3 }
    #expect(stopped.epochs == 3)
    var epochs: [Int] = []
    let resumed = try Training.run(task, settings, checkpoint: path, run: "a") {
      epochs.append($0.epochs)
      return true
    }
    #expect(resumed == whole)
    #expect(epochs == [3, 4, 5, 6])
  }

  @Test("a picture that is gone is left out of its batch")
  func missing() throws {
    var pairs = try Pairs(try TuningFixture("towers"))
    func loss(_ pairs: Pairs, _ pictures: [Int]) throws -> Float {
      let task = try Self.task(pairs)
      return task.loss(
        of: TowerTask.Batch(epoch: 0, pictures: pictures),
        parameters: task.parameters.map { Variable($0.value) }
      ).value.scalar
    }
    let without = try loss(pairs, [0, 1, 3, 4, 5, 6, 7])
    pairs.missing = [2]
    #expect(try loss(pairs, Array(0..<8)) == without)
    pairs.missing = Set(0..<8)
    #expect(try loss(pairs, Array(0..<8)) == 0)
  }

  @Test("a teacher's similarities are learned, whatever its dimension")
  func distillation() throws {
    let pairs = try Pairs(try TuningFixture("towers"))
    let images = randomMatrix(8, 20, seed: 3).withUnitRows
    let noise = randomMatrix(8, 20, seed: 4).withUnitRows
    let texts = images.combined(with: noise) { $0 + 0.3 * $1 }.withUnitRows
    let teacher = TeacherSimilarities(
      images: images, texts: texts, textCounts: [Int](repeating: 1, count: 8))
    let task = try Self.task(pairs, teacher: teacher)
    var state = Training.initialState(task, TrainingSettings())
    let batch = TowerTask.Batch(epoch: 0, pictures: Array(0..<8))
    let losses = (0..<30).map { _ in Training.step(task, batch, &state, threads: 1, 0.01) }
    #expect(losses[29] < losses[0] / 2)
  }

  @Test("recall counts what belongs to the group, and ties against it")
  func recall() {
    let rows = Matrix(rows: 3, columns: 2, scalars: [1, 0, 0, 1, 1, 0])
    let recall = PairRecall(
      images: rows, imageGroups: [0, 1, 2], texts: rows, textGroups: [0, 1, 1], threads: 1)
    // The third text has the vector of the first picture and of the third, and belongs to the second.
    #expect(recall.textToImage == [2, 1, 3])
    #expect(recall.imageToText == [2, 1, 4])
    #expect(PairRecall.shares(recall.textToImage) == [1 / 3, 1, 1])
  }

  @Test("texts keep their words, but for some that are left out")
  func texts() {
    var generator = SeededGenerator(seed: 5)
    var shuffled = false
    var dropped = false
    for _ in 0..<100 {
      let text = TextAugmentation.apply(to: "red wool, long sleeves, V neck", using: &generator)
      let words = text.split { $0 == " " || $0 == "," }
      #expect(!words.isEmpty)
      #expect(Set(words).isSubset(of: ["red", "wool", "long", "sleeves", "V", "neck"]))
      dropped = dropped || words.count < 6
      shuffled = shuffled || (words.count == 6 && !text.hasPrefix("red"))
    }
    #expect(dropped && shuffled)
    #expect(TextAugmentation.apply(to: "cup", using: &generator) == "cup")
    #expect(TextAugmentation.apply(to: "", using: &generator) == "")
  }
}
