internal import ArgumentParser
internal import Library

/// `mmsearch index`: folders and files of photos into the library.
struct IndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Put folders and files of photos into the library.",
    discussion: """
      Only what is new or changed is read; a renamed or copied photo costs nothing. Stop it at any \
      moment: the same command goes on from there. A photo that is gone is kept as offline and left \
      out of results until it returns. A photo that cannot be read stops nothing: mmsearch broken \
      lists it with the reason.

        mmsearch index ~/Pictures
        mmsearch index ~/Pictures /mnt/camera --exclude '*.tmp.jpg' --exclude Trash
        find . -name '*.jpg' -mtime -7 -print0 | mmsearch index --files-from - -0
      """)

  @Argument(help: ArgumentHelp("Folders and files.", valueName: "path"), completion: .file())
  var paths: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Leave out what matches, by name or path below the folder.", valueName: "glob"))
  var exclude: [String] = []

  @Option(
    help: ArgumentHelp(
      "Read paths from a file, one a line ('-': standard input).", valueName: "file"),
    completion: .file())
  var filesFrom: String?

  @Flag(
    name: [.customShort("0"), .customLong("null")], help: "Paths of --files-from end with a NUL.")
  var isNulSeparated = false

  @Flag(help: "Remove photos that are not there any more.")
  var prune = false

  @Flag(help: "Exit with 3 if a photo could not be read.")
  var strict = false

  @Flag(help: "End with one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    guard !paths.isEmpty || filesFrom != nil else {
      throw ValidationError(
        "there is nothing to index; name a folder, as in mmsearch index ~/Pictures")
    }
    guard !isNulSeparated || filesFrom != nil else {
      throw ValidationError("-0 goes with --files-from")
    }
  }

  func run() throws {
    let separator = isNulSeparated ? 0 : UInt8(ascii: "\n")
    let files = try filesFrom.map { try PathList.read(from: $0, separator: separator) } ?? []
    let run = IngestRun(feedback: feedback, isStrict: strict, writesJSON: json)
    try run { isCancelled, report in
      try MMSearchLibrary.index(
        library.configuration(), paths: paths.map(Path.absolute),
        listedFiles: files.map(Path.absolute), excluding: exclude, prune: prune,
        isCancelled: isCancelled, report: report)
    }
  }
}
