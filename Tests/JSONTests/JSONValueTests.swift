import Foundation
import Testing

@testable import JSON

@Suite("JSON values")
struct JSONValueTests {
  @Test("are read back by Foundation as they were written")
  func roundTrip() throws {
    let text =
      String(String.UnicodeScalarView((1...0x2FF).compactMap { Unicode.Scalar($0) })) + "猫😀"
    let value = JSONValue.object([
      ("text", .string(text)), ("null", .null), ("yes", .boolean(true)),
      (
        "list",
        .array([.integer(-3), .decimal(0.1), .decimal(1e300), .decimal(-1e-7), .decimal(2)])
      ),
      ("not a number", .decimal(.nan)), ("infinite", .decimal(-.infinity)),
    ])
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(value.text.utf8)) as? [String: Any])
    #expect(read["text"] as? String == text)
    #expect(read["list"] as? [Double] == [-3, 0.1, 1e300, 0, 2])
    #expect(read["not a number"] is NSNull && read["infinite"] is NSNull && read["null"] is NSNull)
    #expect(read["yes"] as? Bool == true)
  }

  @Test("write numbers short")
  func numbers() {
    let values = [0.31415926535, 2.0, -0.0, 1e15, 123_456_789.125, 5e-7]
    let texts = values.map { JSONValue.decimal($0).text }
    #expect(texts == ["0.314159", "2", "0", "1000000000000000", "123456789.125", "1e-06"])
  }

  @Test("keep numbers as they were written, and say which are whole")
  func wholeNumbers() {
    #expect(JSONValue.number("1.50").text == "1.50")
    #expect(JSONValue.integer(.min).integer == .min)
    #expect(JSONValue.number("1.0").integer == nil && JSONValue.string("1").integer == nil)
    #expect(JSONValue.number("9223372036854775808").integer == nil)
  }
}
