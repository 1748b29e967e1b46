/// Cuts a feed into JSON values by their brackets and quotes alone, so that one value at a time is
/// in memory and a wrong one does not spoil its neighbours.
struct JSONPieces {
  /// One value's place in the feed and its bytes.
  struct Piece {
    /// The line of JSON Lines, else which element of the array or document of the feed it is.
    let number: Int
    /// The value; nil if it is longer than ``JSONPieces/limit``.
    let bytes: [UInt8]?
  }

  /// The most bytes of one value.
  static let limit = 16 << 20

  private let source: ByteSource
  private var elementCount = 0
  /// How many arrays and objects surround the array whose elements are read.
  private var surroundingDepth = 0
  /// Whether the document that was entered has an empty array in place of one of objects.
  private var isEmpty = false

  init(_ source: ByteSource) {
    self.source = source
  }

  /// The next line that is not blank; nil at the end.
  func line() throws(FeedError) -> Piece? {
    while try !source.nextBytes().isEmpty {
      let number = source.line
      var line: [UInt8] = []
      var length = 0
      var isComplete = false
      while !isComplete {
        let bytes = try source.nextBytes()
        if bytes.isEmpty { break }
        let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
        let count = end ?? bytes.count
        length += count
        if length <= Self.limit { line.append(contentsOf: bytes[..<count]) }
        isComplete = end != nil
        source.advance(by: count + (isComplete ? 1 : 0), lines: isComplete ? 1 : 0)
      }
      if length > Self.limit { return Piece(number: number, bytes: nil) }
      if !line.allSatisfy(FeedSniffing.isWhiteSpace) { return Piece(number: number, bytes: line) }
    }
    return nil
  }

  /// The next of several documents on end; nil at the end.
  mutating func document() throws(FeedError) -> Piece? {
    try skipWhiteSpace()
    guard let first = try source.peek() else { return nil }
    guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
      throw malformed("an object or an array is missing")
    }
    elementCount += 1
    return Piece(number: elementCount, bytes: try value())
  }

  /// Passes over the bracket of the array that is the whole document.
  func enterArray() throws(FeedError) {
    try skipWhiteSpace()
    guard try source.next() == UInt8(ascii: "[") else {
      throw malformed("it does not begin with an array")
    }
  }

  /// Passes over the beginning of a document up to the elements of the first array of objects in
  /// it, wherever it is; of one that is the value of `key` where that is given. A document whose
  /// arrays are empty has no elements.
  mutating func enterFirstArrayOfObjects(named key: String? = nil) throws(FeedError) {
    var depth = 0
    var text: [UInt8] = []
    var isCandidate = false
    while let byte = try source.peek() {
      if isCandidate, byte == UInt8(ascii: "{") {
        surroundingDepth = depth - 1
        isEmpty = false
        return
      }
      _ = try source.next()
      if isCandidate, byte == UInt8(ascii: "]") { isEmpty = true }
      if !FeedSniffing.isWhiteSpace(byte) { isCandidate = false }
      switch byte {
      case UInt8(ascii: "\""):
        text = try string()
      case UInt8(ascii: "{"):
        depth += 1
      case UInt8(ascii: "["):
        depth += 1
        isCandidate = key.map { text.elementsEqual($0.utf8) } ?? true
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        guard depth >= 0 else { throw malformed("a brace closes nothing") }
      default:
        break
      }
    }
    guard depth == 0 else { throw malformed("the document does not end") }
    guard isEmpty else {
      throw .notAFeed(feed: source.name, reason: "it holds no list of objects")
    }
  }

  /// The next element of the array that was entered; nil at the end of the feed.
  mutating func element() throws(FeedError) -> Piece? {
    if isEmpty { return nil }
    try skipWhiteSpace()
    let first = try source.peek()
    if elementCount > 0 || first == UInt8(ascii: "]") {
      guard let separator = try source.next() else { throw malformed("the array does not end") }
      if separator == UInt8(ascii: "]") {
        try leaveArray()
        return nil
      }
      guard separator == UInt8(ascii: ",") else {
        throw malformed("a comma is missing between elements")
      }
      try skipWhiteSpace()
    }
    elementCount += 1
    return Piece(number: elementCount, bytes: try value())
  }

  /// Passes over what surrounds the array.
  private func leaveArray() throws(FeedError) {
    var depth = surroundingDepth
    while depth > 0 {
      guard let byte = try source.next() else { throw malformed("the document does not end") }
      switch byte {
      case UInt8(ascii: "\""): _ = try string()
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
    }
    try skipWhiteSpace()
    guard try source.peek() == nil else { throw malformed("text follows the document") }
  }

  /// Passes over a string whose opening quote was read; its first bytes as written.
  private func string() throws(FeedError) -> [UInt8] {
    var text: [UInt8] = []
    while let byte = try source.next() {
      if byte == UInt8(ascii: "\"") { return text }
      if text.count < 64 { text.append(byte) }
      if byte == UInt8(ascii: "\\") { _ = try source.next() }
    }
    throw malformed("a string does not end")
  }

  /// Reads one value, up to the comma or bracket behind it; nil if it is too long.
  private func value() throws(FeedError) -> [UInt8]? {
    let line = source.line
    var state = ValueState()
    var value: [UInt8] = []
    var length = 0
    while !state.isComplete {
      let bytes = try source.nextBytes()
      if bytes.isEmpty { break }
      let (count, lines) = state.read(bytes)
      length += count
      if length <= Self.limit { value.append(contentsOf: bytes[..<count]) }
      source.advance(by: count, lines: lines)
    }
    if state.depth < 0 { throw malformed("a brace closes nothing") }
    guard state.depth == 0, !state.isQuoted else {
      throw .malformedDocument(
        feed: source.name, line: line, reason: "the element that begins here does not end")
    }
    return length > Self.limit ? nil : value
  }

  /// How far into a value one is.
  private struct ValueState {
    private(set) var depth = 0
    private(set) var isQuoted = false
    private(set) var isComplete = false
    private var isEscaped = false

    /// Reads on in `bytes`: how many of them belong to the value, and the line feeds in them.
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> (count: Int, lines: Int) {
      var lines = 0
      for index in bytes.indices {
        let byte = bytes[index]
        if byte == UInt8(ascii: "\n") { lines += 1 }
        if isQuoted {
          isQuoted = byte != UInt8(ascii: "\"") || isEscaped
          isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
          continue
        }
        switch byte {
        case UInt8(ascii: "\""):
          isQuoted = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          depth += 1
        case UInt8(ascii: "}") where depth == 0:
          depth = -1
          isComplete = true
          return (index, lines)
        case UInt8(ascii: "]") where depth == 0, UInt8(ascii: ",") where depth == 0:
          isComplete = true
          return (index, lines)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if depth == 0 {
            isComplete = true
            return (index + 1, lines)
          }
        default:
          break
        }
      }
      return (bytes.count, lines)
    }
  }

  private func skipWhiteSpace() throws(FeedError) {
    while let byte = try source.peek(), FeedSniffing.isWhiteSpace(byte) {
      _ = try source.next()
    }
  }

  private func malformed(_ reason: String) -> FeedError {
    .malformedDocument(feed: source.name, line: source.line, reason: reason)
  }
}
