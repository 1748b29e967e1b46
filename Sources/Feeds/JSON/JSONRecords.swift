import JSON

/// The records of a feed of JSON objects. Each has columns of its own, its names.
struct JSONRecords: FeedRecords {
  /// The mapping of the last row.
  var mapping: ColumnMapping? { mappings.last }

  private var mappings: ColumnMappings
  private var pieces: JSONPieces
  private let isLines: Bool

  /// One object a line.
  init(lines source: ByteSource, overrides: ColumnMapping.Overrides) {
    pieces = JSONPieces(source)
    isLines = true
    mappings = ColumnMappings(overrides: overrides)
  }

  /// The elements of the array that is the document, or of the first array of objects in it.
  init(document source: ByteSource, overrides: ColumnMapping.Overrides) throws(FeedError) {
    pieces = JSONPieces(source)
    isLines = false
    mappings = ColumnMappings(overrides: overrides)
    if source.unread.first(where: { !FeedSniffing.isWhiteSpace($0) }) == UInt8(ascii: "{") {
      try pieces.enterFirstArrayOfObjects()
    } else {
      try pieces.enterArray()
    }
  }

  mutating func next() throws(FeedError) -> [FeedRecordEvent]? {
    guard let piece = isLines ? try pieces.line() : try pieces.element() else { return nil }
    return try events(of: piece)
  }

  private mutating func events(of piece: JSONPieces.Piece) throws(FeedError) -> [FeedRecordEvent] {
    guard let bytes = piece.bytes else {
      return [
        .rejected(
          RejectedRow(row: piece.number, reason: "it is longer than \(JSONPieces.limit) bytes"))
      ]
    }
    let product: JSONProduct?
    do {
      product = try JSONProduct(bytes)
    } catch {
      return [
        .rejected(
          RejectedRow(
            row: piece.number, reason: "it is not JSON at byte \(error.offset): \(error.reason)"))
      ]
    }
    guard let product else {
      return [.rejected(RejectedRow(row: piece.number, reason: "it is not a JSON object"))]
    }
    var events: [FeedRecordEvent] = []
    for variant in product.variants() {
      let mapping = try mappings.mapping(of: variant.names)
      events.append(
        .record(variant.record(rowNumber: piece.number, mapping: mapping), mapping))
    }
    return events
  }
}
