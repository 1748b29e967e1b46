internal import ArgumentParser
internal import Library

/// The form in which results are written.
enum ResultFormat: Equatable {
  /// A table in a terminal, tab-separated lines elsewhere.
  case automatic
  case json
  case jsonLines
  case paths
  case nulSeparatedPaths
  case contactSheet(path: String)
  case preview
}

/// The output options of a search; at most one may be given.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Write one JSON object.")
  var json = false

  @Flag(help: "Write a JSON object a line.")
  var jsonl = false

  @Flag(
    name: [.customShort("f"), .long],
    help: "Write only paths, one a line; results without a picture do not count.")
  var paths = false

  @Flag(name: [.customShort("0"), .long], help: "Write only paths, each ended by a NUL.")
  var print0 = false

  @OptionGroup var page: PageOptions

  @Flag(help: "Show thumbnails in the terminal.")
  var preview = false

  func validate() throws {
    let chosen = [json, jsonl, paths, print0, page.html != nil, preview].count { $0 }
    guard chosen <= 1 else {
      throw ValidationError("choose one of --json, --jsonl, -f, -0, --html and --preview")
    }
  }

  /// Answers a request with as many results as were asked for that this output can show.
  func response(
    to request: SearchRequest, answer: (SearchRequest) throws -> SearchResponse
  ) throws -> SearchResponse {
    switch format {
    case .paths, .nulSeparatedPaths: try PicturedAnswer.best(request, answer: answer)
    default: try answer(request)
    }
  }

  var format: ResultFormat {
    if json { return .json }
    if jsonl { return .jsonLines }
    if paths { return .paths }
    if print0 { return .nulSeparatedPaths }
    if let html = page.html { return .contactSheet(path: html) }
    return preview ? .preview : .automatic
  }
}
