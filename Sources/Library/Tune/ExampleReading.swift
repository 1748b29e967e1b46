internal import Encoders
internal import Storage
internal import Tuning

/// The vectors of a library that a model made, and what belongs together.
struct ExampleReading {
  let store: LibraryStore
  let record: ModelRecord
  private(set) var vectors: RetrievalVectors
  /// Where the vector of each content is.
  let contents: [Content: RetrievalVectors.Row]
  /// A number that the content of a row decides.
  let keys: [RetrievalVectors.Row: UInt64]
  /// The first picture and the title, or else the description, of each item.
  private(set) var items: [Int64: Item] = [:]

  /// What a vector was made from: equal bytes may be a picture and a text.
  struct Content: Hashable {
    let hash: ContentHash
    let isImage: Bool
  }

  /// An item's rows; nil where it has no such part.
  struct Item {
    var image: RetrievalVectors.Row?
    var title: RetrievalVectors.Row?
    /// Items that share a picture or a title, directly or through others, have the same.
    var group = 0
    /// A number that the contents of the group decide.
    var key: UInt64 = .max
  }

  /// Reads all vectors of items that are not offline.
  init(_ store: LibraryStore, _ record: ModelRecord) throws {
    self.store = store
    self.record = record
    var images: [Float] = []
    var texts: [Float] = []
    var contents: [Content: RetrievalVectors.Row] = [:]
    var keys: [RetrievalVectors.Row: UInt64] = [:]
    var items: [Int64: Item] = [:]
    let dimension = record.dimension
    try store.read { transaction in
      for part in [Part.image, .title, .description] {
        let isImage = part == .image
        try transaction.forEachDecodedVector(part: part, model: record) { hash, vector in
          let content = Content(hash: hash, isImage: isImage)
          guard contents[content] == nil else { return }
          let row = RetrievalVectors.Row(
            isImage ? .image : .text, (isImage ? images : texts).count / dimension)
          contents[content] = row
          keys[row] = hash.prefix
          if isImage { images += vector } else { texts += vector }
        }
        try transaction.forEachPlacement(part: part, includingBlank: false) { item, hash in
          var entry = items[item] ?? Item()
          let row = contents[Content(hash: hash, isImage: isImage)]
          if isImage {
            entry.image = entry.image ?? row
          } else {
            entry.title = entry.title ?? row
          }
          items[item] = entry
        }
      }
    }
    vectors = RetrievalVectors(
      images: Matrix(rows: images.count / dimension, columns: dimension, scalars: images)
        .withUnitRows,
      texts: Matrix(rows: texts.count / dimension, columns: dimension, scalars: texts)
        .withUnitRows)
    (self.contents, self.keys) = (contents, keys)
    self.items = Self.grouped(items, keys: keys)
  }

  /// Forgets items by their keys; their vectors stay, for items with the same content. Returns how many of the
  /// keys no item has.
  mutating func leaveOut(_ keys: [String]) throws -> Int {
    try store.read { transaction in
      var unknown = 0
      for key in keys {
        guard let item = try transaction.item(key: key) else {
          unknown += 1
          continue
        }
        items[item.id] = nil
      }
      return unknown
    }
  }

  /// Gives items that share a row, directly or through others, one group and one key.
  private static func grouped(
    _ items: [Int64: Item], keys: [RetrievalVectors.Row: UInt64]
  ) -> [Int64: Item] {
    let ids = items.keys.sorted()
    var groups = DisjointGroups(count: ids.count)
    var owners: [RetrievalVectors.Row: Int] = [:]
    for (place, id) in ids.enumerated() {
      for case let row? in [items[id]?.image, items[id]?.title] {
        if let owner = owners[row] { groups.join(owner, place) } else { owners[row] = place }
      }
    }
    var smallest: [Int: UInt64] = [:]
    for (row, owner) in owners {
      smallest[groups.root(of: owner), default: .max] = min(
        smallest[groups.root(of: owner), default: .max], keys[row, default: .max])
    }
    var grouped = items
    for (place, id) in ids.enumerated() {
      let root = groups.root(of: place)
      grouped[id]?.group = root
      grouped[id]?.key = smallest[root, default: .max]
    }
    return grouped
  }

  /// Adds what is asked; returns its row.
  mutating func add(_ vector: [Float], _ modality: TuningModality) -> RetrievalVectors.Row {
    vectors.append(vector, modality)
  }
}

extension ContentHash {
  /// The first 64 bits.
  var prefix: UInt64 { bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
