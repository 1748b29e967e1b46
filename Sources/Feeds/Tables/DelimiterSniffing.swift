/// Which character separates the fields of a table.
enum DelimiterSniffing {
  /// Rows that are looked at; more would not change the answer.
  private static let rowLimit = 20

  /// The candidate among comma, semicolon, tab and bar that gives the header and the rows behind it
  /// the same number of fields most often; of equals the one with more fields; a comma where there
  /// is one column.
  static func delimiter(of start: UnsafeBufferPointer<UInt8>) -> UInt8 {
    let candidates = ["\t", ";", "|", ","].map { (character: Unicode.Scalar) in
      UInt8(ascii: character)
    }
    var best = (delimiter: UInt8(ascii: ","), agreement: 0.0, fields: 1)
    for candidate in candidates {
      let counts = fieldCounts(of: start, delimiter: candidate)
      guard let header = counts.first, header > 1 else { continue }
      let agreement = Double(counts.count { $0 == header }) / Double(counts.count)
      if (agreement, header) > (best.agreement, best.fields) {
        best = (candidate, agreement, header)
      }
    }
    return best.delimiter
  }

  /// The number of fields of the header and of the first rows, of what is whole in `bytes`.
  private static func fieldCounts(
    of bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8
  ) -> [Int] {
    var counts: [Int] = []
    var count = 1
    var length = 0
    var isQuoted = false
    for byte in bytes {
      let isLineEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      if isLineEnd, !isQuoted {
        if length > 0 { counts.append(count) }
        if counts.count == rowLimit { return counts }
        (count, length) = (1, 0)
        continue
      }
      length += 1
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == delimiter, !isQuoted {
        count += 1
      }
    }
    if counts.isEmpty || length > 0 && !isQuoted { counts.append(count) }
    return counts
  }
}

extension DelimiterSniffing {
  /// The delimiter that a first line such as `sep=;`, as spreadsheets write it, names, and the
  /// length of that line.
  static func declaration(
    in start: UnsafeBufferPointer<UInt8>
  ) -> (delimiter: UInt8, length: Int)? {
    let line = start.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard line.count == 5,
      line.prefix(4).map({ $0 | 0x20 }).elementsEqual("sep=".utf8.map { $0 | 0x20 })
    else { return nil }
    let ends = start[line.endIndex...].prefix(2).prefix {
      $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
    }
    return (line[4], line.count + ends.count)
  }
}
