/// The records of a table of delimited text after RFC 4180: fields may be quoted, a quoted field
/// may hold delimiters and line ends, and a quote within it is written twice. Lines end with CR LF,
/// LF or CR. A quote in the middle of an unquoted field is an ordinary character.
struct DelimitedRecords {
  /// The fields of one record as bytes.
  struct Record {
    /// The line it begins on, from 1.
    let line: Int
    var fields: [[UInt8]] = []
    /// Whether something other than a delimiter followed a closing quote.
    var hasTextAfterQuote = false
    var hasNull = false

    /// Whether the line held nothing at all.
    var isBlank: Bool { fields.count == 1 && fields[0].isEmpty }
  }

  private enum State {
    case fieldStart, unquoted, quoted
    /// Behind a quote that closes the field or is the first of two.
    case quoteInQuoted
    /// Behind a closing quote and a space.
    case afterQuote
  }

  /// The most bytes of one record.
  static let recordLimit = 16 << 20

  var source: ByteSource
  let delimiter: UInt8

  init(_ source: ByteSource, delimiter: UInt8?) {
    self.delimiter = delimiter ?? Self.sniffDelimiter(of: source.lookahead)
    self.source = source
  }

  /// The next record that is not blank; nil at the end.
  mutating func next() throws(FeedError) -> Record? {
    while let record = try nextLine() {
      if !record.isBlank { return record }
    }
    return nil
  }

  private mutating func nextLine() throws(FeedError) -> Record? {
    guard try source.peek() != nil else { return nil }
    var record = Record(line: source.line)
    var field: [UInt8] = []
    var state = State.fieldStart
    var quoteLine = source.line
    var count = 0
    while let byte = try source.next() {
      count += 1
      guard count <= Self.recordLimit else {
        throw .recordTooLong(feed: source.name, line: record.line, limit: Self.recordLimit)
      }
      if byte == 0 {
        record.hasNull = true
      }
      if state == .quoted {
        if byte == UInt8(ascii: "\"") {
          state = .quoteInQuoted
        } else {
          field.append(byte)
        }
        continue
      }
      switch byte {
      case delimiter:
        record.fields.append(field)
        field.removeAll(keepingCapacity: true)
        state = .fieldStart
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if byte == UInt8(ascii: "\r") {
          if try source.peek() == UInt8(ascii: "\n") {
            _ = try source.next()
          } else {
            source.countLine()
          }
        }
        record.fields.append(field)
        return record
      case UInt8(ascii: "\"") where state == .fieldStart:
        state = .quoted
        quoteLine = source.line
      case UInt8(ascii: "\"") where state == .quoteInQuoted:
        field.append(byte)
        state = .quoted
      case UInt8(ascii: " ") where state == .quoteInQuoted || state == .afterQuote:
        state = .afterQuote
      default:
        if state == .quoteInQuoted || state == .afterQuote {
          record.hasTextAfterQuote = true
        }
        state = .unquoted
        field.append(byte)
      }
    }
    guard state != .quoted else {
      throw .unterminatedQuote(feed: source.name, line: quoteLine)
    }
    record.fields.append(field)
    return record
  }

  /// The delimiter that occurs most often outside quotes on the first line; a comma if none does.
  static func sniffDelimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let candidates = [",", ";", "\t", "|"].map { (character: Unicode.Scalar) in
      UInt8(ascii: character)
    }
    var counts = [Int](repeating: 0, count: candidates.count)
    var isQuoted = false
    var hasText = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if !isQuoted {
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
          if hasText { break }
        } else {
          hasText = true
        }
        if let candidate = candidates.firstIndex(of: byte) {
          counts[candidate] += 1
        }
      }
    }
    let best = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) }
    return best.map { counts[$0] > 0 ? candidates[$0] : candidates[0] } ?? candidates[0]
  }
}
