import Storage
import Testing

@testable import Library

@Suite("Filter expressions")
struct FilterExpressionTests {
  @Test(
    "an expression means what its grammar says",
    arguments: [
      ("price < 50", .comparison(field: "price", .less, .number(50))),
      ("PRICE<=4.5", .comparison(field: "PRICE", .lessOrEqual, .number(4.5))),
      ("price > -1e2", .comparison(field: "price", .greater, .number(-100))),
      ("brand = Acme", .comparison(field: "brand", .equal, .text("Acme"))),
      (#"brand != 'O\'Neill "x"'"#, .comparison(field: "brand", .notEqual, .text(#"O'Neill "x""#))),
      ("gtin = 0012", .comparison(field: "gtin", .equal, .text("0012"))),
      (#""frame colour" = "a\\b""#, .comparison(field: "frame colour", .equal, .text(#"a\b"#))),
      ("tags has sale", .comparison(field: "tags", .has, .text("sale"))),
      (#"title like "%mug%""#, .comparison(field: "title", .like, .text("%mug%"))),
      (
        "brand in (Acme, 'Zed', 3)",
        .oneOf(field: "brand", [.text("Acme"), .text("Zed"), .number(3)])
      ),
      ("brand not in (a)", .not(.oneOf(field: "brand", [.text("a")]))),
      ("tags NOT has a", .not(.comparison(field: "tags", .has, .text("a")))),
      (
        "a = 1 or b = 2 and not c = 3",
        .or([
          .comparison(field: "a", .equal, .number(1)),
          .and([
            .comparison(field: "b", .equal, .number(2)),
            .not(.comparison(field: "c", .equal, .number(3))),
          ]),
        ])
      ),
      (
        "(a = 1 or b = 2) and c = 3",
        .and([
          .or([
            .comparison(field: "a", .equal, .number(1)),
            .comparison(field: "b", .equal, .number(2)),
          ]),
          .comparison(field: "c", .equal, .number(3)),
        ])
      ),
    ] as [(String, ItemCondition)])
  func meaning(text: String, condition: ItemCondition) throws {
    #expect(try FilterExpression(text).condition == condition)
  }

  @Test(
    "an error says what was expected and points at the character",
    arguments: [
      ("price <", 8, "a value after '<'"),
      ("", 1, "the name of a field"),
      ("price 50", 7, "one of = != < <= > >= in has like"),
      ("price = 5 brand = a", 11, "'and', 'or' or the end"),
      ("(price = 5", 11, "')', 'and' or 'or'"),
      ("price = 5)", 10, "no ')' without its '('"),
      ("brand in Acme", 10, "'(' after 'in'"),
      ("brand in ()", 11, "a value after '('"),
      ("brand in (a b)", 13, "',' or ')'"),
      ("a == 1", 3, "write ="),
      ("a <> 1", 3, "write !="),
      ("a = 1 && b = 2", 7, "write and"),
      ("title = \"open", 9, "nothing closes this quote"),
      ("ü = 1 and ö ? 2", 13, "'?' has no meaning here"),
      ("brand not = 3", 11, "'in', 'has' or 'like'"),
      ("and = 3", 1, "the name of a field"),
    ])
  func errors(text: String, position: Int, problem: String) {
    let error = #expect(throws: LibraryError.self) { try FilterExpression(text) }
    let message = error?.description ?? ""
    #expect(message.contains("--where cannot be read at character \(position): "), "\(message)")
    #expect(message.contains(problem), "\(message)")
    #expect(message.contains("▸"))
  }

  @Test("deep nesting is refused and long expressions are read")
  func size() throws {
    let open = String(repeating: "(", count: 100_000)
    #expect(throws: LibraryError.self) { try FilterExpression(open + "a = 1") }
    #expect(throws: LibraryError.self) {
      try FilterExpression(String(repeating: "not ", count: 100_000) + "a = 1")
    }
    let long = (0..<5000).map { "a = \($0)" }.joined(separator: " or ")
    guard case .or(let conditions) = try FilterExpression(long).condition else {
      Issue.record("it is no alternative")
      return
    }
    #expect(conditions.count == 5000)
  }

  @Test("random characters are read or refused, never more")
  func randomText() {
    var generator = SystemRandomNumberGenerator()
    let pieces = [
      "price", "brand", " ", "<", "=", "!", "(", ")", ",", "\"", "'", "and", "or", "not", "in",
      "has",
      "like", "5", "0.5e", "\\", "ü", "\u{301}", "\u{0}", "🇩🇪", "%", "“", "”", "\n",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...14, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      do {
        #expect(try FilterExpression(text).text == text)
      } catch {
        #expect(error.description.hasPrefix("--where cannot be read at character "), "\(text)")
      }
    }
  }
}
