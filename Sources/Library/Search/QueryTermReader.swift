/// Reads the terms of a query one after another, over its UTF-8 bytes and in one pass.
struct QueryTermReader {
  private let bytes: [UInt8]
  /// Whether lone `+` and `-` separate terms; otherwise everything is one term.
  private let hasOperators: Bool
  /// Whether quotes stay in a text, for a search that knows phrases.
  private let keepsQuotes: Bool
  private var position = 0
  private var termNumber = 0

  init(_ query: String, hasOperators: Bool = true, keepsQuotes: Bool = false) {
    bytes = Array(query.utf8)
    self.hasOperators = hasOperators
    self.keepsQuotes = keepsQuotes
  }

  /// The next term, or nil at the end of the query.
  mutating func next() throws(LibraryError) -> SearchTerm? {
    skipWhiteSpace()
    guard position < bytes.count else { return nil }
    termNumber += 1
    let start = position
    var isRepelling = false
    if isAtOperator {
      isRepelling = bytes[position] == UInt8(ascii: "-")
      let sign = isRepelling ? "-" : "+"
      position += 1
      skipWhiteSpace()
      guard position < bytes.count else {
        throw LibraryError("nothing follows the last '\(sign)' of the query; \(Self.quoteAdvice)")
      }
      guard !isAtOperator else {
        throw LibraryError(
          "'\(sign)' is followed by another operator before term \(termNumber) of the query; "
            + Self.quoteAdvice)
      }
    }
    var term = try readTerm(from: start)
    if isRepelling { term.weight.negate() }
    return term
  }

  private static let quoteAdvice =
    "write words or @PATH after it, or put a plus or minus sign that is meant literally in quotes"

  private mutating func readTerm(from start: Int) throws(LibraryError) -> SearchTerm {
    let isImage = bytes[position] == UInt8(ascii: "@")
    if isImage { position += 1 }
    let isQuotedPath = isImage && position < bytes.count && bytes[position] == UInt8(ascii: "\"")
    let body = try readBody(from: start, isImage: isImage)
    let (scalars, weight) = try separateWeight(of: body, from: start)
    let content = String(decoding: scalars, as: UTF8.self)
    guard !scalars.isEmpty else {
      throw error(
        isImage ? "has no path after '@'; write @PATH, as in @room.jpg" : "is empty; give it words",
        from: start)
    }
    if body.unquotedStart == 0, let path = Self.spokenPicture(in: scalars) {
      return SearchTerm(.image(path: MMSearchLibrary.expandingHome(path)), weight: weight)
    }
    if !isQuotedPath { try refuseForgottenPlus(in: body, isImage: isImage, from: start) }
    let path = MMSearchLibrary.expandingHome(content)
    return SearchTerm(isImage ? .image(path: path) : .text(content), weight: weight)
  }

  /// A term without its quotes; only bytes from `unquotedStart` on may state a weight.
  private struct Body {
    var scalars: [UInt8] = []
    var unquotedStart = 0
  }

  private mutating func readBody(
    from start: Int, isImage: Bool
  ) throws(LibraryError) -> Body {
    var body = Body()
    let first = position
    while position < bytes.count {
      let byte = bytes[position]
      let isAtWordStart = position == first || Self.isWhiteSpace(bytes[position - 1])
      if isAtWordStart && position > first && isAtOperator { break }
      if byte == UInt8(ascii: "\""), isImage ? position == first : isAtWordStart {
        position += 1
        let quote = keepsQuotes && !isImage ? [UInt8(ascii: "\"")] : []
        body.scalars += quote
        try readQuoted(into: &body, from: start)
        body.scalars += quote
      } else {
        body.scalars.append(byte)
        position += 1
      }
    }
    while let last = body.scalars.last, body.scalars.count > body.unquotedStart,
      Self.isWhiteSpace(last)
    {
      body.scalars.removeLast()
    }
    return body
  }

  private mutating func readQuoted(into body: inout Body, from start: Int) throws(LibraryError) {
    while position < bytes.count {
      var byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        body.unquotedStart = body.scalars.count
        return
      }
      if byte == UInt8(ascii: "\\"), position < bytes.count,
        bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "\\")
      {
        byte = bytes[position]
        position += 1
      }
      body.scalars.append(byte)
    }
    throw error("opens a quote that nothing closes; add the closing \"", from: start)
  }

  /// Takes `*w` off the end of a term; a star that no number follows is part of the text.
  private func separateWeight(
    of body: Body, from start: Int
  ) throws(LibraryError) -> (scalars: [UInt8], weight: Double) {
    let tail = body.scalars[body.unquotedStart...]
    guard let star = tail.lastIndex(of: UInt8(ascii: "*")) else { return (body.scalars, 1) }
    var digits = tail[(star + 1)...]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative { digits = digits.dropFirst() }
    let hasNumberScalarsOnly = digits.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
    }
    guard hasNumberScalarsOnly, let weight = Double(String(decoding: digits, as: UTF8.self))
    else { return (body.scalars, 1) }
    var scalars = Array(body.scalars[..<star])
    while let last = scalars.last, scalars.count > body.unquotedStart, Self.isWhiteSpace(last) {
      scalars.removeLast()
    }
    guard !scalars.isEmpty else { return (body.scalars, 1) }
    guard !isNegative, weight > 0, weight.isFinite else {
      throw error(
        "has a weight that is not above 0; write the term after ' - ' to stay away from it",
        from: start)
    }
    return (scalars, weight)
  }

  /// Throws where a picture stands beside words without an operator between them.
  private func refuseForgottenPlus(
    in body: Body, isImage: Bool, from start: Int
  ) throws(LibraryError) {
    guard body.scalars.contains(UInt8(ascii: ".")) else { return }
    let words = body.scalars.split(whereSeparator: Self.isWhiteSpace)
    let suspects = isImage ? words.dropLast() : words.filter { $0.first == UInt8(ascii: "@") }[...]
    guard body.unquotedStart == 0, words.count > 1,
      suspects.contains(where: Self.endsLikePicture)
    else { return }
    throw error(
      "has a picture and words side by side; put ' + ' between them, or quotes around a path with "
        + "white space: @\"my room.jpg\"",
      from: start)
  }

  /// The path in a term that is spoken, as `like @chair.jpg but in`; nil where other words than such
  /// stand around it.
  private static func spokenPicture(in scalars: [UInt8]) -> String? {
    let words = scalars.split(whereSeparator: isWhiteSpace).map {
      String(decoding: $0, as: UTF8.self)
    }
    let pictures = words.filter { $0.hasPrefix("@") && $0.count > 1 }
    let others = words.filter { !$0.hasPrefix("@") }.map { $0.lowercased() }
    guard pictures.count == 1, words.count > 1, others.allSatisfy(fillers.contains) else {
      return nil
    }
    return String(pictures[0].dropFirst())
  }

  private static let fillers: Set<String> = [
    "like", "similar", "to", "as", "but", "in", "with", "and", "more", "rather",
  ]

  private static func endsLikePicture(_ word: ArraySlice<UInt8>) -> Bool {
    let ending = String(decoding: word.suffix(5), as: UTF8.self).lowercased()
    return [".jpg", ".jpeg", ".png", ".webp"].contains { ending.hasSuffix($0) }
  }

  private func error(_ problem: String, from start: Int) -> LibraryError {
    let excerpt = String(decoding: bytes[start..<position], as: UTF8.self)
    let shown = excerpt.count > 40 ? excerpt.prefix(39) + "…" : excerpt[...]
    return LibraryError("term \(termNumber) of the query (\(shown)) \(problem)")
  }

  /// Whether a `+` or `-` that stands alone begins here.
  private var isAtOperator: Bool {
    guard hasOperators, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
    else { return false }
    return position + 1 == bytes.count || Self.isWhiteSpace(bytes[position + 1])
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count, Self.isWhiteSpace(bytes[position]) { position += 1 }
  }

  private static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
