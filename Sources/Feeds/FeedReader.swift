/// Reads a product feed, one event at a time, in memory that does not grow with the feed.
///
/// A bad row is rejected and the feed goes on behind it; what makes the rest unreadable (a quote
/// that never closes, a record without end) is thrown. After the end or an error there are no more
/// events. A copy of a reader reads on from the same bytes: use one.
public struct FeedReader {
  /// How the feed is written: never ``FeedFormat/auto``.
  public let format: FeedFormat

  private var records: any FeedRecords
  private var builder = RowBuilder()
  private var pending: [FeedEvent] = []
  private var isAtEnd = false

  /// Opens a feed and reads its beginning, as far as the header.
  ///
  /// - Parameters:
  ///   - overrides: field name → column name, before what is recognised.
  public init(
    source: FeedSource, format: FeedFormat = .auto, overrides: [String: String] = [:]
  ) throws(FeedError) {
    let overrides = try ColumnMapping.Overrides(overrides)
    let bytes = try ByteSource(source)
    try FeedSniffing.checkEncoding(of: bytes)
    let resolved = format == .auto ? FeedSniffing.format(of: bytes) : format
    self.format = resolved
    switch resolved {
    case .tsv:
      records = try TableReader(bytes, delimiter: UInt8(ascii: "\t"), overrides: overrides)
    case .json:
      records = try JSONRecords(bytes, isArray: true, overrides: overrides)
    case .jsonl:
      records = try JSONRecords(bytes, isArray: false, overrides: overrides)
    case .csv, .auto:
      records = try TableReader(bytes, delimiter: nil, overrides: overrides)
    }
  }

  /// Which column is which field: of the whole feed for tables, of the last row for JSON, where it
  /// is nil before the first.
  public var mapping: ColumnMapping? { records.mapping }

  /// The next event; nil at the end of the feed.
  public mutating func next() throws(FeedError) -> FeedEvent? {
    while pending.isEmpty {
      guard !isAtEnd else { return nil }
      isAtEnd = true
      guard let events = try records.next() else { return nil }
      isAtEnd = false
      for event in events {
        switch event {
        case .record(let record, let mapping):
          pending += builder.events(for: record, mapping: mapping)
        case .rejected(let row):
          pending.append(.rejected(row))
        case .warning(let text):
          pending.append(.warning(text))
        }
      }
    }
    return pending.removeFirst()
  }
}
