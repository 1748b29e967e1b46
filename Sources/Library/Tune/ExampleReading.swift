internal import Encoders
internal import Storage
internal import Tuning

/// The vectors of a library that a model made, and what belongs together.
struct ExampleReading {
  let store: LibraryStore
  let record: ModelRecord
  private(set) var vectors: RetrievalVectors
  /// The first picture and the title, or else the description, of each item.
  private(set) var items: [Int64: Item] = [:]

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
    var imageRows: [ContentHash: Int] = [:]
    var textRows: [ContentHash: Int] = [:]
    var items: [Int64: Item] = [:]
    var keys: [RetrievalVectors.Row: UInt64] = [:]
    try store.read { transaction in
      for part in [Part.image, .title, .description] {
        try transaction.forEachDecodedVector(part: part, model: record) { content, vector in
          let isImage = part == .image
          guard (isImage ? imageRows : textRows)[content] == nil else { return }
          if isImage {
            keys[RetrievalVectors.Row(.image, imageRows.count)] = content.prefix
            imageRows[content] = imageRows.count
            images += vector
          } else {
            keys[RetrievalVectors.Row(.text, textRows.count)] = content.prefix
            textRows[content] = textRows.count
            texts += vector
          }
        }
        try transaction.forEachPlacement(part: part, includingBlank: false) { item, content in
          var entry = items[item] ?? Item()
          if part == .image, entry.image == nil {
            entry.image = imageRows[content].map { RetrievalVectors.Row(.image, $0) }
          } else if part != .image, entry.title == nil {
            entry.title = textRows[content].map { RetrievalVectors.Row(.text, $0) }
          }
          items[item] = entry
        }
      }
    }
    let dimension = record.dimension
    vectors = RetrievalVectors(
      images: Matrix(rows: imageRows.count, columns: dimension, scalars: images).withUnitRows,
      texts: Matrix(rows: textRows.count, columns: dimension, scalars: texts).withUnitRows)
    self.items = Self.grouped(items, keys: keys)
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

  /// Adds texts that are asked; returns their rows.
  mutating func add(texts: [[Float]]) -> [RetrievalVectors.Row] {
    let first = vectors.texts.rows
    let added = texts.flatMap { $0 }
    vectors.texts = Matrix(
      rows: first + texts.count, columns: record.dimension,
      scalars: vectors.texts.scalars + added)
    return texts.indices.map { RetrievalVectors.Row(.text, first + $0) }
  }

  /// Adds pictures that are asked; returns their rows.
  mutating func add(images: [[Float]]) -> [RetrievalVectors.Row] {
    let first = vectors.images.rows
    let added = images.flatMap { $0 }
    vectors.images = Matrix(
      rows: first + images.count, columns: record.dimension,
      scalars: vectors.images.scalars + added)
    return images.indices.map { RetrievalVectors.Row(.image, first + $0) }
  }
}

extension ContentHash {
  /// The first 64 bits.
  fileprivate var prefix: UInt64 { bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
