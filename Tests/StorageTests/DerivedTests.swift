import Foundation
import GRDB
import Storage
import SystemPackage
import Testing

@Suite("Fields and words kept in step with the items")
struct DerivedTests {
  /// What the tables of fields and words hold, by the keys of the items.
  static func dump(_ catalogue: CatalogueFixture) throws -> [String] {
    try DatabaseQueue(path: catalogue.store.path.string).read { database in
      let fields = try String.fetchAll(
        database,
        sql: """
          SELECT key || '|' || name || '|' || value || '|' || role || '|' || ifnull(number, '')
          FROM item_field JOIN field ON field.id = field JOIN item ON item.id = item ORDER BY 1
          """)
      let words = try String.fetchAll(
        database,
        sql: """
          SELECT key || '|' || item_words.title || '|' || brand || '|' || category || '|'
            || attributes || '|' || item_words.description || '|' || code
          FROM item_words JOIN item ON item.id = item_words.rowid ORDER BY 1
          """)
      let vocabulary = try String.fetchAll(
        database, sql: "SELECT term || '|' || doc || '|' || cnt FROM item_vocabulary ORDER BY 1")
      return fields + words + vocabulary
    }
  }

  static func randomItem(_ random: inout SeededNumbers) -> ItemRecord {
    let words = ["red", "Blue", "mug", "jackets", "Café", "10", "a\u{0}b", "x, y", "p > q"]
    func text() -> String? {
      guard Int.random(in: 0..<4, using: &random) > 0 else { return nil }
      return (0..<3).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
    }
    var fields: [String: String] = [:]
    for field in ["brand", "tags", "gtin", "raw_title", "Odd name"] { fields[field] = text() }
    // Without title and description an item has no part to be found by, which is a problem.
    let description = text()
    return product(
      "K\(Int.random(in: 0..<25, using: &random))", description == nil ? "Cup" : text(),
      description: description,
      price: Bool.random(using: &random) ? Double(Int.random(in: 0..<9, using: &random)) : nil,
      group: text(), fields)
  }

  @Test("after many feeds they are what one feed of the last state makes them")
  func rebuilt() throws {
    var random = SeededNumbers(9)
    let catalogue = try CatalogueFixture()
    for round in 0..<30 {
      var items: [String: ItemRecord] = [:]
      for _ in 0..<20 {
        let item = Self.randomItem(&random)
        items[item.key] = item
      }
      try catalogue.ingest(items.values.sorted { $0.key < $1.key }, prune: round % 3 == 2)
      if round % 3 == 2 {
        let fresh = try CatalogueFixture(items.values.sorted { $0.key > $1.key })
        #expect(try Self.dump(catalogue) == Self.dump(fresh))
      }
      #expect(try catalogue.problems() == [])
    }
  }

  @Test("a row that only has another hash keeps its words")
  func rehashed() throws {
    var item = product("1", "Red mug", ["brand": "Acme"])
    let catalogue = try CatalogueFixture([item])
    let before = try Self.dump(catalogue)
    item.rowHash = ContentHash(hashing: "row")
    try catalogue.ingest([item])
    #expect(try catalogue.store.read { try $0.item(key: "1") }?.rowHash == item.rowHash)
    #expect(try Self.dump(catalogue) == before)
  }

  @Test("what a failed transaction entered is gone with it")
  func rolledBack() throws {
    struct Stop: Error {}
    let catalogue = try CatalogueFixture([product("1", "Red mug", ["brand": "Acme"])])
    let before = try Self.dump(catalogue)
    #expect(throws: Stop.self) {
      try catalogue.store.write { transaction in
        let source = try transaction.source(.feed, at: .standardInput)
        let scan = try transaction.beginScan(source: source)
        var item = product("2", "Blue cup", ["color": "blue"])
        item.source = source
        try transaction.upsertItem(item, parts: CatalogueFixture.parts(of: item), seenIn: scan)
        throw Stop()
      }
    }
    #expect(try Self.dump(catalogue) == before)
    try catalogue.ingest([product("2", "Blue cup", ["color": "blue"])])
    #expect(try catalogue.keys(ConditionTests.equal("color", "Blue")) == ["2"])
  }

  @Test(
    "the check names fields and words that differ from the items",
    arguments: [
      ("UPDATE item_field SET value = 'other' WHERE value = 'acme'", "filtered by other values"),
      ("DELETE FROM item_words WHERE rowid = 1", "searched by other words"),
      ("UPDATE item SET title = 'Green mug'", "searched by other words"),
      ("INSERT INTO item_field VALUES (1, 'x', 0, 77, NULL)", "items that do not exist"),
      ("DELETE FROM item_words_data WHERE id > 10", "index of words"),
      ("UPDATE item_words_content SET c0 = 'Green'", "index of words"),
    ])
  func tampered(sql: String, problem: String) throws {
    let catalogue = try CatalogueFixture([product("1", "Red mug", ["brand": "Acme"])])
    #expect(try catalogue.problems() == [])
    let database = try DatabaseQueue(path: catalogue.store.path.string)
    try database.write { try $0.execute(sql: sql) }
    try database.close()
    #expect(try catalogue.problems().contains { $0.contains(problem) })
  }

  @Test("values are cut to 200 characters, and found by as much")
  func longValues() throws {
    let long = String(repeating: "é", count: 300)
    let catalogue = try CatalogueFixture([product("1", "Mug", ["note": long])])
    #expect(try catalogue.keys(ConditionTests.equal("note", long)) == ["1"])
    #expect(try catalogue.keys(ConditionTests.equal("note", String(long.prefix(200)))) == ["1"])
    #expect(try catalogue.keys(ConditionTests.equal("note", String(long.prefix(199)))) == [])
    #expect(try catalogue.problems() == [])
  }

  @Test("names that differ in case and underscores only are one field; the first is kept")
  func sameName() throws {
    let catalogue = try CatalogueFixture([
      product("1", "Mug", ["Base Colour": "a", "base_colour": "b"])
    ])
    #expect(try catalogue.keys(ConditionTests.equal("BASE_COLOUR", "a")) == ["1"])
    #expect(try catalogue.keys(ConditionTests.equal("base colour", "b")) == [])
  }

  @Test("numbers are recognised where all of a value is one")
  func numbers() throws {
    let texts = [
      "1", "+1", "-1.5", ".5", "5.", "-.5", "007", " 8 ", "1e5", "1,5", "1.2.3", "0x10", "nan",
      "inf",
      "-", ".", "", "１", "1 2", String(repeating: "9", count: 150),
    ]
    let catalogue = try CatalogueFixture(
      texts.enumerated().map { product("\($0.offset)", "Mug", ["number": $0.element]) })
    let numbers = try catalogue.store.read { try $0.numbers(field: "number") }
    #expect(numbers == [-1.5, -0.5, 0.5, 1, 1, 5, 7, 8, 1e150])
  }
}
