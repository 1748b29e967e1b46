internal import Encoders
internal import Feeds
internal import Imaging
internal import Ranking
internal import Storage
internal import SystemPackage

/// Finds out which query and which items feedback is about.
struct FeedbackReading {
  let transaction: ReadTransaction
  let limits: DecodingLimits

  /// The query that somebody wrote: the id of an item, a picture as @PATH, or words.
  ///
  /// Throws: `LibraryError` for a query of several terms, and for a picture that is none.
  func query(_ text: String) throws -> FeedbackQuery {
    if let item = try transaction.item(key: text) { return .item(item.key) }
    let terms = try QueryExpression.parse(words: [text])
    guard terms.count == 1, terms[0].weight == 1 else {
      throw LibraryError(
        "feedback is about one term without a weight, and '\(text)' has more; judge each term, or quote "
          + "plus and minus signs that are meant literally")
    }
    switch terms[0].content {
    case .text(let words): return try self.query(words: words)
    case .image(let path): return try picture(at: FilePath(path))
    case .item(let key): return .item(key)
    }
  }

  /// Words, with white space as one writes it.
  func query(words: String) throws(LibraryError) -> FeedbackQuery {
    let words = TextCleaning.clean(words)
    guard !words.isEmpty else {
      throw LibraryError("the query is empty; give the words that were searched for")
    }
    return .text(words)
  }

  /// A picture that can be searched with.
  func picture(at path: FilePath) throws(LibraryError) -> FeedbackQuery {
    do throws(ImageError) {
      let bytes = try Picture(at: path).read(limits: limits)
      _ = try ImageDecoder.decode(bytes, targetSide: 32, limits: limits)
      return .image(bytes.withUnsafeBytes { ContentHash(hashing: $0) }, path: path)
    } catch {
      throw LibraryError("\(path.string) cannot be searched with: \(error.detail)")
    }
  }

  /// The key of an item, given by it or by the path of one of its pictures; nil where there is none.
  func key(of item: String) throws -> String? {
    if let known = try transaction.item(key: item) { return known.key }
    guard !item.isEmpty, !item.utf8.contains(0) else { return nil }
    return try transaction.items(withImageAt: FilePath(item)).first?.key
  }

  /// The error for an item that is not there, with the one of the most similar id.
  func unknown(_ item: String) throws -> LibraryError {
    var nearest: (key: String, distance: Int)?
    let letters = Array(item.lowercased().unicodeScalars)
    try transaction.forEachItem(includingOffline: true) { known in
      let limit = min(2, (nearest?.distance ?? 3) - 1)
      guard limit > 0,
        let distance = EditDistance.between(
          letters, Array(known.key.lowercased().unicodeScalars), limit: limit)
      else { return }
      nearest = (known.key, distance)
    }
    let advice =
      nearest.map { "did you mean '\($0.key)'?" } ?? "ids stand in the results of a search"
    return LibraryError("the library has no item called '\(item)'; \(advice)")
  }
}
