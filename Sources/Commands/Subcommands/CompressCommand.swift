internal import ArgumentParser
internal import JSON
internal import Library

/// `mmsearch compress`: a smaller index, and what it misses.
struct CompressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compress",
    abstract: "Make the index smaller, after measuring what is lost.",
    discussion: """
      The index is what a search keeps in memory, a file beside the library. It can hold fewer \
      dimensions, found by principal component analysis, and fewer bits for each. \
      The vectors in the library stay whole, so --undo brings the index back as it was.

      Before anything is changed, titles and pictures of the library are asked for their ten \
      nearest pictures, of the smaller index and of the whole one. Where one kind of queries loses more than \
      one point of recall@10, the index is written only with --force.

        mmsearch compress --dimensions 128 --dry-run
        mmsearch compress --codes int8
        mmsearch compress --share 0.99 --codes binary --force
        mmsearch compress --undo

      A head that mmsearch tune trains later has vectors of its own: behind it the index is whole, until it \
      is compressed in turn.
      """)

  @Option(help: ArgumentHelp("Keep so many dimensions.", valueName: "n"))
  var dimensions: Int?

  @Option(
    help: ArgumentHelp(
      "Keep the fewest dimensions that hold this share of the vectors' squared length.",
      valueName: "0…1"))
  var share: Double?

  @Option(
    help: ArgumentHelp(
      "How scalars are held: float16, int8 with four-bit codes to look by, or binary: int8 with one-bit codes.",
      valueName: "form"))
  var codes: CompressionSummary.Codes?

  @Flag(help: "Scale the dimensions to the same spread; this changes what is near.")
  var whiten = false

  @Flag(help: "Measure and write nothing.")
  var dryRun = false

  @Flag(help: "Write however much is lost.")
  var force = false

  @Flag(help: "Bring the index back as it was.")
  var undo = false

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    let asks = dimensions != nil || share != nil || whiten || codes != nil
    if undo {
      guard !asks, !dryRun, !force else {
        throw ValidationError("--undo takes none of the other choices")
      }
      return
    }
    guard asks else {
      throw ValidationError(
        "there is nothing to make smaller; give --dimensions, --share or --codes, or --undo")
    }
    guard dimensions == nil || share == nil else {
      throw ValidationError("give one of --dimensions and --share")
    }
    if let dimensions, dimensions < 1 {
      throw ValidationError("--dimensions takes a number from 1, not \(dimensions)")
    }
    if let share, !(share > 0 && share <= 1) {
      throw ValidationError("--share takes a number above 0, up to 1, not \(share)")
    }
  }

  func run() throws {
    let configuration = library.configuration()
    let style = feedback.style(onTerminal: StandardOutput.isTerminal)
    if undo {
      let summary = try MMSearchLibrary.undoCompression(configuration)
      StandardOutput.write(
        json
          ? CompressionRendering.json(undone: summary).text + "\n"
          : CompressionRendering.text(undone: summary))
      return
    }
    var request = CompressionRequest()
    request.dimensions = dimensions.map { .count($0) } ?? share.map { .share($0) } ?? .all
    request.whitens = whiten
    request.codes = codes ?? .float16
    request.isDryRun = dryRun
    request.isForced = force
    let report = try MMSearchLibrary.compress(configuration, request) { feedback.note($0) }
    StandardOutput.write(
      json
        ? CompressionRendering.json(report).text + "\n"
        : CompressionRendering.text(report, style: style))
    if !report.isWritten, !dryRun {
      feedback.note("more than one point is lost, nothing changed; --force writes it all the same")
    }
  }
}
