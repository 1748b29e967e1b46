internal import ArgumentParser
internal import Library
internal import Tuning

/// Training the towers of a model in place of a head behind it.
struct TowerOptions: ParsableArguments {
  @Flag(
    help:
      "Train the last blocks of both towers with pictures and captions, into a new model.")
  var towers = false

  @Option(
    help: ArgumentHelp(
      "Pictures and captions that judge, in place of a tenth of the others.",
      valueName: "pairs.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var heldOut: String?

  @Option(help: ArgumentHelp("Blocks of the image tower that are trained.", valueName: "n"))
  var imageBlocks: Int?

  @Option(
    help: ArgumentHelp(
      "Blocks of the text tower that are trained (default: half of them).", valueName: "n"))
  var textBlocks: Int?

  func validate() throws {
    guard towers else {
      guard heldOut == nil, imageBlocks == nil, textBlocks == nil else {
        throw ValidationError("--held-out, --image-blocks and --text-blocks belong to --towers")
      }
      return
    }
    if let imageBlocks, !TowerTuning.imageBlockRange.contains(imageBlocks) {
      let range = TowerTuning.imageBlockRange
      throw ValidationError(
        "--image-blocks takes a number from \(range.lowerBound) to \(range.upperBound), "
          + "not \(imageBlocks)")
    }
    if let textBlocks, textBlocks < 0 {
      throw ValidationError("--text-blocks takes a number from 0 on, not \(textBlocks)")
    }
  }

  /// The training that these options and those of all training describe.
  func request(
    name: String, pairsPath: String?, teacher: String?, training: TrainingOptions,
    _ configuration: LibraryConfiguration
  ) -> TowerTuning {
    var request = TowerTuning(configuration: configuration, name: name)
    request.pairsPath = pairsPath.map(Path.absolute)
    request.heldOutPath = heldOut.map(Path.absolute)
    request.teacher = teacher
    if let imageBlocks { request.imageBlocks = imageBlocks }
    request.textLayers = textBlocks
    if let batchSize = training.batchSize { request.batchSize = batchSize }
    if let epochs = training.epochs { request.settings.epochs = epochs }
    if let learningRate = training.learningRate { request.settings.learningRate = learningRate }
    request.seed = training.seed
    request.keepsWithoutGain = training.force
    return request
  }
}
