/// The records of a table of delimited text after RFC 4180: fields may be quoted, a quoted field
/// may hold delimiters and line ends, and a quote within it is written twice. Lines end with CR LF,
/// LF or CR. A quote in the middle of an unquoted field is an ordinary character.
struct DelimitedRecords {
  /// One record: the bytes of its fields on end.
  struct Record {
    /// The line it begins on, from 1.
    fileprivate(set) var line = 1
    /// Whether something other than a delimiter followed a closing quote.
    fileprivate(set) var hasTextAfterQuote = false
    fileprivate(set) var hasNull = false

    fileprivate var bytes: [UInt8] = []
    /// Where each field ends in the bytes.
    fileprivate var ends: [Int] = []

    var fieldCount: Int { ends.count }

    /// The bytes of a field, without its quotes.
    func field(_ index: Int) -> ArraySlice<UInt8> {
      bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    /// Whether the line held nothing at all.
    fileprivate var isBlank: Bool { fieldCount == 1 && bytes.isEmpty }

    fileprivate mutating func begin(line: Int) {
      self.line = line
      hasTextAfterQuote = false
      hasNull = false
      bytes.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
    }

    fileprivate mutating func endField() {
      if ends.count <= DelimitedRecords.fieldLimit {
        ends.append(bytes.count)
      } else {
        ends[ends.count - 1] = bytes.count
      }
    }
  }

  private enum State {
    case fieldStart, unquoted, quoted
    /// Behind a quote that closes the field or is the first of two.
    case quoteInQuoted
    /// Behind a closing quote and a space.
    case afterQuote
    /// Behind a carriage return, which ended the record.
    case carriageReturn
  }

  /// The most fields of one record; what is beyond is one more field.
  static let fieldLimit = 200_000
  /// The most bytes of one record.
  static let recordLimit = 16 << 20

  let source: ByteSource
  let delimiter: UInt8
  /// The record that was read last.
  private(set) var record = Record()

  /// Records from `source` on.
  init(_ source: ByteSource, delimiter: UInt8) {
    self.source = source
    self.delimiter = delimiter
  }

  /// Reads the next record that is not blank into ``record``; false at the end.
  mutating func readNext() throws(FeedError) -> Bool {
    while try readLine() {
      if !record.isBlank { return true }
    }
    return false
  }

  private mutating func readLine() throws(FeedError) -> Bool {
    guard try !source.nextBytes().isEmpty else { return false }
    record.begin(line: source.line)
    var state = State.fieldStart
    var quoteLine = source.line
    var length = 0
    while true {
      let bytes = try source.nextBytes()
      if bytes.isEmpty {
        if state == .carriageReturn { return true }
        guard state != .quoted else {
          throw .unterminatedQuote(feed: source.name, line: quoteLine)
        }
        record.endField()
        return true
      }
      let (count, lines, isComplete) = read(
        bytes, state: &state, quoteLine: &quoteLine, line: source.line)
      source.advance(by: count, lines: lines)
      if isComplete { return true }
      length += count
      guard length <= Self.recordLimit else {
        throw .recordTooLong(feed: source.name, line: record.line, limit: Self.recordLimit)
      }
    }
  }

  /// Reads on in `bytes`, the first of which is on `line`: how many are read, the lines in them,
  /// and whether the record ends there.
  private mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, state: inout State, quoteLine: inout Int, line: Int
  ) -> (count: Int, lines: Int, isComplete: Bool) {
    var index = 0
    var lines = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch state {
      case .quoted:
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
          if bytes[index] == UInt8(ascii: "\n") { lines += 1 }
          if bytes[index] == 0 { record.hasNull = true }
          index += 1
        }
        record.bytes.append(contentsOf: bytes[start..<index])
        if index < bytes.count {
          index += 1
          state = .quoteInQuoted
        }
        continue
      case .carriageReturn:
        let isPair = byte == UInt8(ascii: "\n")
        // A carriage return alone ends a line, too.
        return (index + (isPair ? 1 : 0), lines + 1, true)
      case .fieldStart where byte == UInt8(ascii: "\""):
        state = .quoted
        quoteLine = line + lines
        index += 1
        continue
      case .quoteInQuoted where byte == UInt8(ascii: "\""):
        record.bytes.append(byte)
        state = .quoted
        index += 1
        continue
      case .quoteInQuoted, .afterQuote:
        if byte == UInt8(ascii: " "), byte != delimiter {
          state = .afterQuote
          index += 1
          continue
        }
        if byte != delimiter, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
          record.hasTextAfterQuote = true
        }
        state = .unquoted
      case .fieldStart, .unquoted:
        break
      }
      let start = index
      while index < bytes.count {
        let byte = bytes[index]
        if byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
        if byte == 0 { record.hasNull = true }
        index += 1
      }
      record.bytes.append(contentsOf: bytes[start..<index])
      guard index < bytes.count else {
        if index > start { state = .unquoted }
        break
      }
      record.endField()
      let end = bytes[index]
      index += 1
      switch end {
      case delimiter: state = .fieldStart
      case UInt8(ascii: "\n"): return (index, lines + 1, true)
      default: state = .carriageReturn
      }
    }
    return (index, lines, false)
  }
}
