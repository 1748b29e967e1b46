internal import FoundationEssentials
internal import JSON
internal import Library

/// Many queries from one file, answered with one load of the model, a JSON line each.
struct QueryFile {
  /// One line of the file.
  private struct Line: Decodable {
    let query: String?
    let image: String?
    let like: [String]?
    let unlike: [String]?
    let k: Int?
    let `where`: String?
  }

  /// The file, or `-` for standard input.
  let path: String
  let answer: AnswerOptions
  let feedback: FeedbackOptions
  let isStrict: Bool

  /// Answers every line in order; an empty line is passed over.
  ///
  /// - Throws: `ExitStatus` where nothing was found at all, or a line failed and the run is strict.
  func answer(from configuration: LibraryConfiguration) throws {
    let lines = try InputFile.bytes(of: path)
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let library = try MMSearchLibrary(opening: configuration)
    let searcher = try library.searcher()
    var failures = 0
    var found = false
    for (offset, bytes) in lines.enumerated() where bytes.contains(where: { $0 > 0x20 }) {
      do {
        let line = try line(bytes)
        let recommended = try library.recommendation(
          liking: line.like ?? [], avoiding: line.unlike ?? [])
        let response = try searcher.answer(
          request(line, recommended), leavesOutSources: !recommended.isEmpty)
        found = found || !response.hits.isEmpty
        StandardOutput.write(ResultJSON.response(response).text + "\n")
      } catch {
        failures += 1
        let message = JSONValue.object([
          ("schema", .integer(1)), ("line", .integer(offset + 1)),
          ("error", .string(Sentence.onOneLine("\(error)"))),
        ])
        StandardOutput.write(message.text + "\n")
      }
      StandardOutput.flush()
    }
    if failures > 0 { feedback.warn("\(Sentence.count(failures, "line")) of \(path) failed") }
    if failures > 0, isStrict { throw ExitStatus.someInputsFailed }
    if !found, failures == 0 { throw ExitStatus.nothingFound }
  }

  private func line(_ bytes: ArraySlice<UInt8>) throws -> Line {
    guard let line = try? JSONDecoder().decode(Line.self, from: Data(bytes)) else {
      throw LibraryError(
        "the line is no JSON object with \"query\" (text), \"image\" (path), \"like\" and "
          + "\"unlike\" (lists of ids), \"where\" (condition) and \"k\" (number)")
    }
    return line
  }

  private func request(_ line: Line, _ recommended: [SearchTerm]) throws -> SearchRequest {
    let isRecommendation = !recommended.isEmpty && line.query == nil && line.image == nil
    let terms =
      try isRecommendation
      ? []
      : QueryExpression.parse(
        words: line.query.map { [$0] } ?? [], images: line.image.map { [$0] } ?? [],
        mode: answer.mode)
    var request = try answer.request(for: terms + recommended)
    if let `where` = line.where { request.filter = try FilterExpression(`where`) }
    if let count = line.k {
      guard count >= 1 else { throw LibraryError("\"k\" is a number from 1 on, not \(count)") }
      request.count = count
    }
    return request
  }
}
