/// The items of an XML feed as records. Each has columns of its own, the names of its elements.
struct XMLRecords: FeedRecords {
  /// The mapping of the last item.
  var mapping: ColumnMapping? { mappings.last }

  private var mappings: ColumnMappings
  private let parser: XMLItemParser
  private var warning: String?

  init(_ source: ByteSource, overrides: ColumnMapping.Overrides) throws(FeedError) {
    mappings = ColumnMappings(overrides: overrides)
    // Many shops send an empty line before the declaration, which has to come first.
    source.skip(source.unread.prefix(while: FeedSniffing.isWhiteSpace).count)
    var encoding = source.isTranscoded ? "UTF-8" : nil
    if !source.isTranscoded, let assumed = XMLEncoding.undeclared(in: source.unread) {
      encoding = assumed
      warning = "the feed is not UTF-8 and was read as Windows-1252"
    }
    parser = try XMLItemParser(source, encoding: encoding)
  }

  mutating func next() throws(FeedError) -> [FeedRecordEvent]? {
    if let warning {
      self.warning = nil
      return [.warning(warning)]
    }
    guard let item = try parser.next() else { return nil }
    guard !item.isTooLong else {
      let reason = "line \(item.line): it is longer than \(XMLItem.limit) bytes"
      return [.rejected(RejectedRow(row: item.number, reason: reason))]
    }
    let mapping = try mappings.mapping(of: item.names)
    return [.record(FeedRecord(rowNumber: item.number, values: item.values), mapping)]
  }
}
