/// What the beginning of a feed says about how it is written.
enum FeedSniffing {
  /// Passes over a UTF-8 byte order mark, and refuses what is not text in a superset of ASCII.
  static func checkEncoding(of source: ByteSource) throws(FeedError) {
    let start = Array(source.lookahead.prefix(4))
    if start.starts(with: [0xef, 0xbb, 0xbf]) {
      source.skip(3)
    } else if start.starts(with: [0xff, 0xfe]) || start.starts(with: [0xfe, 0xff]) {
      throw .notAFeed(feed: source.name, reason: "it is written in UTF-16")
    } else if start.starts(with: [0x50, 0x4b, 0x03, 0x04]) {
      throw .notAFeed(feed: source.name, reason: "it is a ZIP archive or a spreadsheet")
    } else if start.starts(with: [0x1f, 0x8b]) {
      throw .notAFeed(feed: source.name, reason: "it is compressed with gzip")
    } else if start.prefix(2).contains(0) {
      throw .notAFeed(feed: source.name, reason: "it begins with a NUL byte")
    }
    if source.lookahead.isEmpty {
      throw .empty(feed: source.name)
    }
  }

  /// The format by the name's ending where that says it, else by the first character: a bracket
  /// begins a JSON array, a brace JSON Lines, anything else a table. A `.json` file that begins
  /// with a brace is read as JSON Lines, which it often is.
  static func format(of source: ByteSource) -> FeedFormat {
    let name = source.name.lowercased()
    let first = source.lookahead.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") { return .jsonl }
    if name.hasSuffix(".csv") { return .csv }
    if name.hasSuffix(".tsv") || name.hasSuffix(".tab") { return .tsv }
    switch first {
    case UInt8(ascii: "["): return .json
    case UInt8(ascii: "{"): return .jsonl
    default: return name.hasSuffix(".json") ? .json : .csv
    }
  }
}
