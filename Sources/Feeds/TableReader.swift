/// A table of delimited text as records: the first line names the columns.
struct TableReader: FeedRecords {
  private let columns: ColumnMapping

  private var records: DelimitedRecords
  private var rowNumber = 0
  private var hasWarnedOfEncoding = false

  init(
    _ source: ByteSource, delimiter: UInt8?, overrides: ColumnMapping.Overrides
  ) throws(FeedError) {
    let name = source.name
    records = DelimitedRecords(source, delimiter: delimiter)
    guard let header = try records.next() else { throw .empty(feed: name) }
    columns = try ColumnMapping(
      columns: header.fields.map { Self.text($0).text }, overrides: overrides,
      requiresColumns: true)
  }

  var mapping: ColumnMapping? { columns }

  mutating func next() throws(FeedError) -> [FeedRecordEvent]? {
    guard let record = try records.next() else { return nil }
    rowNumber += 1
    if let reason = fault(of: record) {
      let id = columns.index(of: .id).flatMap { index in
        index < record.fields.count ? Self.text(record.fields[index]).text.trimmed() : nil
      }
      return [
        .rejected(
          RejectedRow(
            row: rowNumber, id: id.flatMap { $0.isEmpty ? nil : $0 },
            reason: "line \(record.line): \(reason)"))
      ]
    }
    var events: [FeedRecordEvent] = []
    let texts = record.fields.prefix(columns.columns.count).map(Self.text)
    if !hasWarnedOfEncoding, texts.contains(where: { !$0.isUTF8 }) {
      hasWarnedOfEncoding = true
      events.append(
        .warning(
          "line \(record.line) is not UTF-8 and was read as Windows-1252, as are others like it"))
    }
    let values = texts.map { FeedRecord.Value.text($0.text) }
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
    if record.fields.count < count || record.fields[count...].contains(where: { !$0.isEmpty }) {
      return "it has \(record.fields.count) fields, the header has \(count)"
    }
    return nil
  }

  private static func text(_ bytes: [UInt8]) -> (text: String, isUTF8: Bool) {
    if let text = String(validating: bytes, as: UTF8.self) {
      return (text, true)
    }
    return (Windows1252.decode(bytes), false)
  }
}
