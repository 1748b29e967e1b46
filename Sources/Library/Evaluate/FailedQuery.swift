internal import Ranking
internal import Storage
internal import SystemPackage

/// A query that was answered badly, with all that is needed to see why.
public struct FailedQuery: Sendable, Equatable {
  /// An item with what a reader sees of it.
  public struct Item: Sendable, Equatable {
    /// The product's id; a photo's path as it is stored.
    public let id: String
    /// The title of a product.
    public let title: String?
    /// The absolute path of its first picture.
    public let path: String?
    /// Its place in the answer, from 1; nil where it was not found.
    public let rank: Int?
    /// How relevant it is; 0 for what is not.
    public let grade: Double

    /// An item of an answer.
    public init(id: String, title: String?, path: String?, rank: Int?, grade: Double) {
      self.id = id
      self.title = title
      self.path = path
      self.rank = rank
      self.grade = grade
    }
  }

  /// The line of the query in its file, or its place among sampled items.
  public let number: Int
  /// What was asked.
  public let content: SearchTerm.Content
  /// The picture of an item that asked.
  public let picturePath: String?
  /// 1 − nDCG@10.
  public let loss: Double
  /// How many items would have been right.
  public let relevantCount: Int
  /// The right items, those found first; at most `FailedQuery.mostItems`.
  public let relevant: [Item]
  /// The best of the answer; at most `FailedQuery.mostItems`.
  public let found: [Item]

  /// How many items are shown of either kind.
  public static let mostItems = 5

  /// A failed query.
  public init(
    number: Int, content: SearchTerm.Content, picturePath: String? = nil, loss: Double,
    relevantCount: Int, relevant: [Item], found: [Item]
  ) {
    self.number = number
    self.content = content
    self.picturePath = picturePath
    self.loss = loss
    self.relevantCount = relevantCount
    self.relevant = relevant
    self.found = found
  }
}

extension FailedQuery {
  /// The worst of the answers, worst first; those without any loss are no failures.
  static func worst(
    _ limit: Int, of answers: [AnsweredQuery], store: LibraryStore
  ) throws -> [FailedQuery] {
    let failed = AnsweredQuery.byLoss(answers.filter { $0.loss > 1e-9 }).prefix(limit)
    return try store.read { transaction in
      try failed.map { answer in
        let relevant = answer.relevantItems.prefix(mostItems)
        let found = answer.best.prefix(mostItems)
        let shown = relevant.map(\.item) + found.map(\.item)
        let paths = try transaction.primaryImagePaths(of: shown)
        let records = Dictionary(
          try transaction.items(ids: shown).map { ($0.id, $0) },
          uniquingKeysWith: { first, _ in first })
        func item(_ id: Int64, rank: Int?, grade: Double) -> Item? {
          records[id].map {
            Item(
              id: $0.key, title: $0.title, path: paths[id]?.string, rank: rank, grade: grade)
          }
        }
        return FailedQuery(
          number: answer.query.number, content: answer.query.content,
          picturePath: try picturePath(of: answer.query.content, transaction), loss: answer.loss,
          relevantCount: answer.query.grades.count,
          relevant: relevant.compactMap { item($0.item, rank: $0.rank, grade: $0.grade) },
          found: found.enumerated().compactMap { place, entry in
            item(entry.item, rank: place + 1, grade: answer.query.grades[entry.item] ?? 0)
          })
      }
    }
  }

  private static func picturePath(
    of content: SearchTerm.Content, _ transaction: ReadTransaction
  ) throws -> String? {
    switch content {
    case .text: return nil
    case .image(let path): return path
    case .item(let key):
      guard let item = try transaction.item(key: key) else { return nil }
      return try transaction.primaryImagePaths(of: [item.id])[item.id]?.string
    }
  }
}
