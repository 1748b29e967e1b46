internal import ArgumentParser
internal import Library

/// `mmsearch model remove`: a model's vectors leave the library, and the model this machine.
struct ModelRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove a model and its vectors.",
    discussion: """
      Its vectors leave the library, whose file becomes smaller. Its name is taken away, and its files \
      are deleted if they were downloaded; a folder of your own stays.

        mmsearch model remove vit
        mmsearch model remove default --vectors-only
      """)

  @Argument(
    help: ArgumentHelp("The model, by name, folder or fingerprint.", valueName: "name|dir"))
  var model: String

  @Flag(help: "Keep the model; remove its vectors from the library alone.")
  var vectorsOnly = false

  @Flag(help: "Remove the vectors though nothing can be found without them.")
  var force = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let installed = vectorsOnly ? nil : InstalledModels.model(named: model)
    let vectors = try MMSearchLibrary.removeVectors(
      library.configuration(), ofModel: model, isForced: force)
    if let vectors {
      feedback.note(
        "\(Sentence.count(vectors.count, "vector")) of \(vectors.model) removed from the library, "
          + "which takes \(Sentence.byteCount(vectors.freedBytes)) less")
    }
    if let installed {
      let bytes = try InstalledModels.remove(installed)
      feedback.note(
        installed.isLink
          ? "\(installed.name) is no name any more; \(installed.directory) stays"
          : "\(installed.directory) deleted: \(Sentence.byteCount(bytes))")
    }
    guard vectors != nil || installed != nil else {
      throw LibraryError(
        "no model is called '\(model)' and the library has no vectors of one; "
          + "mmsearch model list and mmsearch info show those there are")
    }
  }
}
