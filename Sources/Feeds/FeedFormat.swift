/// How a feed is written.
public enum FeedFormat: String, Sendable, CaseIterable {
  /// By its first bytes, whatever its name is.
  case auto
  /// Comma-separated values after RFC 4180; the delimiter (comma, semicolon, tab or bar) is found
  /// from the first rows.
  case csv
  /// The same, separated by tabs.
  case tsv
  /// One JSON object a line.
  case jsonl
  /// One JSON array of objects, or a document around one, such as `{"products": […]}`.
  case json
  /// RSS 2.0, Atom or plain XML with an element a product, as Google Merchant Center reads it.
  case xml
  /// Products of the schema.org vocabulary: JSON-LD, by itself or in an HTML page.
  case jsonld
}

/// Where a feed is read from.
public enum FeedSource: Sendable {
  /// A file.
  case file(path: String)
  /// An open descriptor, such as standard input, read to its end and left open. The name stands
  /// for the path in messages.
  case descriptor(Int32, name: String)

  var name: String {
    switch self {
    case .file(let path): path
    case .descriptor(_, let name): name
    }
  }
}

/// What a feed reader comes upon.
public enum FeedEvent: Sendable, Equatable {
  /// A product.
  case row(ProductRow)
  /// A row that is no product; the feed goes on behind it.
  case rejected(RejectedRow)
  /// Something a person should know: one sentence, said once a feed where it is about the feed.
  case warning(String)
}
