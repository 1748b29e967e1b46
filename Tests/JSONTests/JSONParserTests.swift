import Testing

@testable import JSON

@Suite("The JSON parser")
struct JSONParserTests {
  func parse(
    _ bytes: some Collection<UInt8>, rules: JSONParser.Rules = .init()
  ) throws -> JSONValue {
    try Array(bytes).withUnsafeBytes { try JSONParser.parse($0, rules: rules) }
  }

  @Test(
    "What RFC 8259 allows is read",
    arguments: [
      ("null", .null), (" true\n", .boolean(true)), ("false", .boolean(false)),
      ("0", .number("0")), ("-0.10", .number("-0.10")), ("1E+05", .number("1E+05")),
      ("12345678901234567890123", .number("12345678901234567890123")),
      (#""""#, .string("")), (#""\"\\\/\b\f\n\r\t\u0041""#, .string("\"\\/\u{8}\u{c}\n\r\tA")),
      (#""\uD834\udd1e""#, .string("𝄞")), (#""aé\u00e9\ud83d\udc36é""#, .string("aéé🐶é")),
      ("\"\u{7f}é𝄞\"", .string("\u{7f}é𝄞")),
      ("[]", .array([])), ("[1, [ ]]", .array([.number("1"), .array([])])), ("{}", .object([])),
      (
        #" { "a" : [ 1 , -2.5e3 , true , false , null ] , "b" : { } , "" : "x" } "#,
        .object([
          (
            "a",
            .array([.number("1"), .number("-2.5e3"), .boolean(true), .boolean(false), .null])
          ),
          ("b", .object([])), ("", .string("x")),
        ])
      ),
    ] as [(String, JSONValue)])
  func valid(text: String, value: JSONValue) throws {
    #expect(try parse(text.utf8) == value)
  }

  @Test(
    "What it does not allow is refused",
    arguments: [
      "", " ", "nul", "nulll", "truth", "True", "01", "-", "1.", "1.e", ".5", "+1", "--1", "1e",
      "0x1", "NaN", "1 2", "\"", "\"\n\"", "\"\u{0}\"", "\"a\\n\n\"", #""\x""#, #""\u12""#,
      #""\u12g4""#, #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#, "'a'", "[", "[1", "[1,",
      "[1,]", "[,1]", "[1 2]", "]", "{", "{\"a\"", "{\"a\"}", "{\"a\":", "{\"a\":}", "{\"a\":1",
      "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}", "}", "/* */ 1", "[1}", "{\"a\":1]",
      "\u{b}1", "{\"a\":1,\"a\":2}",
    ])
  func invalid(text: String) {
    #expect(throws: JSONError.self) { try parse(text.utf8) }
  }

  @Test(
    "Strings that are not UTF-8 are refused, with an escape and without",
    arguments: [[0xff], [0xc3], [0xed, 0xa0, 0x80]] as [[UInt8]], [[], [0x5c, 0x6e]] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8], escape: [UInt8]) {
    #expect(throws: JSONError(offset: 1, reason: "a string is not UTF-8")) {
      try parse([0x22] + escape + bytes + [0x22])
    }
  }

  @Test(
    "An error says where and what",
    arguments: [
      ("[1, nul]", 7, "null is misspelt"), ("[1 2]", 3, "a comma or a closing bracket is missing"),
      ("{\"a\":1,}", 7, "a name in quotes is missing"),
      ("[\"a\\x\"]", 4, "there is no such escape"),
      ("1 2", 2, "text follows the value"), ("[\"ab", 2, "a string does not end"),
      ("-x", 1, "neither a value nor a digit is here"),
    ])
  func errors(text: String, offset: Int, reason: String) {
    #expect(throws: JSONError(offset: offset, reason: reason)) { try parse(text.utf8) }
  }

  @Test("Nesting is limited, so that no document exhausts the stack", arguments: [16, 64])
  func depth(limit: Int) throws {
    func nested(_ depth: Int) -> [UInt8] {
      [UInt8](repeating: UInt8(ascii: "["), count: depth)
        + [UInt8](repeating: UInt8(ascii: "]"), count: depth)
    }
    let rules = JSONParser.Rules(maximumDepth: limit)
    _ = try parse(nested(limit), rules: rules)
    #expect(throws: JSONError.self) { try parse(nested(limit + 1), rules: rules) }
    #expect(throws: JSONError.self) { try parse(nested(1_000_000), rules: rules) }
    let siblings = "[" + Array(repeating: "[[]]", count: 100).joined(separator: ",") + "]"
    _ = try parse(siblings.utf8, rules: JSONParser.Rules(maximumDepth: 3))
  }

  @Test("A key that comes twice is an error, or kept in its order where the rules allow it")
  func repeatedKeys() throws {
    let text = #"{"a":1,"\u0061":null}"#
    #expect(throws: JSONError.self) { try parse(text.utf8) }
    #expect(
      try parse(text.utf8, rules: .init(allowsRepeatedKeys: true))
        == .object([("a", .number("1")), ("a", .null)]))
  }

  @Test("The members of an object come with the place of their values")
  func members() throws {
    func members(_ text: String) throws -> [(member: JSONValue.Member, range: Range<Int>)]? {
      try Array(text.utf8).withUnsafeBytes { try JSONParser.members(of: $0) }
    }
    let text = #" {"a" : [1, [ ]] ,"b":{"c": "\n"}, "d":-1.50 } "#
    let found = try #require(try members(text))
    #expect(found.map(\.member.key) == ["a", "b", "d"])
    #expect(
      found.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) }
        == ["[1, [ ]]", #"{"c": "\n"}"#, "-1.50"])
    #expect(found[1].member.value == .object([("c", .string("\n"))]))
    #expect(try members(" [1] ") == nil)
    #expect(throws: JSONError.self) { try members("[1") }
    #expect(throws: JSONError.self) { try members("{} 1") }
  }

  @Test("An object of whole numbers is read member by member")
  func integers() throws {
    func integers(_ text: String) throws -> [String] {
      var found: [String] = []
      try Array(text.utf8).withUnsafeBytes { bytes in
        try JSONParser.forEachInteger(in: bytes, malformed: { $0 }) {
          (key, value) throws(JSONError) in
          found.append("\(String(decoding: key, as: UTF8.self))=\(value)")
        }
      }
      return found
    }
    #expect(
      try integers(#" {"a":0, "\u00e9\"" : -17 ,"":999999999999999999} "#)
        == ["a=0", "é\"=-17", "=999999999999999999"])
    #expect(try integers("{}") == [])
    for text in [
      "", "[]", "{", "{\"a\":1", "{\"a\":1.5}", "{\"a\":1e3}", "{\"a\":01}", "{\"a\":\"1\"}",
      "{\"a\":{}}", "{\"a\":1} 2", "{\"a\":1,}", "{\"a\":9999999999999999999}",
    ] {
      #expect(throws: JSONError.self, "\(text)") { try integers(text) }
    }
  }
}
