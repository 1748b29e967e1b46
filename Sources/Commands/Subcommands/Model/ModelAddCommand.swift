internal import ArgumentParser
internal import Library

/// `mmsearch model add`: a model gets a name, and is downloaded where it is not here yet.
struct ModelAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Give a model a name; download it where it is not here yet.",
    discussion: """
      A folder, or one of its files, is pointed to where it lies. hf:ORGANISATION/NAME is downloaded \
      with curl; a download that breaks off goes on with the same command. HF_ENDPOINT, HF_TOKEN and \
      HF_HUB_OFFLINE are honoured. With --precision a copy is stored whose weights take a half or a quarter \
      of the disk and of the memory, and what that changes is measured with texts and with pictures of the \
      demo catalogue.

        mmsearch model add ~/models/my-clip
        mmsearch model add hf:apple/MobileCLIP-S1-OpenCLIP --name mobile
        mmsearch model add ~/models/my-clip --name my-clip-8 --precision int8
      """)

  @Argument(
    help: ArgumentHelp(
      "A folder, a file in it, or hf:ORGANISATION/NAME[@REVISION].", valueName: "model"),
    completion: .directory)
  var model: String

  @Option(help: ArgumentHelp("The name for --model (default: its own).", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp("Store the weights as float16 or int8.", valueName: "numbers"),
    transform: StoredPrecision.init(named:))
  var precision: StoredPrecision?

  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let installed: InstalledModel
    if let precision {
      let compressed = try compressed(to: precision)
      feedback.note(ModelRendering.sentence(compressed))
      installed = compressed.model
    } else if model.hasPrefix(HubReference.prefix) {
      installed = try withDownload { progress in
        try InstalledModels.add(
          try HubReference(model), name: name, isCancelled: { Interruption.isRequested },
          progress: progress)
      }
    } else {
      installed = try InstalledModels.add(Path.absolute(model), name: name)
    }
    feedback.note(
      "\(installed.name) is ready: index or ingest with --model \(installed.name), then search with it"
    )
  }

  private func compressed(to precision: StoredPrecision) throws -> CompressedModel {
    guard model.hasPrefix(HubReference.prefix) else {
      return try InstalledModels.add(
        Path.absolute(model), name: name, compressedTo: precision, threads: 2)
    }
    return try withDownload { progress in
      try InstalledModels.add(
        try HubReference(model), name: name, compressedTo: precision, threads: 2,
        isCancelled: { Interruption.isRequested }, progress: progress)
    }
  }

  /// Shows how far a download is.
  private func withDownload<Result>(
    _ body: ((_ done: Int, _ total: Int) -> Void) throws -> Result
  ) throws -> Result {
    Interruption.finishWorkFirst()
    let display = ProgressDisplay(feedback, showsInputWarnings: false)
    defer { display.finish() }
    display.receive(.phase("downloading, kB"))
    return try body { done, total in
      display.receive(.progress(done: done / 1000, total: total / 1000, failed: 0))
    }
  }
}

extension StoredPrecision {
  /// The precision of an option's value.
  fileprivate init(named name: String) throws {
    guard let precision = StoredPrecision(rawValue: name) else {
      throw ValidationError("weights are stored as float16 or int8, not as \(name)")
    }
    self = precision
  }
}
