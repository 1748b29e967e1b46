import Foundation
import Storage
import SystemPackage

/// A library with products, and the means to change them the way an ingest does.
struct CatalogueFixture {
  let folder: TemporaryFolder
  let store: LibraryStore

  init(_ items: [ItemRecord] = []) throws {
    folder = try TemporaryFolder()
    store = try LibraryStore.creating(folder)
    if !items.isEmpty { try ingest(items) }
  }

  /// Ingests a whole feed: what it does not have becomes offline, or is removed.
  func ingest(_ items: [ItemRecord], prune: Bool = false) throws {
    try store.write { transaction in
      let source = try transaction.source(.feed, at: .path("/shop/feed.csv"))
      let scan = try transaction.beginScan(source: source)
      for var item in items {
        item.source = source
        try transaction.upsertItem(item, parts: Self.parts(of: item), seenIn: scan)
      }
      _ = try transaction.sweep(source: source, scan: scan, prune: prune)
      try transaction.finishScan(scan)
    }
  }

  static func parts(of item: ItemRecord) -> [PartRecord] {
    [(Part.title, item.title), (.description, item.description)].compactMap { part, text in
      text.map { PartRecord(part: part, content: ContentHash(hashing: $0)) }
    }
  }

  /// The keys of the items that meet a condition, in the order of their rows.
  func keys(_ condition: ItemCondition) throws -> [String] {
    try store.read { transaction in
      try transaction.items(ids: try transaction.items(matching: condition)).map(\.key)
    }
  }

  /// The keys of the items that a search for words finds, best first.
  func search(_ text: String, limit: Int = 10, among items: [Int64]? = nil) throws -> [String] {
    try store.read { transaction in
      let matches = try transaction.keywordMatches(
        KeywordQuery(text), limit: limit, among: items)
      return try transaction.items(ids: matches.map(\.item)).map(\.key)
    }
  }

  func problems() throws -> [String] { try store.read { try $0.problems() } }
}

/// A product; what is not named is missing.
func product(
  _ key: String, _ title: String? = nil, description: String? = nil, price: Double? = nil,
  group: String? = nil, _ fields: [String: String] = [:]
) -> ItemRecord {
  ItemRecord(
    key: key, source: 0, group: group, title: title, description: description, price: price,
    currency: price == nil ? nil : "EUR", fields: fields)
}

/// Numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    // SplitMix64, Steele, Lea and Flood 2014.
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
