import Foundation
import Testing

@testable import Commands

@Suite("Texts for people")
struct TextTests {
  @Test("numbers with fixed decimals are those of printf, but for the sign of zero")
  func fixedDecimals() {
    for number in [0, 0.3, -0.25, 1.005, 12_345.678, -99.999, 1e-9, 0.0625] {
      for decimals in 0...4 {
        let power = pow(10, Double(decimals))
        // printf rounds the binary value; the product is rounded here, so ties are left out.
        guard abs((number * power).truncatingRemainder(dividingBy: 1)) != 0.5 else { continue }
        let expected = String(format: "%.\(decimals)f", number)
        let isZero = (Double(expected) ?? 1) == 0
        #expect(
          Sentence.fixed(number, decimals: decimals)
            == (isZero ? expected.replacing("-", with: "") : expected))
      }
    }
  }

  @Test(
    "durations and sizes are said as one would say them",
    arguments: [
      (Sentence.duration(12.34), "12.3 s"), (Sentence.duration(240), "4 min"),
      (Sentence.duration(4_800), "1 h 20 min"), (Sentence.byteCount(999), "999 bytes"),
      (Sentence.byteCount(12_345_678), "12.3 MB"), (Sentence.grouped(-1_234_567), "-1,234,567"),
      (Sentence.grouped(999), "999"), (Sentence.count(1, "image"), "1 image"),
      (Sentence.onOneLine("a\n  b\r\n\u{1B}[0m"), "a b  [0m"),
      (ShellQuoting.word("/a/b-c.sqlite"), "/a/b-c.sqlite"),
      (ShellQuoting.word("it's"), "'it'\\''s'"), (ShellQuoting.word(""), "''"),
      (PercentEncoding.path("/a b/é%.jpg"), "/a%20b/%C3%A9%25.jpg"),
    ])
  func phrases(_ phrase: String, _ expected: String) {
    #expect(phrase == expected)
  }

  @Test(
    "columns are counted for wide characters, emoji and combining marks",
    arguments: [
      ("abc", 3), ("é", 1), ("e\u{301}", 1), ("猫", 2), ("ｱ", 1), ("Ａ", 2), ("한글", 4), ("😀", 2),
      ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("❤", 1), ("a\u{200B}b", 2), ("—…", 2),
    ])
  func displayWidth(_ text: String, _ columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test("a text is cut between characters and never wider than asked for")
  func truncation() {
    #expect(DisplayWidth.truncated("猫猫猫", to: 6) == "猫猫猫")
    #expect(DisplayWidth.truncated("猫猫猫", to: 5) == "猫猫…")
    #expect(DisplayWidth.truncated("猫猫猫", to: 4) == "猫…")
    #expect(DisplayWidth.truncated("abc", to: 1) == "…")
    #expect(DisplayWidth.truncated("abc", to: 0) == "")
  }

  @Test("dates are those of Foundation's calendar, before and after 1970")
  func dates() {
    let formatter = ISO8601DateFormatter()
    for seconds in [
      0, -1, 951_782_400, 1_709_164_799, 1_763_718_000, 4_107_542_399, -9_000_000_000,
    ] as [Int64] {
      let date = Date(timeIntervalSince1970: Double(seconds))
      #expect(CalendarDate.iso8601(secondsSince1970: seconds) == formatter.string(from: date))
    }
  }

  @Test("base 64 is Foundation's")
  func base64() {
    for count in 0...40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
      #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
    }
  }
}
