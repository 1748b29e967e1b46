internal import Ranking
internal import Storage

/// The names of items in files for trec_eval and ranx, which split lines at white space: it becomes %XX, and so
/// does the percent sign.
private final class TRECNames {
  private let store: LibraryStore
  /// Names written before: the best of one query are often those of others.
  private var names: [Int64: String] = [:]

  init(store: LibraryStore) {
    self.store = store
  }

  /// The names of items; those that are no longer there have none.
  func names(of items: [Int64]) throws -> [Int64: String] {
    let unnamed = items.filter { names[$0] == nil }
    for item in try store.read({ try $0.items(ids: unnamed) }) {
      names[item.id] = Self.encoded(item.key)
    }
    return names
  }

  private static func encoded(_ key: String) -> String {
    key.map { character in
      guard character.isWhitespace || character == "%" else { return String(character) }
      return character.utf8.map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count < 2 ? "%0" + digits : "%" + digits
      }.joined()
    }.joined()
  }
}

/// A run in the format of trec_eval, a result a line: query, Q0, item, rank, score, tag.
final class TRECRun {
  /// How many results of a query a run has where nobody says.
  static let customaryDepth = 1000

  private let writer: LineWriter
  private let names: TRECNames
  private let depth: Int

  /// Creates the file.
  ///
  /// - Parameter depth: How many results of each query are written.
  init(path: String, store: LibraryStore, depth: Int) throws {
    writer = try LineWriter(path: path)
    names = TRECNames(store: store)
    self.depth = depth
  }

  /// Writes the best of one query. Scores fall from line to line, even read as 32-bit numbers: trec_eval
  /// orders by them and would put equal ones in an order of its own.
  func write(_ query: Int, _ ranked: [RankedList.Entry]) throws {
    let best = ranked.prefix(depth)
    let names = try names.names(of: best.map(\.item))
    var last = Float.infinity
    for (place, entry) in best.enumerated() {
      guard let name = names[entry.item] else { continue }
      last = min(Float(entry.score), last.nextDown)
      try writer.write("\(query) Q0 \(name) \(place + 1) \(last) mmsearch")
    }
  }

  /// Completes the file.
  func finish() throws {
    try writer.finish()
  }
}

/// Relevance judgements in the format of trec_eval (qrels), an item a line: query, 0, item, grade.
enum TRECJudgements {
  /// Throws: `LibraryError` for a grade that is no whole number, which the format cannot say.
  static func check(_ queries: [EvaluationQuery]) throws(LibraryError) {
    for query in queries {
      guard let odd = query.grades.values.first(where: { $0 != $0.rounded() }) else { continue }
      throw LibraryError(
        "query \(query.number) has the grade \(odd), but the grades of TREC judgements are whole "
          + "numbers; multiply all grades by the same number, or leave out --qrels")
    }
  }

  /// Writes the judgements of queries whose grades are whole numbers.
  static func write(_ queries: [EvaluationQuery], to path: String, store: LibraryStore) throws {
    let writer = try LineWriter(path: path)
    let names = TRECNames(store: store)
    for query in queries {
      let items = query.grades.sorted { $0.key < $1.key }
      let known = try names.names(of: items.map(\.key))
      for (item, grade) in items {
        guard let name = known[item] else { continue }
        try writer.write("\(query.number) 0 \(name) \(Int(grade))")
      }
    }
    try writer.finish()
  }
}
