import Storage
import Testing

@testable import struct Storage.LikePattern

@Suite("Fields, facets and order")
struct FieldTests {
  static let items = [
    product(
      "1", "Mug", price: 5, group: "G", ["brand": "Acme", "tags": "Sale, new", "Size": "10"]),
    product("2", "mug", price: 5, ["brand": "ACME ", "tags": "sale", "size": "9"]),
    product(
      "3", "Cup", price: 7.25, group: "H", ["brand": "Zed", "category": "Home > Cups, Mugs"]),
    product("4", "Bowl", ["tags": "new; sale | new", "size": "XL"]),
  ]

  let catalogue: CatalogueFixture

  init() throws { catalogue = try CatalogueFixture(Self.items) }

  func facets(
    _ field: String, limit: Int = 10, among: ((Int64) -> Bool)? = nil
  ) throws -> [String] {
    try catalogue.store.read { transaction in
      try transaction.facets(field: field, among: among, limit: limit)
    }.map { "\($0.value) \($0.count)" }
  }

  @Test("facets count values as written, the most frequent first, then by value")
  func values() throws {
    #expect(try facets("brand") == ["Acme 2", "Zed 1"])
    #expect(try facets("Brand", limit: 1) == ["Acme 2"])
    #expect(try facets("brand", limit: 0) == [])
    #expect(try facets("price") == ["5 2", "7.25 1"])
    #expect(try facets("group") == ["G 1", "H 1"])
    #expect(try facets("title") == ["mug 2", "bowl 1", "cup 1"])
    #expect(try facets("sale_price") == [])
  }

  @Test("facets of a list count its elements, each once an item; a path counts as a whole")
  func elements() throws {
    #expect(try facets("tags") == ["sale 3", "new 2"])
    #expect(try facets("category") == ["Home > Cups, Mugs 1"])
  }

  @Test("facets and numbers look at the items asked for, else at all that are not offline")
  func among() throws {
    #expect(try facets("tags", among: { $0 == 2 }) == ["sale 1"])
    #expect(try catalogue.store.read { try $0.numbers(field: "price") } == [5, 5, 7.25])
    #expect(
      try catalogue.store.read { try $0.numbers(field: "price") { $0 > 1 } } == [5, 7.25])
    #expect(try catalogue.store.read { try $0.numbers(field: "brand") } == [])
    try catalogue.ingest([Self.items[2]])
    #expect(try facets("brand") == ["Zed 1"])
    #expect(try catalogue.store.read { try $0.numbers(field: "price") } == [7.25])
  }

  @Test("the fields are listed as first written, with how many items have them")
  func list() throws {
    let fields = try catalogue.store.read { try $0.fields() }.map { "\($0.name) \($0.items)" }
    #expect(
      fields == ["Size 3", "brand 3", "category 1", "currency 3", "group 2", "price 3", "tags 3"])
  }

  @Test("items are ordered by number where there is one, else by text after all numbers")
  func order() throws {
    func ordered(_ field: String) throws -> [Int64] {
      let keys = try catalogue.store.read { try $0.sortKeys(of: [4, 3, 2, 1], by: field) }
      return keys.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    }
    #expect(try ordered("size") == [2, 1, 4])
    #expect(try ordered("price") == [1, 2, 3])
    #expect(try ordered("title") == [4, 3, 1, 2])
    #expect(try ordered("id") == [1, 2, 3, 4])
    #expect(try ordered("path") == [])
  }

  @Test("groups are told as written, for those items that have one")
  func groups() throws {
    #expect(try catalogue.store.read { try $0.groups(of: [1, 2, 3, 99]) } == [1: "G", 3: "H"])
  }

  @Test("an unknown field is an error to facets, numbers and order alike")
  func unknown() throws {
    try catalogue.store.read { transaction in
      #expect(throws: StorageError.self) { try transaction.facets(field: "no", limit: 1) }
      #expect(throws: StorageError.self) { try transaction.numbers(field: "no") }
      #expect(throws: StorageError.self) { try transaction.sortKeys(of: [], by: "no") }
    }
  }

  @Test("a pattern matches what a recursive definition of it matches")
  func patterns() {
    func matches(_ pattern: Substring, _ text: Substring) -> Bool {
      guard let step = pattern.first else { return text.isEmpty }
      let rest = pattern.dropFirst()
      switch step {
      case "%", "*":
        return matches(rest, text) || (!text.isEmpty && matches(pattern, text.dropFirst()))
      case "_": return !text.isEmpty && matches(rest, text.dropFirst())
      default: return text.first == step && matches(rest, text.dropFirst())
      }
    }
    var random = SeededNumbers(11)
    func word(_ letters: [Character], upTo length: Int) -> String {
      String(
        (0..<Int.random(in: 0...length, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? "a"
        })
    }
    var positive = 0
    for _ in 0..<5000 {
      let pattern = word(["a", "é", "%", "_", "*"], upTo: 7)
      let text = word(["a", "b", "é"], upTo: 9)
      let expected = matches(pattern[...], text[...])
      positive += expected ? 1 : 0
      #expect(LikePattern(pattern).matches(text) == expected, "\(pattern) \(text)")
    }
    #expect(positive > 500)
  }
}
