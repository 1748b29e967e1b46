internal import Ranking
internal import Storage

/// A run in the format of trec_eval, a result a line: query, Q0, item, rank, score, tag.
final class TRECRun {
  private let writer: LineWriter
  private let store: LibraryStore
  /// The names of items written before: the best of one query are often those of others.
  private var names: [Int64: String] = [:]

  /// Creates the file.
  init(path: String, store: LibraryStore) throws {
    writer = try LineWriter(path: path)
    self.store = store
  }

  /// Writes the best thousand of one query.
  func write(_ query: Int, _ ranked: [RankedList.Entry]) throws {
    let best = ranked.prefix(1000)
    let unnamed = best.map(\.item).filter { names[$0] == nil }
    for item in try store.read({ try $0.items(ids: unnamed) }) {
      names[item.id] = item.key.map { $0.isWhitespace ? "_" : String($0) }.joined()
    }
    for (place, entry) in best.enumerated() {
      guard let name = names[entry.item] else { continue }
      try writer.write("\(query) Q0 \(name) \(place + 1) \(entry.score) mmsearch")
    }
  }

  /// Completes the file.
  func finish() throws {
    try writer.finish()
  }
}
