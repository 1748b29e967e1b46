/// One record of a feed, before its columns mean anything.
struct FeedRecord {
  /// A value as the feed has it.
  enum Value: Equatable {
    case text(String)
    /// A list of plain values.
    case list([String])

    static let none = Value.text("")

    var isEmpty: Bool {
      switch self {
      case .text(let text): text.isBlank
      case .list(let elements): elements.allSatisfy(\.isBlank)
      }
    }
  }

  /// An attribute that no column is named after, such as an option of a shop's product.
  struct Attribute: Equatable {
    let name: String
    let value: String
  }

  /// Its place in the feed, counted as ``ProductRow/rowNumber``.
  let rowNumber: Int
  /// One value a column of the mapping that belongs to it.
  var values: [Value]
  /// Values of fields that count instead of those of their columns.
  var replacements: [FeedField: Value] = [:]
  /// What the record says besides its columns.
  var attributes: [Attribute] = []

  /// Enters an attribute, as a field where its name means one that has no value of its own.
  mutating func set(_ name: String, to value: String) {
    let normalized = FeedField.normalized(name)
    let field = FeedField.ofAttributes.first { $0.columnNames.contains(normalized) }
    if let field, replacements[field] == nil {
      replacements[field] = .text(value)
    } else {
      attributes.append(Attribute(name: name, value: value))
    }
  }
}

/// Reads the records of a feed of one format.
protocol FeedRecords {
  /// The mapping of the last record, or of all.
  var mapping: ColumnMapping? { get }

  /// What comes next; nil at the end, after which it is not called again.
  mutating func next() throws(FeedError) -> [FeedRecordEvent]?
}

/// What a record reader comes upon.
enum FeedRecordEvent {
  case record(FeedRecord, ColumnMapping)
  case rejected(RejectedRow)
  case warning(String)
}

extension String {
  /// Whether there is nothing but white space.
  var isBlank: Bool {
    if let first = utf8.first, (0x21..<0x7f).contains(first) { return false }
    return allSatisfy(\.isWhitespace)
  }
}
