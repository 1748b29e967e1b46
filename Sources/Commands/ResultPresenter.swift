internal import JSON
internal import Library

/// Writes the answer to a search in the form that was asked for.
struct ResultPresenter {
  let format: ResultFormat
  let feedback: FeedbackOptions

  /// Writes results to standard output and what there is to say about them to standard error.
  ///
  /// - Throws: `ExitStatus.nothingFound` where there are no results.
  func present(_ response: SearchResponse, title: String) throws {
    for warning in response.warnings { feedback.warn(warning) }
    for correction in response.corrections {
      feedback.note(
        "no item has the word '\(correction.written)'; searched for '\(correction.corrected)'")
    }
    switch format {
    case .automatic:
      StandardOutput.write(lines(of: response.hits))
      presentAside(response)
    case .json: StandardOutput.write(ResultJSON.response(response).text + "\n")
    case .jsonLines: StandardOutput.write(ResultLines.jsonLines(response.hits))
    case .paths: StandardOutput.write(ResultLines.paths(response.hits, terminator: "\n"))
    case .nulSeparatedPaths:
      StandardOutput.write(ResultLines.paths(response.hits, terminator: "\0"))
    case .contactSheet(let path): try writeContactSheet(response, title: title, to: path)
    case .preview: presentPreview(response.hits)
    }
    StandardOutput.flush()
    if response.hits.isEmpty {
      feedback.note("nothing found")
      throw ExitStatus.nothingFound
    }
    if response.isNoGoodMatch {
      feedback.note("no good match: the best score is one that chance alone reaches")
    }
  }

  /// Facets and reasons: below the table in a terminal, beside the plain lines elsewhere.
  private func presentAside(_ response: SearchResponse) {
    let reasons = response.hits.compactMap { ExplanationRendering.text($0) }
    let counts = response.facets.map { FacetRendering.text($0) }
    for text in reasons + counts {
      if StandardOutput.isTerminal {
        StandardOutput.write(text)
      } else {
        feedback.note(String(text.dropLast()))
      }
    }
  }

  /// Pictures in a terminal that takes colours; plain lines elsewhere.
  private func presentPreview(_ hits: [SearchHit]) {
    if feedback.style(onTerminal: true).isEnabled, StandardOutput.isTerminal {
      PreviewPresenter(feedback: feedback).present(hits)
    } else {
      feedback.note("--preview needs a terminal with colours; these are plain lines")
      StandardOutput.write(lines(of: hits))
    }
  }

  private func lines(of hits: [SearchHit]) -> String {
    guard StandardOutput.isTerminal else { return ResultLines.tabSeparated(hits) }
    return ResultTable.text(
      hits, width: TerminalSize.ofOutput.columns, style: feedback.style(onTerminal: true))
  }

  private func writeContactSheet(
    _ response: SearchResponse, title: String, to path: String
  ) throws {
    let thumbnails = response.hits.map { hit in
      hit.path.flatMap { MMSearchLibrary.thumbnailJPEG(path: $0, maximumSide: 360) }
    }
    let page = ContactSheet.page(response, title: title, thumbnails: thumbnails)
    if path == "-" {
      StandardOutput.write(page)
    } else {
      try OutputFile.write(page.utf8, to: path)
      feedback.note("wrote \(Sentence.count(response.hits.count, "result")) to \(path)")
    }
  }
}
