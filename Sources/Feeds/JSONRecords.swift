import JSON

/// The records of a feed of JSON objects: one a line, or the elements of one array. Each row has
/// columns of its own, its names; the mapping is made anew only where they change.
struct JSONRecords: FeedRecords {
  /// The mapping of the last row.
  private(set) var mapping: ColumnMapping?

  private var source: ByteSource
  private let isArray: Bool
  private let overrides: ColumnMapping.Overrides
  private var elementCount = 0
  private var names: [String] = []

  /// The most bytes of one object.
  static let recordLimit = 16 << 20

  init(
    _ source: ByteSource, isArray: Bool, overrides: ColumnMapping.Overrides
  ) throws(FeedError) {
    self.source = source
    self.isArray = isArray
    self.overrides = overrides
    if isArray {
      try skipWhiteSpace()
      guard try self.source.next() == UInt8(ascii: "[") else {
        throw malformed("it does not begin with an array")
      }
    }
  }

  mutating func next() throws(FeedError) -> [FeedRecordEvent]? {
    guard let piece = isArray ? try nextElement() : try nextLine() else { return nil }
    return [try event(of: piece)]
  }

  private mutating func event(of piece: Piece) throws(FeedError) -> FeedRecordEvent {
    guard let bytes = piece.bytes else {
      return .rejected(
        RejectedRow(row: piece.number, reason: "it is longer than \(Self.recordLimit) bytes"))
    }
    let members: [(member: JSONValue.Member, range: Range<Int>)]?
    do {
      members = try bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
        try JSONParser.members(
          of: UnsafeRawBufferPointer(bytes), rules: .init(allowsRepeatedKeys: true))
      }
    } catch {
      return .rejected(
        RejectedRow(
          row: piece.number, reason: "it is not JSON at byte \(error.offset): \(error.reason)"))
    }
    guard let members else {
      return .rejected(RejectedRow(row: piece.number, reason: "it is not a JSON object"))
    }
    return .record(
      FeedRecord(
        rowNumber: piece.number,
        values: members.map { Self.value($0.member.value, source: bytes[$0.range]) }),
      try mapping(of: members.map(\.member.key)))
  }

  private mutating func mapping(of names: [String]) throws(FeedError) -> ColumnMapping {
    if let mapping, names == self.names { return mapping }
    let mapping = try ColumnMapping(columns: names, overrides: overrides, requiresColumns: false)
    self.mapping = mapping
    self.names = names
    return mapping
  }

  /// A value as text: nested ones as written, arrays of plain values as lists.
  private static func value(
    _ value: JSONValue, source: ArraySlice<UInt8>
  ) -> FeedRecord.Value {
    switch value {
    case .null: return .text("")
    case .boolean(let value): return .text(value ? "true" : "false")
    case .number(let text), .string(let text): return .text(text)
    case .object: return .text(String(decoding: source, as: UTF8.self))
    case .array(let elements):
      var texts: [String] = []
      for element in elements {
        switch element {
        case .number(let text), .string(let text): texts.append(text)
        case .null, .boolean, .array, .object:
          return .text(String(decoding: source, as: UTF8.self))
        }
      }
      return .list(texts)
    }
  }

  /// One record's place in the feed and its bytes; nil bytes if it is too long.
  private typealias Piece = (number: Int, bytes: [UInt8]?)

  /// The next line that is not blank.
  private mutating func nextLine() throws(FeedError) -> Piece? {
    while try source.peek() != nil {
      let number = source.line
      var bytes: [UInt8] = []
      var count = 0
      while let byte = try source.next(), byte != UInt8(ascii: "\n") {
        count += 1
        if count <= Self.recordLimit {
          bytes.append(byte)
        }
      }
      if count > Self.recordLimit { return (number, nil) }
      if !bytes.allSatisfy(Self.isWhiteSpace) { return (number, bytes) }
    }
    return nil
  }

  /// The next element of the array, found by its brackets and quotes alone.
  private mutating func nextElement() throws(FeedError) -> Piece? {
    try skipWhiteSpace()
    let first = try source.peek()
    if elementCount > 0 || first == UInt8(ascii: "]") {
      guard let separator = try source.next() else { throw malformed("the array does not end") }
      if separator == UInt8(ascii: "]") {
        try skipWhiteSpace()
        guard try source.peek() == nil else { throw malformed("text follows the array") }
        return nil
      }
      guard separator == UInt8(ascii: ",") else {
        throw malformed("a comma is missing between elements")
      }
      try skipWhiteSpace()
    }
    elementCount += 1
    return (elementCount, try element())
  }

  private mutating func element() throws(FeedError) -> [UInt8]? {
    let line = source.line
    var bytes: [UInt8] = []
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    var count = 0
    while let byte = try source.peek() {
      if !isQuoted, depth == 0, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") { break }
      _ = try source.next()
      count += 1
      if count <= Self.recordLimit {
        bytes.append(byte)
      }
      if isQuoted {
        isQuoted = byte != UInt8(ascii: "\"") || isEscaped
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isQuoted = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      if depth < 0 { throw malformed("a brace closes nothing") }
      let isClosing = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
      if isClosing, depth == 0 { break }
    }
    guard depth == 0, !isQuoted else {
      throw .malformedDocument(
        feed: source.name, line: line, reason: "the element that begins here does not end")
    }
    return count > Self.recordLimit ? nil : bytes
  }

  private mutating func skipWhiteSpace() throws(FeedError) {
    while let byte = try source.peek(), Self.isWhiteSpace(byte) {
      _ = try source.next()
    }
  }

  private static func isWhiteSpace(_ byte: UInt8) -> Bool {
    [0x20, 0x09, 0x0a, 0x0d].contains(byte)
  }

  private func malformed(_ reason: String) -> FeedError {
    .malformedDocument(feed: source.name, line: source.line, reason: reason)
  }
}
