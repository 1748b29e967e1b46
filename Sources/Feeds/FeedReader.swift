/// Reads a product feed, one event at a time, in memory that does not grow with the feed.
///
/// A bad row is rejected and the feed goes on behind it; what makes the rest unreadable (a quote
/// that never closes, a record without end) is thrown. After the end or an error there are no more
/// events. A copy of a reader reads on from the same bytes: use one.
public struct FeedReader {
  /// How the feed is written: never ``FeedFormat/auto``.
  public let format: FeedFormat

  private var records: any FeedRecords
  private var export: ShopExport?
  private var builder = RowBuilder()
  /// Events to hand out, the next one last.
  private var pending: [FeedEvent] = []
  private var isAtEnd = false

  /// Opens a feed and reads its beginning, as far as the header. A feed packed with gzip is
  /// unpacked as it is read.
  ///
  /// - Parameters:
  ///   - overrides: field name → column name, before what is recognised.
  public init(
    source: FeedSource, format: FeedFormat = .auto, overrides: [String: String] = [:]
  ) throws(FeedError) {
    let overrides = try ColumnMapping.Overrides(overrides)
    let bytes = try ByteSource(source)
    try FeedSniffing.checkEncoding(of: bytes)
    let resolved = format == .auto ? FeedSniffing.format(of: bytes.unread) : format
    self.format = resolved
    switch resolved {
    case .json:
      records = try JSONRecords(document: bytes, overrides: overrides)
    case .jsonl:
      records = JSONRecords(lines: bytes, overrides: overrides)
    case .xml:
      records = try XMLRecords(bytes, overrides: overrides)
    case .jsonld:
      records = try LinkedDataRecords(bytes, overrides: overrides)
    case .tsv, .csv, .auto:
      let declared = DelimiterSniffing.declaration(in: bytes.unread)
      if let declared { bytes.skip(declared.length) }
      let delimiter =
        resolved == .tsv
        ? UInt8(ascii: "\t")
        : declared?.delimiter ?? DelimiterSniffing.delimiter(of: bytes.unread)
      let table = try TableReader(bytes, delimiter: delimiter, overrides: overrides)
      export = table.mapping.flatMap { ShopExport($0) }
      records = table
    }
  }

  /// Which column is which field: of the whole feed for tables, of the last row for other formats,
  /// where it is nil before the first.
  public var mapping: ColumnMapping? { records.mapping }

  /// The next event; nil at the end of the feed.
  public mutating func next() throws(FeedError) -> FeedEvent? {
    while pending.isEmpty {
      guard !isAtEnd else { return nil }
      isAtEnd = true
      guard let events = try records.next() else {
        // The last product of a shop's export is complete only now.
        hand(out: export?.finish() ?? [])
        continue
      }
      isAtEnd = false
      for event in events {
        switch event {
        case .record(let record, let mapping):
          if let products = export?.products(completedBy: record) {
            hand(out: products)
          } else {
            hand(out: [.record(record, mapping)])
          }
        case .rejected, .warning:
          hand(out: [event])
        }
      }
    }
    return pending.popLast()
  }

  private mutating func hand(out events: [FeedRecordEvent]) {
    var built: [FeedEvent] = []
    for event in events {
      switch event {
      case .record(let record, let mapping):
        built += builder.events(for: record, mapping: mapping)
      case .rejected(let row):
        built.append(.rejected(row))
      case .warning(let text):
        built.append(.warning(text))
      }
    }
    pending.insert(contentsOf: built.reversed(), at: 0)
  }
}
