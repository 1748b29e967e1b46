internal import JSON
internal import Library

/// Search results for other programs: one record a result.
enum ResultLines {
  /// `score<TAB>path-or-id<TAB>title`, the score with four decimals, white space in titles made spaces.
  static func tabSeparated(_ hits: [SearchHit]) -> String {
    hits.map { hit in
      let title = (hit.title ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return "\(Sentence.fixed(hit.score, decimals: 4))\t\(hit.path ?? hit.id)\t\(title)\n"
    }.joined()
  }

  /// The paths alone, each followed by `terminator`; results without a picture have none.
  static func paths(_ hits: [SearchHit], terminator: String) -> String {
    hits.compactMap(\.path).map { $0 + terminator }.joined()
  }

  /// A JSON object a line.
  static func jsonLines(_ hits: [SearchHit]) -> String {
    hits.map { ResultJSON.hit($0).text + "\n" }.joined()
  }
}
