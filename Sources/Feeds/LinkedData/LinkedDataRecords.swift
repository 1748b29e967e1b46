import JSON

/// The products of a JSON-LD feed or of an HTML page with JSON-LD in it.
struct LinkedDataRecords: FeedRecords {
  private enum Pieces {
    case page(ScriptBlocks)
    case elements(JSONPieces)
    case documents(JSONPieces)
  }

  private let columns: ColumnMapping
  private var pieces: Pieces
  private let source: ByteSource
  private var productCount = 0

  init(_ source: ByteSource, overrides: ColumnMapping.Overrides) throws(FeedError) {
    self.source = source
    columns = try ColumnMapping(
      columns: SchemaProduct.columns, overrides: overrides, requiresColumns: true)
    var json = JSONPieces(source)
    switch source.unread.first(where: { !FeedSniffing.isWhiteSpace($0) }) {
    case UInt8(ascii: "["):
      try json.enterArray()
      pieces = .elements(json)
    case UInt8(ascii: "{"):
      if let list = JSONOutline(of: source.unread).nodeList {
        try json.enterFirstArrayOfObjects(named: list)
        pieces = .elements(json)
      } else {
        pieces = .documents(json)
      }
    default:
      pieces = .page(ScriptBlocks(source))
    }
  }

  var mapping: ColumnMapping? { columns }

  mutating func next() throws(FeedError) -> [FeedRecordEvent]? {
    guard let piece = try nextPiece() else {
      guard productCount > 0 else {
        throw .notAFeed(feed: source.name, reason: "it holds no product of schema.org as JSON-LD")
      }
      return nil
    }
    guard let bytes = piece.bytes else {
      return [rejection(piece.place, "is longer than \(JSONPieces.limit) bytes")]
    }
    let node: JSONValue
    do {
      node = try Self.parse(bytes)
    } catch {
      return [rejection(piece.place, "is not JSON at byte \(error.offset): \(error.reason)")]
    }
    var events: [FeedRecordEvent] = []
    var products = SchemaProducts()
    products.collect(node)
    for product in products.products {
      productCount += 1
      events.append(.record(product.record(rowNumber: productCount), columns))
    }
    for name in products.oversized {
      events.append(rejection(name, "has more variants than can be told apart"))
    }
    return events
  }

  private mutating func rejection(_ place: String, _ reason: String) -> FeedRecordEvent {
    productCount += 1
    return .rejected(RejectedRow(row: productCount, reason: "\(place) \(reason)"))
  }

  private mutating func nextPiece() throws(FeedError) -> (bytes: [UInt8]?, place: String)? {
    switch pieces {
    case .page(let blocks):
      return try blocks.next().map { ($0.bytes, "the JSON-LD on line \($0.line)") }
    case .elements(var json):
      defer { pieces = .elements(json) }
      return try json.element().map { ($0.bytes, "the node \($0.number)") }
    case .documents(var json):
      defer { pieces = .documents(json) }
      return try json.document().map { ($0.bytes, "the document \($0.number)") }
    }
  }

  /// Reads one node. Pages that are not UTF-8 are Windows-1252.
  private static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    let text = String(validating: bytes, as: UTF8.self) == nil ? Windows1252.decode(bytes) : nil
    let utf8 = text.map { Array($0.utf8) } ?? bytes
    return try utf8.withUnsafeBufferPointer { bytes throws(JSONError) in
      try JSONParser.parse(
        UnsafeRawBufferPointer(bytes), rules: .init(allowsRepeatedKeys: true))
    }
  }
}
