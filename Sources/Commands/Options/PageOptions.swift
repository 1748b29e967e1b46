internal import ArgumentParser

/// Where a page with thumbnails is written.
struct PageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a page with thumbnails that needs no other file ('-': to standard output).",
      valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?
}
