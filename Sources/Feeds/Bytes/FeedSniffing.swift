/// What the beginning of a feed says about how it is written.
enum FeedSniffing {
  /// Passes over a UTF-8 byte order mark, and refuses what is not text in a superset of ASCII.
  static func checkEncoding(of source: ByteSource) throws(FeedError) {
    let start = Array(source.unread.prefix(4))
    if start.starts(with: [0xef, 0xbb, 0xbf]) {
      source.skip(3)
    } else if start.starts(with: [0x50, 0x4b, 0x03, 0x04]) {
      throw .notAFeed(feed: source.name, reason: "it is a ZIP archive or a spreadsheet")
    } else if start.prefix(2).contains(0) {
      throw .notAFeed(feed: source.name, reason: "it begins with a NUL byte")
    }
    if source.unread.isEmpty {
      throw .empty(feed: source.name)
    }
  }

  /// The format by the first bytes, whatever the feed's name is: a bracket begins a JSON array, a
  /// brace JSON Lines or an object around an array, an angle bracket XML or an HTML page, anything
  /// else a table.
  static func format(of start: UnsafeBufferPointer<UInt8>) -> FeedFormat {
    switch start.first(where: { !isWhiteSpace($0) }) {
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      let outline = JSONOutline(of: start)
      if outline.isLinkedData { return .jsonld }
      return outline.isLines ? .jsonl : .json
    case UInt8(ascii: "<"):
      return isPage(start) ? .jsonld : .xml
    default:
      return DelimiterSniffing.delimiter(of: start) == UInt8(ascii: "\t") ? .tsv : .csv
    }
  }

  /// Whether XML or HTML that begins so is a page rather than a feed: by its document type or its
  /// first element.
  private static func isPage(_ start: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = start[...]
    while let opening = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[(opening + 1)...]
      let head = String(decoding: rest.prefix(64), as: UTF8.self).lowercased()
      if head.hasPrefix("!doctype") {
        return head.dropFirst(8).drop(while: \.isWhitespace).hasPrefix("html")
      }
      if head.hasPrefix("!--") {
        guard let end = rest.indices.first(where: { rest[$0...].starts(with: "-->".utf8) }) else {
          return false
        }
        rest = rest[end...]
      } else if !head.hasPrefix("?") {
        let name = head.prefix { $0.isLetter }
        return ["html", "head", "body", "script", "meta", "title", "div", "main"].contains(name)
      }
    }
    return false
  }

  static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
  }
}
