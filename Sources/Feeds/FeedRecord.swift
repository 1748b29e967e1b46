/// One record of a feed, before its columns mean anything.
struct FeedRecord {
  /// A value as the feed has it.
  enum Value: Equatable {
    case text(String)
    /// A JSON array of plain values.
    case list([String])

    var isEmpty: Bool {
      switch self {
      case .text(let text): text.trimmed().isEmpty
      case .list(let elements): elements.allSatisfy { $0.trimmed().isEmpty }
      }
    }
  }

  /// Its place in the feed, counted as ``ProductRow/rowNumber``.
  let rowNumber: Int
  /// One value a column of the mapping that belongs to it.
  let values: [Value]
}

/// Reads the records of a feed of one format.
protocol FeedRecords {
  /// The mapping of the last record, or of all.
  var mapping: ColumnMapping? { get }

  /// What comes next, at least one event; nil at the end, after which it is not called again.
  mutating func next() throws(FeedError) -> [FeedRecordEvent]?
}

/// What a record reader comes upon.
enum FeedRecordEvent {
  case record(FeedRecord, ColumnMapping)
  case rejected(RejectedRow)
  case warning(String)
}
