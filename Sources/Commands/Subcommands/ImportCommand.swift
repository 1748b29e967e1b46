internal import ArgumentParser
internal import Library

/// `mmsearch import`: vectors that other programs made.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take over the vectors of rclip, clip-retrieval or llm, or a NumPy file.",
    discussion: """
      Reads the database of rclip, a collection of llm, a folder of clip-retrieval with its \
      metadata as JSON Lines or CSV, or a .npy matrix with --items, as mmsearch export writes \
      them. Where a picture is there, its vector belongs to its content, so that index has \
      nothing left to do; where it is not, it can be found but not shown.

      --model names what made the vectors, where the source does not. A model that is here by \
      that name answers words and pictures; of any other its vectors find what is like an item.

        mmsearch import ~/.local/share/rclip/db.sqlite3
        mmsearch import embeddings/ --model ViT-B/32
        mmsearch import vectors.npy --items items.jsonl
        mmsearch similar ~/Pictures/cat.jpg --model ViT-B/32
      """)

  @Argument(
    help: ArgumentHelp("A database, a folder or a matrix.", valueName: "path"), completion: .file())
  var path: String

  @Option(
    help: ArgumentHelp(
      "What each row of a matrix is, as JSON Lines or CSV.", valueName: "file"),
    completion: .file(extensions: ["jsonl", "csv"]))
  var items: String?

  @Option(help: ArgumentHelp("Which collection of llm.", valueName: "name"))
  var collection: String?

  @Option(
    help: ArgumentHelp("Where relative paths begin (default: beside the file).", valueName: "dir"),
    completion: .directory)
  var imageRoot: String?

  @Option(
    help: ArgumentHelp("Write vectors that cannot be used as JSON lines.", valueName: "file"),
    completion: .file())
  var errors: String?

  @Flag(help: "Exit with 3 if a vector could not be used.")
  var strict = false

  @Flag(help: "End with one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    guard library.model.count <= 1 else {
      throw ValidationError("--model names the one model that made the vectors")
    }
  }

  func run() throws {
    var request = ImportRequest(path: Path.absolute(path))
    request.items = items.map(Path.absolute)
    request.collection = collection
    request.imageRoot = imageRoot.map(Path.absolute)
    request.model = library.model.first
    let run = IngestRun(
      feedback: feedback, isStrict: strict, writesJSON: json, errorsPath: errors)
    var model = ""
    try run { isCancelled, report in
      let outcome: IngestReport
      (outcome, model) = try MMSearchLibrary.importVectors(
        library.configuration(), request, isCancelled: isCancelled, report: report)
      return outcome
    }
    feedback.note("the vectors are of the model \(Sentence.printable(model))")
  }
}
