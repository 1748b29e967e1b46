public import SystemPackage

/// What somebody said of an item as an answer to a query, or did with it.
public struct FeedbackRecord: Sendable, Equatable {
  /// What was said or done; the numbers are stored.
  public enum Kind: Int64, Sendable, CaseIterable {
    case like = 0
    case dislike = 1
    /// The item was chosen among answers.
    case click = 2
    /// The item stood above one that was chosen, and was not.
    case pass = 3
  }

  /// What was asked.
  public var query: FeedbackQuery
  /// The key of the item.
  public var item: String
  /// What was said or done.
  public var kind: Kind
  /// When, in milliseconds since 1970; nil where a log does not say.
  public var unixMilliseconds: Int64?

  /// A record as it is to be stored.
  public init(query: FeedbackQuery, item: String, kind: Kind, unixMilliseconds: Int64?) {
    self.query = query
    self.item = item
    self.kind = kind
    self.unixMilliseconds = unixMilliseconds
  }
}

/// What was asked when feedback was given; the same picture is the same query wherever it lies.
public enum FeedbackQuery: Sendable, Hashable {
  case text(String)
  /// A picture, and where it lay.
  case image(ContentHash, path: FilePath)
  /// An item, by its key.
  case item(String)

  /// Whether both ask the same.
  public static func == (left: FeedbackQuery, right: FeedbackQuery) -> Bool {
    switch (left, right) {
    case (.text(let left), .text(let right)), (.item(let left), .item(let right)): left == right
    case (.image(let left, _), .image(let right, _)): left == right
    default: false
    }
  }

  /// Feeds what tells queries apart.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .text(let text): hasher.combine(text)
    case .item(let key): hasher.combine(key)
    case .image(let content, _): hasher.combine(content)
    }
  }
}
