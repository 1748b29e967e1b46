internal import ArgumentParser
internal import Library

/// `mmsearch export`: vectors as a NumPy matrix, and what each row is.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the vectors as a NumPy file, and what each row is as JSON lines.",
    discussion: """
      Row n of the matrix is line n of the items.

        mmsearch export --vectors vectors.npy --items items.jsonl
      """)

  @Option(
    help: ArgumentHelp("The matrix to write.", valueName: "file.npy"),
    completion: .file(extensions: ["npy"]))
  var vectors: String

  @Option(
    help: ArgumentHelp("The lines to write.", valueName: "file.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var items: String

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func run() throws {
    let rows = try MMSearchLibrary(opening: library.configuration())
      .export(vectorsPath: vectors, itemsPath: items)
    feedback.note("wrote \(Sentence.count(rows, "vector")) to \(vectors) and \(items)")
  }
}
