import Glibc

/// Towers that bring a picture and the texts that belong to it together: contrastive training of pairs
/// (Radford et al. 2021, section 2.3).
public struct TowerTask: TrainingTask {
  /// The towers before training.
  public let towers: Towers
  let examples: any TowerExamples
  let training: [Int]
  let heldOut: HeldOutPairs
  let temperature: Float
  let batchSize: Int
  let seed: UInt64
  let threads: Int
  let teacher: TeacherSimilarities?
  let observe: @Sendable (PairRecall) -> Void

  /// Some of the pictures of an epoch.
  public struct Batch: Sendable, Equatable {
    let epoch: Int
    let pictures: [Int]
  }

  /// - Parameters:
  ///   - training: the numbers of the pictures to train with.
  ///   - heldOut: those that decide which epoch was the best.
  ///   - temperature: by which cosines are divided, before training; it is learned.
  ///   - teacher: what another model makes of the pictures and their texts, to be learned as well.
  ///   - observe: told the recall on what was held out, before training and after each epoch.
  public init(
    towers: Towers, examples: any TowerExamples, training: [Int], heldOut: [Int],
    temperature: Float, batchSize: Int, seed: UInt64, threads: Int,
    teacher: TeacherSimilarities? = nil,
    observe: @escaping @Sendable (PairRecall) -> Void = { _ in }
  ) {
    self.towers = towers
    self.examples = examples
    self.training = training
    self.heldOut = HeldOutPairs(heldOut, of: examples, towers: towers, threads: threads)
    self.temperature = temperature
    self.batchSize = batchSize
    self.seed = seed
    self.threads = threads
    self.teacher = teacher
    self.observe = observe
  }

  /// Those of the towers and the logarithm of what cosines are multiplied with.
  public var parameters: [Parameter] {
    towers.parameters + [Parameter("log-factor", Matrix(-logf(temperature)), decays: false)]
  }

  /// By what parameters divide cosines.
  public func temperature(of parameters: [Parameter]) -> Float {
    expf(-min(parameters[parameters.count - 1].value.scalar, LossSettings.largestLogFactor))
  }

  /// The training pictures in random order; what is left at the end and smaller than half a batch is left out.
  public func batches(ofEpoch epoch: Int) -> [Batch] {
    var generator = SeededGenerator(seed: seed, sequence: epoch)
    let order = training.shuffled(using: &generator)
    return stride(from: 0, to: order.count, by: batchSize).compactMap { first in
      let pictures = Array(order[first..<min(first + batchSize, order.count)])
      guard first == 0 || pictures.count * 2 >= batchSize else { return nil }
      return Batch(epoch: epoch, pictures: pictures)
    }
  }

  /// The loss of a batch; with a teacher, half of it is how far the similarities are from the teacher's.
  public func loss(of batch: Batch, parameters: [Variable]) -> Variable {
    let chosen = batch.pictures.map { picture in
      var generator = SeededGenerator(
        seed: seed ^ 0x7e87, sequence: batch.epoch << 32 | picture)
      return (picture, Int.random(in: 0..<examples.textCount(picture), using: &generator))
    }
    let (input, present) = ExampleLoading.input(
      chosen, of: examples, towers: towers, epoch: batch.epoch, threads: threads)
    guard !present.isEmpty else { return Variable(Matrix(0)) }
    let (images, texts) = towers(input, variables: Array(parameters.dropLast()))
    let logits = images.linear(texts).scaled(
      byExponentialOf: parameters[parameters.count - 1], atMost: LossSettings.largestLogFactor)
    let contrast = PairLoss.symmetric(
      logits: logits, groups: present.map { examples.group($0.0) })
    guard let teacher else { return contrast }
    return (contrast + PairLoss.distillation(logits: logits, teacher.logits(present))) * 0.5
  }

  /// That of the towers as they are.
  public var baseMeasure: Double { heldOutMeasure(parameters) }

  /// The mean of R@1, R@5 and R@10 in both directions.
  public func heldOutMeasure(_ parameters: [Parameter]) -> Double {
    let recall = heldOut.recall(Array(parameters.dropLast()))
    observe(recall)
    return recall.mean
  }
}
