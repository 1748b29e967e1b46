internal import Encoders
internal import Ranking
internal import Storage

/// An item that becomes a result, and how many others it stands for.
struct SelectedItem {
  let item: Int64
  let score: Double
  /// Variants, and what looks the same.
  var collapsed = 0
  /// Photos of the same bytes.
  var copies = 0

  /// Stands for another one, too, and for all that it stood for.
  mutating func absorb(_ other: SelectedItem) {
    collapsed += 1 + other.collapsed + other.copies
  }
}

/// The last steps from a ranking to results: order by a field, one result a product or a photo with its
/// copies, diversity.
struct ResultSelection {
  let request: SearchRequest
  let ranking: ItemRanking
  let transaction: ReadTransaction
  let model: ModelRecord

  /// Pictures of a greater cosine look almost the same.
  private static let alike: Float = 0.98
  /// Candidates among which diversity chooses, for each result.
  private static let candidatesPerResult = 5

  /// At most `request.count` results.
  func selected() throws -> [SelectedItem] {
    var items = try sorted(ranking.entries).map { SelectedItem(item: $0.item, score: $0.score) }
    let isDiverse = request.diversity.map { $0 < 1 } ?? false
    let wanted = isDiverse ? max(50, request.count * Self.candidatesPerResult) : request.count
    if request.grouping != .none { items = try withoutVariants(withoutCopies(items)) }
    if request.grouping == .look { items = try withoutLookalikes(items, wanted: wanted) }
    items = Array(items.prefix(wanted))
    if isDiverse, let balance = request.diversity { items = try diverse(items, balance) }
    return Array(items.prefix(request.count))
  }

  /// The relevant items by the field of the request; those without it come last.
  private func sorted(_ entries: [RankedList.Entry]) throws -> [RankedList.Entry] {
    guard let sort = request.sort else { return entries }
    let relevant = entries.filter { ranking.relevant.contains($0.item) }
    let entries = relevant.isEmpty ? Array(entries.prefix(request.count)) : relevant
    let keys = try transaction.sortKeys(of: entries.map(\.item), by: sort.field)
    return entries.enumerated().sorted { a, b in
      switch (keys[a.element.item], keys[b.element.item]) {
      case (let x?, let y?) where x != y: sort.isDescending ? y < x : x < y
      case (.some, nil): true
      case (nil, .some): false
      default: a.offset < b.offset
      }
    }.map(\.element)
  }

  /// Products stay apart though they share a picture: it may stand for many of them.
  private func withoutCopies(_ items: [SelectedItem]) throws -> [SelectedItem] {
    let contents = try transaction.photoContents(of: items.map(\.item))
    guard !contents.isEmpty else { return items }
    var places: [ContentHash: Int] = [:]
    var kept: [SelectedItem] = []
    for item in items {
      if let content = contents[item.item] {
        if let place = places[content] {
          kept[place].copies += 1
          continue
        }
        places[content] = kept.count
      }
      kept.append(item)
    }
    return kept
  }

  private func withoutVariants(_ items: [SelectedItem]) throws -> [SelectedItem] {
    let groups = try transaction.groups(of: items.map(\.item))
    guard !groups.isEmpty else { return items }
    var places: [String: Int] = [:]
    var kept: [SelectedItem] = []
    for item in items {
      if let group = groups[item.item] {
        if let place = places[group] {
          kept[place].absorb(item)
          continue
        }
        places[group] = kept.count
      }
      kept.append(item)
    }
    return kept
  }

  private func withoutLookalikes(_ items: [SelectedItem], wanted: Int) throws -> [SelectedItem] {
    var kept: [SelectedItem] = []
    var embeddings: [Embedding?] = []
    // What comes later cannot be a result; some more are looked at for the counts.
    for item in items.prefix(4 * wanted + 100) {
      let embedding = try pictureEmbedding(of: item.item)
      let twin = embedding.flatMap { embedding in
        embeddings.firstIndex { ($0?.similarity(to: embedding) ?? -1) >= Self.alike }
      }
      if let twin {
        kept[twin].absorb(item)
      } else {
        kept.append(item)
        embeddings.append(embedding)
      }
    }
    return kept
  }

  private func diverse(_ items: [SelectedItem], _ balance: Double) throws -> [SelectedItem] {
    let embeddings = try items.map { try pictureEmbedding(of: $0.item) }
    return Diversity.order(
      relevances: items.map(\.score), count: request.count, balance: balance
    ) { a, b in
      guard let first = embeddings[a], let second = embeddings[b] else { return nil }
      return Double(first.similarity(to: second))
    }.map { items[$0] }
  }

  /// The embedding of an item's first picture that has one.
  private func pictureEmbedding(of item: Int64) throws -> Embedding? {
    for part in try transaction.parts(of: item) where part.part == .image {
      guard let content = part.content,
        let vector = try transaction.vector(content, part: .image, model: model)
      else { continue }
      return Embedding(normalizing: vector)
    }
    return nil
  }
}
