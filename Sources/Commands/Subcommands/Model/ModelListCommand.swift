internal import ArgumentParser
internal import JSON
internal import Library

/// `mmsearch model list`: the models that can be used at once, and those worth a download.
struct ModelListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the models there are, and those worth a download.")

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let installed = InstalledModels.all()
    let style = feedback.style(onTerminal: StandardOutput.isTerminal)
    StandardOutput.write(
      json
        ? ModelRendering.json(installed, RecommendedModel.all).text + "\n"
        : ModelRendering.text(installed, RecommendedModel.all, style: style))
  }
}

/// `mmsearch model show`: what is known of one model.
struct ModelShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what is known of a model.")

  @Argument(help: ArgumentHelp("The model, by name or folder.", valueName: "name|dir"))
  var model = "default"

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let description = try ModelDescription(of: model)
    let style = feedback.style(onTerminal: StandardOutput.isTerminal)
    StandardOutput.write(
      json
        ? ModelRendering.json(description).text + "\n"
        : ModelRendering.text(description, style: style))
  }
}
