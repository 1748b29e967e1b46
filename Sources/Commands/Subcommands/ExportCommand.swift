internal import ArgumentParser
internal import Library

/// `mmsearch export`: vectors for other programs, and what each stands for.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the vectors for other programs, and what each stands for.",
    discussion: """
      As a NumPy file and JSON lines, where row n of the matrix is line n of the items; or with \
      --format as a new database of rclip or llm, or a new folder of clip-retrieval. What is \
      written can be imported again. rclip has one model, ViT-B-32-256/datacomp_s34b_b86k, and \
      only vectors of that one mean anything to it.

        mmsearch export --vectors vectors.npy --items items.jsonl
        mmsearch export --format llm --to collections.db
        mmsearch export --format clip-retrieval --to embeddings/
        mmsearch export --format rclip --to db.sqlite3 --model vit-b-32-256
      """)

  @Option(help: ArgumentHelp("Whose format is written.", valueName: "format"))
  var format = ExportFormat.npy

  @Option(
    help: ArgumentHelp("The matrix to write.", valueName: "file.npy"),
    completion: .file(extensions: ["npy"]))
  var vectors: String?

  @Option(
    help: ArgumentHelp("The lines to write.", valueName: "file.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var items: String?

  @Option(
    help: ArgumentHelp("The database or folder to write.", valueName: "path"), completion: .file())
  var to: String?

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    if format == .npy {
      guard vectors != nil, items != nil, to == nil else {
        throw ValidationError("an export needs --vectors and --items, or --format and --to")
      }
    } else {
      guard to != nil, vectors == nil, items == nil else {
        throw ValidationError(
          "--format \(format.rawValue) needs --to, in place of --vectors and --items")
      }
    }
  }

  func run() throws {
    let opened = try MMSearchLibrary(opening: library.configuration())
    let path = Path.absolute(to ?? "")
    let rows =
      switch format {
      case .npy: try opened.export(vectorsPath: vectors ?? "", itemsPath: items ?? "")
      case .rclip: try opened.exportForRclip(to: path)
      case .clipRetrieval: try opened.exportForClipRetrieval(to: path)
      case .llm: try opened.exportForLLM(to: path)
      }
    let files = to ?? "\(vectors ?? "") and \(items ?? "")"
    feedback.note("wrote \(Sentence.count(rows, "vector")) to \(files)")
  }
}
