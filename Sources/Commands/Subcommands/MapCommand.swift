internal import ArgumentParser
internal import Library

/// `mmsearch map`: the library as a plane of points.
struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Draw the library as a map on which alike pictures lie together.",
    discussion: """
      Writes one page that needs no other program: every item with a picture is a point, coloured \
      by the value of a field. The page zooms and pans, shows the picture under the pointer, finds \
      ids and titles, and copies the path of what is clicked.

        mmsearch map --out map.html --by category
        mmsearch map --out map.html --layout pca
        mmsearch map --out map.html --by brand --limit 5000 --thumbnails embedded

      --layout neighbors places items so that their nearest neighbours are beside them, as UMAP \
      does: groups are true, distances between groups are not. --layout pca is the plane in which \
      the vectors vary most. The same library gives the same page.

      --thumbnails embedded keeps small pictures in the page, about 3 kB each; linked shows the \
      files where they lie; auto embeds those of up to 2000 items.
      """)

  /// Where the page has its pictures from.
  enum Thumbnails: String, CaseIterable, ExpressibleByArgument {
    case auto, embedded, linked
  }

  @Option(
    help: ArgumentHelp("Write the page here ('-': to standard output).", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var out: String

  @Option(
    help: ArgumentHelp("The field whose values have colours.", valueName: "field"))
  var by: String?

  @Option(help: ArgumentHelp("Where items are placed.", valueName: "layout"))
  var layout = MapRequest.Layout.neighbors

  @Option(
    help: ArgumentHelp(
      "The most items; of more a sample is drawn (default: 50000).", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("Decides the sample and the layout (default: 1).", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Where pictures come from.", valueName: "kind"))
  var thumbnails = Thumbnails.auto

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  /// Pictures of more items than these would make a page of more than about 7 MB.
  private static let mostEmbedded = 2000
  private static let thumbnailSide = 112

  func validate() throws {
    if let limit, limit < 1 {
      throw ValidationError("--limit takes a number from 1 on, not \(limit)")
    }
  }

  func run() throws {
    var request = MapRequest()
    request.field = by
    request.layout = layout
    if let limit { request.limit = limit }
    if let seed { request.seed = seed }
    let opened = try MMSearchLibrary(opening: library.configuration())
    let display = ProgressDisplay(feedback, showsInputWarnings: false)
    display.receive(.phase("placing"))
    let map: LibraryMap
    do {
      defer { display.finish() }
      map = try opened.map(request) {
        display.receive(.progress(done: $0, total: $1, failed: 0))
      }
    }
    if map.points.count < map.items {
      feedback.note(
        "drew \(Sentence.grouped(map.points.count)) of \(Sentence.count(map.items, "item")); "
          + "--limit takes more")
    }
    let isEmbedding =
      thumbnails == .embedded || thumbnails == .auto && map.points.count <= Self.mostEmbedded
    let page = MapPage.page(map) { path in
      isEmbedding
        ? MMSearchLibrary.thumbnailJPEG(path: path, maximumSide: Self.thumbnailSide) : nil
    }
    guard out != "-" else { return StandardOutput.write(page) }
    try OutputFile.write(page.utf8, to: out)
    feedback.note("wrote \(Sentence.count(map.points.count, "item")) to \(out)")
  }
}
