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
      HF_HUB_OFFLINE are honoured.

        mmsearch model add ~/models/my-clip
        mmsearch model add hf:apple/MobileCLIP-S1-OpenCLIP --name mobile
      """)

  @Argument(
    help: ArgumentHelp(
      "A folder, a file in it, or hf:ORGANISATION/NAME[@REVISION].", valueName: "model"),
    completion: .directory)
  var model: String

  @Option(help: ArgumentHelp("The name for --model (default: its own).", valueName: "name"))
  var name: String?

  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let installed: InstalledModel
    if model.hasPrefix(HubReference.prefix) {
      Interruption.finishWorkFirst()
      let display = ProgressDisplay(feedback, showsInputWarnings: false)
      defer { display.finish() }
      display.receive(.phase("downloading, kB"))
      installed = try InstalledModels.add(
        try HubReference(model), name: name, isCancelled: { Interruption.isRequested },
        progress: { done, total in
          display.receive(.progress(done: done / 1000, total: total / 1000, failed: 0))
        })
    } else {
      installed = try InstalledModels.add(Path.absolute(model), name: name)
    }
    feedback.note(
      "\(installed.name) is ready: index or ingest with --model \(installed.name), then search with it"
    )
  }
}
