internal import ArgumentParser
internal import JSON
internal import Library

/// `mmsearch ingest`: a product feed into the library.
struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Put the products of a feed into the library.",
    discussion: """
      Columns are recognised by their names; --dry-run shows how, with three sample rows, and --map \
      corrects it. The fields are id, group, title, description, image, additional_images, alt, \
      price, currency, sale_price, brand, category, tags, color, size, gender, material, gtin, mpn, \
      availability and url; any other column is kept as an attribute. A product whose picture is \
      missing or broken is still found by its words. Only what changed is read again.

        mmsearch ingest products.csv --dry-run
        mmsearch ingest products.csv --map title=Name --map image=photo --image-root photos
        curl -s https://shop.example/feed.jsonl | mmsearch ingest - --format jsonl
      """)

  /// How a feed is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case auto, csv, tsv, json, jsonl, xml, jsonld
  }

  @Argument(
    help: ArgumentHelp("The feed, or '-' for standard input.", valueName: "feed"),
    completion: .file(extensions: [
      "csv", "tsv", "txt", "json", "jsonl", "xml", "jsonld", "html", "gz",
    ]))
  var feed: String

  @Option(
    help: ArgumentHelp(
      "The format of the feed; auto: by its contents.", valueName: "format"))
  var format = Format.auto

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Read a field from this column.", valueName: "field=column"))
  var map: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where relative paths of pictures start (default: the folder of the feed).", valueName: "dir"),
    completion: .directory)
  var imageRoot: String?

  @Flag(help: "Show the mapping and three rows, and change nothing.")
  var dryRun = false

  @Flag(help: "Remove products that are not in the feed any more.")
  var prune = false

  @Flag(help: "Exit with 3 if a picture or a row failed.")
  var strict = false

  @Option(
    help: ArgumentHelp("Write rejected rows as JSON lines.", valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var errors: String?

  @Flag(help: "End with one JSON object.")
  var json = false

  @OptionGroup(title: "Library") var library: LibraryOptions
  @OptionGroup(title: "Messages") var feedback: FeedbackOptions

  func validate() throws {
    _ = try mapping()
  }

  func run() throws {
    let source = feed == "-" ? "-" : Path.absolute(feed)
    let mapping = try mapping()
    if dryRun {
      let preview = try MMSearchLibrary.dryRun(
        feed: source, format: format.rawValue, mapping: mapping)
      for warning in preview.warnings { feedback.warn(warning) }
      let text =
        json
        ? FeedPreviewRendering.json(preview).text + "\n"
        : FeedPreviewRendering.text(
          preview, width: StandardOutput.isTerminal ? TerminalSize.ofOutput.columns : 100,
          style: feedback.style(onTerminal: StandardOutput.isTerminal))
      StandardOutput.write(text)
      return
    }
    let run = IngestRun(
      feedback: feedback, isStrict: strict, writesJSON: json, errorsPath: errors)
    try run { isCancelled, report in
      try MMSearchLibrary.ingest(
        library.configuration(), feed: source, format: format.rawValue,
        mapping: mapping, imageRoot: imageRoot.map(Path.absolute), prune: prune,
        isCancelled: isCancelled, report: report)
    }
  }

  /// The columns by field, as given with `--map`.
  private func mapping() throws -> [String: String] {
    var result: [String: String] = [:]
    for pair in map {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
        throw ValidationError("--map takes field=column, not '\(pair)'")
      }
      guard result.updateValue(String(sides[1]), forKey: String(sides[0])) == nil else {
        throw ValidationError("--map gives the field \(sides[0]) twice")
      }
    }
    return result
  }
}
