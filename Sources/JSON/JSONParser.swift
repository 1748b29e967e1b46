/// A strict parser of JSON (RFC 8259): no comments, no trailing commas, no control characters or
/// invalid UTF-8 in strings, no unpaired surrogates. Time is linear in the number of bytes.
package struct JSONParser {
  /// What else a document must keep to.
  package struct Rules: Sendable {
    /// The most arrays and objects within each other, so that no document exhausts the stack.
    package let maximumDepth: Int
    /// Whether a key may come twice in an object. RFC 8259 leaves it open; where it may, all
    /// members are kept in their order.
    package let allowsRepeatedKeys: Bool

    package init(maximumDepth: Int = 64, allowsRepeatedKeys: Bool = false) {
      self.maximumDepth = maximumDepth
      self.allowsRepeatedKeys = allowsRepeatedKeys
    }
  }

  /// A string within quotes: as it stands in the document, or with its escapes resolved.
  private enum Text {
    case verbatim(Range<Int>)
    case resolved([UInt8])
  }

  private let bytes: UnsafeRawBufferPointer
  private let rules: Rules
  private var offset = 0
  private var depth = 0

  private init(_ bytes: UnsafeRawBufferPointer, rules: Rules) {
    self.bytes = bytes
    self.rules = rules
  }
}

// MARK: - Documents

extension JSONParser {
  /// The value in `bytes`, which hold nothing else but white space.
  package static func parse(
    _ bytes: UnsafeRawBufferPointer, rules: Rules = Rules()
  ) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes, rules: rules)
    let value = try parser.value()
    try parser.finish()
    return value
  }

  /// The members of the object in `bytes`, each with the place of its value there; `nil` where
  /// `bytes` hold another value.
  package static func members(
    of bytes: UnsafeRawBufferPointer, rules: Rules = Rules()
  ) throws(JSONError) -> [(member: JSONValue.Member, range: Range<Int>)]? {
    var parser = JSONParser(bytes, rules: rules)
    parser.skipWhiteSpace()
    guard parser.current == UInt8(ascii: "{") else {
      _ = try parse(bytes, rules: rules)
      return nil
    }
    var members: [(member: JSONValue.Member, range: Range<Int>)] = []
    try parser.object { key, value, range in members.append(((key, value), range)) }
    try parser.finish()
    return members
  }

  /// Calls `body` with each member of an object whose values are whole numbers, such as a large
  /// vocabulary, without building it up. The key, as UTF-8, is lent until `body` returns; whether
  /// one comes twice is left to `body`.
  package static func forEachInteger<Failure: Error>(
    in bytes: UnsafeRawBufferPointer,
    malformed: (JSONError) -> Failure,
    _ body: (UnsafeRawBufferPointer, Int) throws(Failure) -> Void
  ) throws(Failure) {
    var parser = JSONParser(bytes, rules: Rules(maximumDepth: 1))
    var isFirst = true
    while true {
      let member: (key: Text, value: Int)?
      do throws(JSONError) {
        member = try parser.nextInteger(isFirst: isFirst)
      } catch {
        throw malformed(error)
      }
      guard let member else { return }
      isFirst = false
      switch member.key {
      case .verbatim(let range):
        try body(UnsafeRawBufferPointer(rebasing: bytes[range]), member.value)
      case .resolved(let key):
        try key.withUnsafeBufferPointer { key throws(Failure) in
          try body(UnsafeRawBufferPointer(key), member.value)
        }
      }
    }
  }

  /// The next member of the object that is the document, or `nil` after its last.
  private mutating func nextInteger(isFirst: Bool) throws(JSONError) -> (key: Text, value: Int)? {
    if isFirst {
      skipWhiteSpace()
      guard accept("{") else { throw failure("an opening brace is missing") }
    }
    guard let key = try nextKey(isFirst: isFirst) else {
      try finish()
      return nil
    }
    return (key, try integer())
  }

  private mutating func finish() throws(JSONError) {
    skipWhiteSpace()
    guard offset == bytes.count else { throw failure("text follows the value") }
  }
}

// MARK: - Values

extension JSONParser {
  private mutating func value() throws(JSONError) -> JSONValue {
    skipWhiteSpace()
    guard let first = current else { throw failure("the text ends where a value should be") }
    switch first {
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      try object { key, value, _ in members.append((key, value)) }
      return .object(members)
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(string(try quoted()))
    case UInt8(ascii: "t"): return try literal("true", .boolean(true))
    case UInt8(ascii: "f"): return try literal("false", .boolean(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return .number(String(decoding: bytes[try number()], as: UTF8.self))
    }
  }

  /// Reads an object whose brace is next; `body` gets each value with its place.
  private mutating func object(
    _ body: (String, JSONValue, Range<Int>) -> Void
  ) throws(JSONError) {
    try descend()
    var keys: Set<String> = []
    var isFirst = true
    while let text = try nextKey(isFirst: isFirst) {
      isFirst = false
      let key = string(text)
      guard rules.allowsRepeatedKeys || keys.insert(key).inserted else {
        throw failure("the name \(key) comes twice")
      }
      let start = offset
      body(key, try value(), start..<offset)
    }
    depth -= 1
  }

  /// Reads up to the value of the next member of an object; `nil` is its end.
  private mutating func nextKey(isFirst: Bool) throws(JSONError) -> Text? {
    skipWhiteSpace()
    if isFirst {
      if accept("}") { return nil }
    } else {
      guard accept(",") else {
        guard accept("}") else { throw failure("a comma or a closing brace is missing") }
        return nil
      }
      skipWhiteSpace()
    }
    guard current == UInt8(ascii: "\"") else { throw failure("a name in quotes is missing") }
    let key = try quoted()
    skipWhiteSpace()
    guard accept(":") else { throw failure("a colon is missing") }
    skipWhiteSpace()
    return key
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    try descend()
    var elements: [JSONValue] = []
    skipWhiteSpace()
    if !accept("]") {
      repeat {
        elements.append(try value())
        skipWhiteSpace()
      } while accept(",")
      guard accept("]") else { throw failure("a comma or a closing bracket is missing") }
    }
    depth -= 1
    return elements
  }

  /// Reads an opening brace or bracket.
  private mutating func descend() throws(JSONError) {
    guard depth < rules.maximumDepth else {
      throw failure("values are nested more than \(rules.maximumDepth) deep")
    }
    depth += 1
    offset += 1
  }

  private mutating func literal(
    _ text: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    for byte in UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) {
      guard current == byte else { throw failure("\(text) is misspelt") }
      offset += 1
    }
    return value
  }

  /// The place of a number.
  private mutating func number() throws(JSONError) -> Range<Int> {
    let start = offset
    _ = accept("-")
    if !accept("0") { try digits() }
    if accept(".") { try digits() }
    if accept("e") || accept("E") {
      if !accept("+") { _ = accept("-") }
      try digits()
    }
    return start..<offset
  }

  private mutating func digits() throws(JSONError) {
    let start = offset
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      offset += 1
    }
    guard offset > start else { throw failure("neither a value nor a digit is here") }
  }

  /// A whole number of at most 18 digits.
  private mutating func integer() throws(JSONError) -> Int {
    let range = try number()
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    var value = 0
    for byte in bytes[range].dropFirst(isNegative ? 1 : 0) {
      guard range.count <= 18, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
        offset = range.lowerBound
        throw failure("the number is no whole one of at most 18 digits")
      }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return isNegative ? -value : value
  }
}

// MARK: - Strings

extension JSONParser {
  private func string(_ text: Text) -> String {
    switch text {
    case .verbatim(let range): String(decoding: bytes[range], as: UTF8.self)
    case .resolved(let utf8): String(decoding: utf8, as: UTF8.self)
    }
  }

  /// Reads a string whose opening quote is next. One without escapes is not copied.
  private mutating func quoted() throws(JSONError) -> Text {
    offset += 1
    let start = offset
    var seen: UInt8 = 0
    while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      seen |= byte
      offset += 1
    }
    if accept("\"") {
      let range = start..<offset - 1
      guard seen < 0x80 || String(validating: bytes[range], as: UTF8.self) != nil else {
        throw JSONError(offset: start, reason: "a string is not UTF-8")
      }
      return .verbatim(range)
    }
    var utf8 = Array(bytes[start..<offset])
    while let byte = current {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard String(validating: utf8, as: UTF8.self) != nil else {
          throw JSONError(offset: start, reason: "a string is not UTF-8")
        }
        return .resolved(utf8)
      case UInt8(ascii: "\\"):
        utf8.append(contentsOf: String(try escaped()).utf8)
      case 0..<0x20:
        offset -= 1
        throw failure("a string holds a control character or a line end")
      default:
        utf8.append(byte)
      }
    }
    throw JSONError(offset: start, reason: "a string does not end")
  }

  /// The character of an escape whose backslash was read.
  private mutating func escaped() throws(JSONError) -> Unicode.Scalar {
    guard let byte = current else { throw failure("a string ends within an escape") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default:
      offset -= 1
      throw failure("there is no such escape")
    }
    var value = try fourHexadecimalDigits()
    if (0xD800..<0xDC00).contains(value), accept("\\") {
      guard accept("u") else { throw failure("half a surrogate pair") }
      let low = try fourHexadecimalDigits()
      guard (0xDC00..<0xE000).contains(low) else { throw failure("half a surrogate pair") }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw failure("half a surrogate pair") }
    return scalar
  }

  private mutating func fourHexadecimalDigits() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("an escape needs four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }
}

// MARK: - Bytes

extension JSONParser {
  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: scalar) else { return false }
    offset += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private func failure(_ reason: String) -> JSONError { JSONError(offset: offset, reason: reason) }
}
