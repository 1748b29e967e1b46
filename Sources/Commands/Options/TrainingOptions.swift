internal import ArgumentParser
internal import Library
internal import Tuning

/// What is trained, and how.
struct TrainingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("What is minimised.", valueName: "loss"))
  var loss = LabelLoss.supcon

  @Option(
    help: ArgumentHelp(
      "The form of the head (default: skip; of pairs linear).", valueName: "head"))
  var head: HeadKind?

  @Option(help: ArgumentHelp("The most passes over the training set.", valueName: "n"))
  var epochs: Int?

  @Option(help: ArgumentHelp("Records that are compared with each other.", valueName: "n"))
  var batchSize: Int?

  @Option(help: ArgumentHelp("The highest learning rate.", valueName: "x"))
  var learningRate: Float?

  @Option(help: ArgumentHelp("The margin of triplets, in cosines.", valueName: "x"))
  var margin: Float?

  @Option(help: ArgumentHelp("The negatives of triplets.", valueName: "mining"))
  var mining: TripletMining?

  @Option(help: ArgumentHelp("What cosines are divided by at first.", valueName: "x"))
  var temperature: Float?

  @Option(help: ArgumentHelp("The seed of all that is random.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The name of the head (default: that of the field or the file), or of the new model.",
      valueName: "name"))
  var name: String?

  @Flag(help: "Keep the result even if it gains nothing on what was held out.")
  var force = false

  func validate() throws {
    func check<Value: Comparable>(
      _ name: String, _ value: Value?, _ range: ClosedRange<Value>
    ) throws {
      guard let value, !range.contains(value) else { return }
      throw ValidationError(
        "--\(name) takes a number from \(range.lowerBound) to \(range.upperBound), not \(value)")
    }
    try check("epochs", epochs, 1...10_000)
    try check("batch-size", batchSize, 8...8192)
    try check("learning-rate", learningRate, 1e-7...1)
    try check("margin", margin, 0...2)
    try check("temperature", temperature, 0.01...10)
    if let name, name.isEmpty || name == "none" {
      throw ValidationError("--name takes the name of a head, which 'none' is not")
    }
  }

  /// The plan for vectors with labels.
  func plan(threads: Int) -> VectorTuning {
    var plan = VectorTuning(head: head ?? .skip, loss: loss, seed: seed)
    plan.settings.threads = threads
    if let epochs { plan.settings.epochs = epochs }
    if let learningRate { plan.settings.learningRate = learningRate }
    if let batchSize { plan.batchSize = batchSize }
    if let margin { plan.lossSettings.margin = margin }
    if let mining { plan.lossSettings.mining = mining }
    if let temperature { plan.lossSettings.temperature = temperature }
    return plan
  }

  /// The request for what a library holds.
  func request(_ source: TuningRequest.Source, threads: Int) -> TuningRequest {
    var request = TuningRequest(source, head: head, loss: loss)
    request.settings.threads = threads
    request.lossSettings = plan(threads: threads).lossSettings
    if let epochs { request.settings.epochs = epochs }
    if let learningRate { request.settings.learningRate = learningRate }
    if let batchSize { request.batchSize = batchSize }
    request.seed = seed
    request.name = name
    request.isForced = force
    return request
  }
}
