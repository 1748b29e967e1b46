/// A table of delimited text as records: the first line names the columns.
struct TableReader: FeedRecords {
  private let columns: ColumnMapping

  private var records: DelimitedRecords
  private var rowNumber = 0
  private var hasWarnedOfEncoding = false

  init(
    _ source: ByteSource, delimiter: UInt8, overrides: ColumnMapping.Overrides
  ) throws(FeedError) {
    records = DelimitedRecords(source, delimiter: delimiter)
    guard try records.readNext() else { throw .empty(feed: source.name) }
    let header = records.record
    guard header.fieldCount <= DelimitedRecords.fieldLimit else {
      throw .notAFeed(
        feed: source.name, reason: "it has more than \(DelimitedRecords.fieldLimit) columns")
    }
    columns = try ColumnMapping(
      columns: (0..<header.fieldCount).map { Self.text(header.field($0)).text },
      overrides: overrides, requiresColumns: true)
  }

  var mapping: ColumnMapping? { columns }

  mutating func next() throws(FeedError) -> [FeedRecordEvent]? {
    guard try records.readNext() else { return nil }
    let record = records.record
    rowNumber += 1
    if let reason = fault(of: record) {
      let id = columns.index(of: .id).flatMap { index in
        index < record.fieldCount ? Self.text(record.field(index)).text.trimmed() : nil
      }
      return [
        .rejected(
          RejectedRow(
            row: rowNumber, id: id.flatMap { $0.isEmpty ? nil : $0 },
            reason: "line \(record.line): \(reason)"))
      ]
    }
    var events: [FeedRecordEvent] = []
    var isUTF8 = true
    var values: [FeedRecord.Value] = []
    values.reserveCapacity(columns.columns.count)
    for index in 0..<columns.columns.count {
      let field = Self.text(record.field(index))
      isUTF8 = isUTF8 && field.isUTF8
      values.append(.text(field.text))
    }
    if !hasWarnedOfEncoding, !isUTF8 {
      hasWarnedOfEncoding = true
      events.append(
        .warning(
          "line \(record.line) is not UTF-8 and was read as Windows-1252, as are others like it"))
    }
    events.append(.record(FeedRecord(rowNumber: rowNumber, values: values), columns))
    return events
  }

  private func fault(of record: DelimitedRecords.Record) -> String? {
    let count = columns.columns.count
    if record.hasNull {
      return "it contains a NUL byte"
    }
    if record.hasTextAfterQuote {
      return "text follows the closing quote of a field"
    }
    let surplus = count..<max(count, record.fieldCount)
    if record.fieldCount < count || surplus.contains(where: { !record.field($0).isEmpty }) {
      return "it has \(record.fieldCount) fields, the header has \(count)"
    }
    return nil
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> (text: String, isUTF8: Bool) {
    if let text = String(validating: bytes, as: UTF8.self) {
      return (text, true)
    }
    return (Windows1252.decode(bytes), false)
  }
}
