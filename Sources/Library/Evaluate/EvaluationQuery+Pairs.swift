internal import Ranking
internal import Storage

extension EvaluationQuery {
  /// Queries that the library itself answers: the text of a part asks for the item that has it, or the picture
  /// of an item for the text. Items with the same text are relevant, too.
  ///
  /// - Parameters:
  ///   - hasPicture: Whether the picture of an item can be found, or ask.
  ///   - asksWithImages: Whether pictures ask.
  static func pairs(
    of part: ItemPart, sampleCount: Int, seed: UInt64, asksWithImages: Bool, store: LibraryStore,
    where hasPicture: (Int64) -> Bool
  ) throws -> [EvaluationQuery] {
    var items: [(id: Int64, key: String, text: String)] = []
    try store.read { transaction in
      try transaction.forEachItem { item in
        let text = part == .title ? item.title : item.description
        guard let text, !text.isEmpty, hasPicture(item.id) else { return }
        items.append((item.id, item.key, text))
      }
    }
    let sameText = Dictionary(grouping: items, by: \.text)
    var generator = SplitMix64(seed: seed)
    return generator.sample(sampleCount, of: items.count).enumerated().map { place, drawn in
      let item = items[drawn]
      let relevant = (sameText[item.text] ?? []).map { ($0.id, 1.0) }
      return EvaluationQuery(
        number: place + 1, content: asksWithImages ? .item(item.key) : .text(item.text),
        grades: Dictionary(uniqueKeysWithValues: relevant))
    }
  }
}
