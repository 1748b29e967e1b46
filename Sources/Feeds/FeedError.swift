/// Why a feed cannot be read, or not any further.
public enum FeedError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The feed cannot be opened or read; `reason` is the operating system's text.
  case unreadable(feed: String, reason: String)
  /// The feed has no header and no row.
  case empty(feed: String)
  /// The feed is not text in an encoding that can be read, or not a feed at all.
  case notAFeed(feed: String, reason: String)
  /// A quoted field that begins on `line` never ends.
  case unterminatedQuote(feed: String, line: Int)
  /// The record that begins on `line` is longer than any product.
  case recordTooLong(feed: String, line: Int, limit: Int)
  /// A JSON document that goes wrong between its elements; `reason` says how.
  case malformedDocument(feed: String, line: Int, reason: String)
  /// An XML document that goes wrong on `line`; `reason` says how.
  case malformedXML(feed: String, line: Int, reason: String)
  /// The gzip file that the feed is packed into is cut or corrupt; `reason` says which.
  case damagedCompression(feed: String, reason: String)
  /// A mapping names a field that feeds do not have.
  case unknownField(name: String)
  /// A mapping names a column that the feed does not have.
  case missingColumn(field: String, column: String, columns: [String])

  /// One sentence: what, where, why, and what to do next.
  public var description: String {
    switch self {
    case .unreadable(let feed, let reason):
      "the feed \(feed) cannot be read: \(reason); check that it exists and may be read"
    case .empty(let feed):
      "the feed \(feed) has no rows; export it again"
    case .notAFeed(let feed, let reason):
      "\(feed) is not a product feed: \(reason); export it as CSV or JSON in UTF-8"
    case .unterminatedQuote(let feed, let line):
      "the feed \(feed) opens a quoted field on line \(line) and never closes it; "
        + "close the quote, and write a quote within a field twice"
    case .recordTooLong(let feed, let line, let limit):
      "the feed \(feed) has a record on line \(line) of more than \(limit) bytes; "
        + "check its quotes and its format"
    case .malformedDocument(let feed, let line, let reason):
      "the feed \(feed) is not valid JSON at line \(line): \(reason); "
        + "correct it, or write one object a line"
    case .malformedXML(let feed, let line, let reason):
      "the feed \(feed) is not valid XML at line \(line): \(reason); export it again"
    case .damagedCompression(let feed, let reason):
      "the gzip file \(feed) cannot be unpacked: \(reason); download it again"
    case .unknownField(let name):
      "a column cannot be mapped to \(name) because feeds have no such field; "
        + "the fields are \(FeedField.allCases.map(\.rawValue).joined(separator: ", "))"
    case .missingColumn(let field, let column, let columns):
      "\(field) cannot be mapped to column \(column) because the feed has none of that name; "
        + "its columns are \(columns.joined(separator: ", "))"
    }
  }
}
