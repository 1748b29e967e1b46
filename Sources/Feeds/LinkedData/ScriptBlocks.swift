/// The JSON-LD in an HTML page: the contents of its `script` elements of the type
/// `application/ld+json`, found in one pass without reading the rest of the page as HTML.
struct ScriptBlocks {
  private let source: ByteSource

  /// The most bytes of a tag that is looked at.
  private static let tagLimit = 1 << 16

  init(_ source: ByteSource) {
    self.source = source
  }

  /// The next block; nil at the end of the page. A block whose `bytes` are nil is longer than
  /// ``JSONPieces/limit``.
  func next() throws(FeedError) -> (bytes: [UInt8]?, line: Int)? {
    while let tag = try nextTag() {
      if tag == "!--" {
        try skipComment()
        continue
      }
      guard tag.hasPrefix("script") else { continue }
      let line = source.line
      let content = try content()
      if tag.contains("application/ld+json") { return (content, line) }
    }
    return nil
  }

  /// The next tag in lower case without its angle brackets; `!--` where a comment begins.
  private func nextTag() throws(FeedError) -> String? {
    while true {
      let bytes = try source.nextBytes()
      if bytes.isEmpty { return nil }
      let count = bytes.firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
      let lines = bytes[..<count].count { $0 == UInt8(ascii: "\n") }
      source.advance(by: count, lines: lines)
      guard try source.next() != nil else { continue }
      // A sign in a text is no tag.
      guard let first = try source.peek(), first > 0x20, !(0x30...0x3e).contains(first) else {
        continue
      }
      var tag: [UInt8] = []
      while let byte = try source.next(), byte != UInt8(ascii: ">") {
        if tag.count < Self.tagLimit { tag.append(byte) }
        if tag.elementsEqual("!--".utf8) { break }
      }
      return String(decoding: tag, as: UTF8.self).lowercased()
    }
  }

  private func skipComment() throws(FeedError) {
    var hyphens = 0
    while let byte = try source.next() {
      if byte == UInt8(ascii: ">"), hyphens >= 2 { return }
      hyphens = byte == UInt8(ascii: "-") ? hyphens + 1 : 0
    }
  }

  /// Reads up to the end tag of a script; nil if that is too much.
  private func content() throws(FeedError) -> [UInt8]? {
    let line = source.line
    let end = Array("</script".utf8)
    var content: [UInt8] = []
    var length = 0
    var matched = 0
    while let byte = try source.next() {
      length += 1
      if length <= JSONPieces.limit { content.append(byte) }
      let lower = (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
      matched = lower == end[matched] ? matched + 1 : lower == end[0] ? 1 : 0
      if matched == end.count {
        return length <= JSONPieces.limit ? Array(content.dropLast(end.count)) : nil
      }
    }
    throw .malformedDocument(
      feed: source.name, line: line, reason: "the script that begins here does not end")
  }
}
