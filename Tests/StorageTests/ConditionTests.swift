import Storage
import SystemPackage
import Testing

@Suite("Conditions on items")
struct ConditionTests {
  static let items = [
    product(
      "A-1", "Red mug", description: "Holds tea and coffee.", price: 7.5, group: "G1",
      ["brand": "Åcme", "tags": "Sale, new", "sale_price": "5.0", "year": "2012"]),
    product(
      "A-2", "Blue mug", price: 20, group: "G1",
      ["brand": "ZED  Works", "tags": "outdoor", "year": "2013", "category": "Home > Mugs"]),
    product("B_3", "100% cotton shirt", price: 20, ["Brand": "zed works", "size": "XL"]),
    product("b4", description: "Nothing but a text", ["brand": "Other", "size": "42"]),
  ]

  static func equal(_ field: String, _ text: String) -> ItemCondition {
    .comparison(field: field, .equal, .text(text))
  }

  let catalogue: CatalogueFixture

  init() throws { catalogue = try CatalogueFixture(Self.items) }

  @Test("equality takes no notice of case, of runs of white space, nor of how a name is written")
  func equality() throws {
    #expect(try catalogue.keys(Self.equal("BRAND", " zed WORKS")) == ["A-2", "B_3"])
    #expect(try catalogue.keys(Self.equal("brand", "åCME")) == ["A-1"])
    #expect(try catalogue.keys(Self.equal("Sale Price", "5.0")) == ["A-1"])
    #expect(try catalogue.keys(Self.equal("brand", "zed")) == [])
    #expect(try catalogue.keys(Self.equal("group", "g1")) == ["A-1", "A-2"])
    #expect(try catalogue.keys(Self.equal("currency", "eur")) == ["A-1", "A-2", "B_3"])
  }

  @Test("numbers compare as numbers, and only with values that are numbers")
  func numbers() throws {
    func keys(_ field: String, _ comparison: ItemCondition.Comparison, _ bound: Double) throws
      -> [String]
    { try catalogue.keys(.comparison(field: field, comparison, .number(bound))) }
    #expect(try keys("price", .less, 20) == ["A-1"])
    #expect(try keys("price", .lessOrEqual, 20) == ["A-1", "A-2", "B_3"])
    #expect(try keys("price", .greater, 7.5) == ["A-2", "B_3"])
    #expect(try keys("price", .greaterOrEqual, 7.5) == ["A-1", "A-2", "B_3"])
    #expect(try keys("year", .equal, 2012) == ["A-1"])
    #expect(try keys("sale_price", .less, 100) == ["A-1"])
    #expect(try keys("size", .greater, 0) == ["b4"])
  }

  @Test("what is not equal includes items without the field")
  func negation() throws {
    #expect(
      try catalogue.keys(.comparison(field: "size", .notEqual, .text("xl"))) == [
        "A-1", "A-2", "b4",
      ])
    #expect(try catalogue.keys(.not(Self.equal("group", "G1"))) == ["B_3", "b4"])
  }

  @Test("a list has each of its elements and itself; a path has its levels")
  func lists() throws {
    func keys(_ field: String, _ text: String) throws -> [String] {
      try catalogue.keys(.comparison(field: field, .has, .text(text)))
    }
    #expect(try keys("tags", "sale") == ["A-1"])
    #expect(try keys("tags", "SALE, NEW") == ["A-1"])
    #expect(try keys("tags", "outdoor") == ["A-2"])
    #expect(try keys("tags", "out") == [])
    #expect(try keys("category", "mugs") == ["A-2"])
    #expect(try catalogue.keys(Self.equal("tags", "sale")) == [])
  }

  @Test("a title or description has words, whatever their ending")
  func words() throws {
    #expect(try catalogue.keys(.comparison(field: "title", .has, .text("mugs"))) == ["A-1", "A-2"])
    #expect(
      try catalogue.keys(.comparison(field: "description", .has, .text("tea and"))) == ["A-1"])
    #expect(try catalogue.keys(.comparison(field: "description", .has, .text("!"))) == [])
  }

  @Test("a pattern's signs stand for any text or one character, all else for itself")
  func patterns() throws {
    func keys(_ field: String, _ pattern: String) throws -> [String] {
      try catalogue.keys(.comparison(field: field, .like, .text(pattern)))
    }
    #expect(try keys("title", "%MUG") == ["A-1", "A-2"])
    #expect(try keys("title", "r_d*") == ["A-1"])
    #expect(try keys("title", "mug") == [])
    #expect(try keys("brand", "_cme") == ["A-1"])
    #expect(try keys("id", "a-_") == ["A-1", "A-2"])
    #expect(try keys("title", "\\%cotton%") == [])
    #expect(try keys("price", "2%") == ["A-2", "B_3"])
  }

  @Test("keys, titles and descriptions compare like fields")
  func columns() throws {
    #expect(try catalogue.keys(Self.equal("id", "a-1")) == ["A-1"])
    #expect(try catalogue.keys(.oneOf(field: "id", [.text("B4"), .text("A-2")])) == ["A-2", "b4"])
    #expect(try catalogue.keys(Self.equal("title", "red  mug")) == ["A-1"])
    #expect(
      try catalogue.keys(.comparison(field: "title", .less, .text("blue"))) == ["B_3"])
    #expect(try catalogue.keys(.comparison(field: "title", .notEqual, .text("red mug"))).count == 3)
  }

  @Test("a photo is found by its path, relative as it is kept or absolute")
  func paths() throws {
    let path = catalogue.folder.file("photos/Summer 1.jpg")
    try catalogue.store.write { transaction in
      let source = try transaction.source(.folder, at: .path(catalogue.folder.file("photos")))
      let scan = try transaction.beginScan(source: source)
      try transaction.enterPhoto(
        at: path, key: "photos/Summer 1.jpg", bytes: "x", source: source, scan: scan)
    }
    for condition in [
      Self.equal("path", "photos/summer 1.jpg"), Self.equal("path", path.string),
      .comparison(field: "path", .like, .text("photos/%")),
      .comparison(field: "path", .like, .text("/%.jpg")),
    ] {
      #expect(try catalogue.keys(condition) == ["photos/Summer 1.jpg"])
    }
  }

  @Test("an unknown field is an error that lists the known ones, wherever it stands")
  func unknownField() throws {
    let condition = ItemCondition.and([
      .or([]), .not(.oneOf(field: "colour", [.text("red")])),
    ])
    #expect {
      try catalogue.keys(condition)
    } throws: { error in
      guard case StorageError.unknownField("colour", let known) = error else { return false }
      return known == [
        "brand", "category", "currency", "description", "group", "id", "path", "price",
        "sale_price", "size", "tags", "title", "year",
      ]
    }
    let empty = try CatalogueFixture()
    #expect(try empty.keys(.comparison(field: "price", .less, .number(5))) == [])
    #expect(throws: StorageError.self) { try empty.keys(Self.equal("brand", "x")) }
  }

  @Test("offline items meet no condition, not even a negation")
  func offline() throws {
    try catalogue.ingest(Array(Self.items.prefix(2)))
    #expect(try catalogue.keys(.and([])) == ["A-1", "A-2"])
    #expect(try catalogue.keys(.not(Self.equal("brand", "Åcme"))) == ["A-2"])
    #expect(try catalogue.keys(Self.equal("brand", "zed works")) == ["A-2"])
  }

  @Test("hostile operands are values like any other")
  func hostile() throws {
    let texts = [
      "'; DROP TABLE item; --", "\u{0}", "", "%", "\"", "😀", String(repeating: "%a", count: 50_000),
      String(repeating: "x", count: 100_000), "-1e999", "NaN",
    ]
    for text in texts {
      for comparison in ItemCondition.Comparison.allCases {
        for field in ["brand", "title", "id", "price", "path"] {
          let found = try catalogue.keys(.comparison(field: field, comparison, .text(text)))
          #expect(found.count <= Self.items.count)
        }
      }
    }
    for number in [Double.nan, .infinity, -.infinity] {
      #expect(try catalogue.keys(.comparison(field: "price", .equal, .number(number))) == [])
    }
    #expect(try catalogue.problems().isEmpty)
  }

  // MARK: - Against a naive evaluation

  static let values = ["red", "Blue", "blue", "7", "7.0", "10", "-3", "a, b", "b; c", "x > y"]

  static func randomItem(_ number: Int, _ random: inout SeededNumbers) -> ItemRecord {
    var fields: [String: String] = [:]
    for field in ["brand", "tags"] where Bool.random(using: &random) {
      fields[field] = values.randomElement(using: &random)
    }
    let price = Bool.random(using: &random) ? Double(Int.random(in: 0..<12, using: &random)) : nil
    return product("K\(number)", values.randomElement(using: &random), price: price, fields)
  }

  static func randomCondition(_ depth: Int, _ random: inout SeededNumbers) -> ItemCondition {
    func operand() -> ItemCondition.Operand {
      let text = values.randomElement(using: &random) ?? ""
      return Double(text).map { .number($0) } ?? .text(text)
    }
    let field = ["brand", "tags", "price", "title"].randomElement(using: &random) ?? ""
    switch Int.random(in: 0..<(depth == 0 ? 3 : 7), using: &random) {
    case 0, 1:
      let all: [ItemCondition.Comparison] = [
        .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
      ]
      let other: [ItemCondition.Comparison] = field == "title" ? [] : [.has]
      return .comparison(
        field: field, (all + other).randomElement(using: &random) ?? .equal, operand())
    case 2: return .oneOf(field: field, (0..<3).map { _ in operand() })
    case 3, 4:
      return .and((0..<2).map { _ in randomCondition(depth - 1, &random) })
    case 5: return .or((0..<2).map { _ in randomCondition(depth - 1, &random) })
    default: return .not(randomCondition(depth - 1, &random))
    }
  }

  /// What the documentation says, without an index.
  static func holds(_ condition: ItemCondition, _ item: ItemRecord) -> Bool {
    func value(_ field: String) -> String? {
      switch field {
      case "price": item.price.map { "\(Int($0))" }
      case "title": item.title
      default: item.fields[field]
      }
    }
    func compare(
      _ text: String, _ comparison: ItemCondition.Comparison, _ operand: ItemCondition.Operand
    ) -> Bool {
      func ordered<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch comparison {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        default: left == right
        }
      }
      switch operand {
      case .text(let bound): return ordered(text.lowercased(), bound.lowercased())
      case .number(let bound): return Double(text).map { ordered($0, bound) } ?? false
      }
    }
    switch condition {
    case .comparison(let field, .notEqual, let operand):
      return !holds(.comparison(field: field, .equal, operand), item)
    case .comparison(let field, .has, let operand):
      guard let text = value(field) else { return false }
      let elements = text.split(whereSeparator: { ",;>".contains($0) })
        .map { $0.trimmingPrefix(" ").split(separator: " ").joined(separator: " ") }
      return ([text] + elements).contains { compare($0, .equal, operand) }
    case .comparison(let field, let comparison, let operand):
      return value(field).map { compare($0, comparison, operand) } ?? false
    case .oneOf(let field, let operands):
      return operands.contains { holds(.comparison(field: field, .equal, $0), item) }
    case .and(let conditions): return conditions.allSatisfy { holds($0, item) }
    case .or(let conditions): return conditions.contains { holds($0, item) }
    case .not(let condition): return !holds(condition, item)
    }
  }

  @Test("random conditions select what a naive evaluation selects")
  func naive() throws {
    var random = SeededNumbers(4)
    let items = (0..<60).map { Self.randomItem($0, &random) }
    let catalogue = try CatalogueFixture(items)
    for _ in 0..<400 {
      let condition = Self.randomCondition(3, &random)
      let expected = items.filter { Self.holds(condition, $0) }.map(\.key)
      #expect(try catalogue.keys(condition) == expected, "\(condition)")
    }
  }
}
