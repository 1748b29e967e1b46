internal import Encoders
internal import Imaging
internal import JSON
internal import Ranking
internal import Storage
internal import Synchronization
internal import SystemPackage
public import Tuning

/// Training the towers of a model with pictures and what they show, into a new model beside it.
///
/// The pictures fall into three parts by their content: most are trained with, some decide which epoch was
/// the best, and the rest, which nothing else depends on, judge the result.
public struct TowerTuning: Sendable {
  /// The library, the model to begin with, and threads.
  public var configuration: LibraryConfiguration
  /// The name of the new model.
  public var name: String
  /// A JSON Lines file of pictures and captions; nil for the pictures of the library with their titles and
  /// descriptions.
  public var pairsPath: String?
  /// Ids of items of the library that are left out.
  public var excludedItems: [String] = []
  /// A file of pictures and captions that judge in place of a part of the others.
  public var heldOutPath: String?
  /// A model whose similarities are learned as well.
  public var teacher: String?
  /// How many of the image tower's blocks are trained, the last ones.
  public var imageBlocks = 3
  /// How many of the text tower's, the last ones; nil for half of them.
  public var textLayers: Int?
  /// Pictures that are compared with each other.
  public var batchSize = 64
  /// The seed of all that is random.
  public var seed: UInt64 = 1
  /// How long and how fast to train.
  public var settings = TrainingSettings(
    epochs: 8, learningRate: 1e-4, weightDecay: 0.05, patience: 3)
  /// Whether a model is kept that is not better on what judges.
  public var keepsWithoutGain = false
  /// Where models lie that have names.
  var models = InstalledModels.folder()

  /// The numbers of blocks of an image tower that can be trained.
  public static let imageBlockRange = 0...TrainableModel.mostBlocks

  /// A training with standard settings.
  public init(configuration: LibraryConfiguration, name: String) {
    self.configuration = configuration
    self.name = name
  }

  /// What happens meanwhile.
  public enum Event: Sendable {
    /// What is being done, such as "reading pictures".
    case phase(String)
    /// The state after an epoch, or before the first, how many there will be at most, and what was found of
    /// the pictures that decide on epochs.
    case epoch(TrainingState, of: Int, PairRecall)
    /// Something the user should know.
    case warning(String)
  }

  /// Trains; the model is written, and has its name, once it has proved to be better.
  ///
  /// A run that was stopped, or killed, goes on after its last whole epoch when it is given again.
  ///
  /// - Parameter isCancelled: asked after each epoch.
  /// Throws: `LibraryError` where there is not enough to train with, the name is taken or the model is of another
  /// kind; `ModelError` and `TuningError` for files that cannot be used.
  public func run(
    isCancelled: () -> Bool, report: (Event) -> Void
  ) throws -> TowerTuningReport {
    let folder = try TunedModelFolder(name: name, in: models)
    let encoder = try openedBase()
    let model = try TrainableModel(encoder, trainedBlocks: imageBlocks)
    let towers = try model.towers(trainedLayers: trainedLayers(of: encoder))
    report(.phase("reading pictures"))
    let examples = try examples(model) { report(.warning($0)) }
    let parts = try TowerParts(examples)
    let threads = configuration.threads
    let teacher = try teacher.map { name in
      report(.phase("asking the teacher"))
      return try TowerTeacher(name, examples: examples, threads: threads)
    }
    report(.phase("measuring"))
    let latest = LatestRecall()
    let task = TowerTask(
      towers: towers, examples: examples, training: parts.training, heldOut: parts.choosing,
      temperature: encoder.card.temperature ?? 0.07, batchSize: batchSize, seed: seed,
      threads: threads, teacher: teacher?.vectors, observe: { latest.recall = $0 })
    var settings = settings
    settings.threads = threads
    var wasInterrupted = false
    var start = ContinuousClock.now
    var firstEpochs: Int?
    let state = try Training.run(
      task, settings, checkpoint: folder.checkpointPath,
      run: identity(encoder: encoder, examples: examples, settings: settings)
    ) { state in
      if firstEpochs == nil {
        start = ContinuousClock.now
        firstEpochs = state.epochs
      }
      if state.epochs > 0, state.epochs == firstEpochs {
        report(.phase("going on after epoch \(state.epochs)"))
      } else if let recall = latest.recall {
        report(.epoch(state, of: settings.epochs, recall))
      }
      wasInterrupted = isCancelled()
      return !wasInterrupted
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    report(.phase("judging"))
    let judges = HeldOutPairs(parts.judging, of: examples, towers: towers, threads: threads)
    let trained = Array(state.best.dropLast())
    let before = judges.vectors(towers.parameters)
    let after = judges.vectors(trained)
    let recall = (
      base: judges.recall(images: before.images, texts: before.texts),
      tuned: judges.recall(images: after.images, texts: after.texts)
    )
    var result = TowerTuningReport(
      baseName: encoder.name,
      pictures: .init(
        training: parts.training.count, choosing: parts.choosing.count,
        judging: judges.imageGroups.count),
      base: recall.base, tuned: recall.tuned,
      difference: PairedDifference(of: recall.tuned.scores, from: recall.base.scores).estimate,
      history: state.history,
      seconds: seconds,
      picturesPerSecond: Double(parts.training.count * (state.epochs - (firstEpochs ?? 0)))
        / max(1e-3, seconds),
      wasInterrupted: wasInterrupted)
    if let teacher {
      let vectors = teacher.vectors.vectors(pictures: judges.pictures, texts: judges.texts)
      result.teacher = TowerTuningReport.Teacher(
        name: teacher.model.name,
        recall: judges.recall(images: vectors.images, texts: vectors.texts),
        speed: try EmbeddingSpeed(teacher: teacher.model, model: encoder))
    }
    guard !wasInterrupted else { return result }
    if result.hasGain || keepsWithoutGain {
      let card = TunedModelCard(
        name: name, parent: encoder, temperature: task.temperature(of: state.best),
        before: UnrelatedSimilarities(judges, before), after: UnrelatedSimilarities(judges, after),
        training: .object(settingsJSON + [("result", result.json)]))
      result.directory = try folder.write(trained, from: model, card: card.members)
    }
    Checkpoint.remove(folder.checkpointPath)
    return result
  }

  private func openedBase() throws -> DualEncoder {
    guard configuration.models.count == 1 else {
      throw LibraryError("towers are trained from one model; name one with --model")
    }
    let opened = try OpenedModel(configuration.models[0])
    guard let encoder = opened.model as? DualEncoder, encoder.precision == .float32 else {
      throw LibraryError(
        "the towers of \(opened.model.name) cannot be trained; those of mmsearch's own models can, "
          + "without additions such as @int8, and mmsearch tune without --towers trains a head for "
          + "any model")
    }
    return encoder
  }

  private func trainedLayers(of encoder: DualEncoder) throws(LibraryError) -> Int {
    let layers = encoder.card.text.layers
    let trained = textLayers ?? (layers + 1) / 2
    guard (0...layers).contains(trained) else {
      throw LibraryError(
        "the text tower of \(encoder.name) has \(layers) blocks; give --text-blocks from 0 to "
          + "\(layers)")
    }
    return trained
  }

  private func examples(
    _ model: TrainableModel, warn: (String) -> Void
  ) throws -> PictureExamples {
    let pictures: [CaptionedPicture]
    if let pairsPath {
      pictures = try CaptionedPicture.read(pairsPath, warn: warn)
    } else {
      pictures = try CaptionedPicture.ofLibrary(
        LibraryStore.open(configuration.databasePath, access: .readExisting),
        without: excludedItems)
    }
    return PictureExamples(
      pictures,
      judging: try heldOutPath.map { path throws(LibraryError) in
        try CaptionedPicture.read(path, warn: warn)
      } ?? [],
      model: model, limits: configuration.decodingLimits, seed: seed,
      threads: configuration.threads, warn: warn)
  }

  /// Everything that the course of training depends on.
  private func identity(
    encoder: DualEncoder, examples: PictureExamples, settings: TrainingSettings
  ) -> String {
    let pairs = examples.entries.map { "\($0.content) \($0.texts)" }.joined(separator: "\n")
    let text =
      "\(encoder.fingerprint) \(JSONValue.object(settingsJSON).text) \(examples.judgingCount)\n"
      + pairs
    return ContentHash(hashing: text).hex
  }

  private var settingsJSON: [JSONValue.Member] {
    [
      ("seed", .string("\(seed)")), ("image_blocks", .integer(imageBlocks)),
      ("text_blocks", textLayers.map(JSONValue.integer) ?? .string("half")),
      ("batch_size", .integer(batchSize)), ("epochs", .integer(settings.epochs)),
      ("learning_rate", .decimal(Double(settings.learningRate))),
      ("weight_decay", .decimal(Double(settings.weightDecay))), ("teacher", .optional(teacher)),
    ]
  }
}

/// What a task has found last of the pictures that decide on epochs.
private final class LatestRecall: Sendable {
  private let value = Mutex<PairRecall?>(nil)

  var recall: PairRecall? {
    get { value.withLock { $0 } }
    set { value.withLock { $0 = newValue } }
  }
}
