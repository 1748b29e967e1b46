extension ReadTransaction {
  /// The word of the library's texts that is nearest to a misspelt one, in lower case: at most one
  /// edit away for up to seven letters, for more at most two, which leave the first letter; nil for
  /// none. Of equally near words one with the same first letter comes first, then the one that more
  /// items have.
  ///
  /// The vocabulary holds stems, which are compared first; the words they stand for are then looked
  /// up in texts that have them.
  public func nearestWord(to word: String) throws(StorageError) -> String? {
    let letters = Array(FieldFolding.fold(word).unicodeScalars)
    guard !letters.isEmpty, letters.count <= 64 else { return nil }
    let limit = letters.count <= 7 ? 1 : 2
    let tokenizer = try connection.translating { try WordTokenizer(connection.database) }
    let stems = tokenizer.words(of: word)
    guard stems.count == 1, let stem = stems.first.map({ Array($0.stem.unicodeScalars) }) else {
      return nil
    }
    var best: Suggestion?
    for candidate in try stemsLike(letters, stem: stem, limit: limit) {
      for surface in try surfaces(of: candidate.stem, tokenizer: tokenizer) {
        let spelt = Array(surface.unicodeScalars)
        guard let distance = EditDistance.between(letters, spelt, limit: limit), distance > 0,
          distance == 1 || spelt.first == letters.first
        else { continue }
        let suggestion = Suggestion(
          word: surface, distance: distance, keepsFirstLetter: spelt.first == letters.first,
          items: candidate.items)
        if best.map({ suggestion.isBetter(than: $0) }) ?? true { best = suggestion }
      }
    }
    return best?.word
  }

  /// The stems that words near to `letters` can have: nearest first, then most frequent, not more
  /// than are worth looking up.
  private func stemsLike(
    _ letters: [Unicode.Scalar], stem: [Unicode.Scalar], limit: Int
  ) throws(StorageError) -> [(stem: String, items: Int)] {
    // An ending that was misspelt is cut from one of the two only.
    let longestEnding = 4
    let known = LetterSet(letters).union(LetterSet(stem))
    var found: [(stem: String, items: Int, distance: Int)] = []
    let vocabulary = try DirectStatement(
      connection, "SELECT term, doc FROM item_vocabulary WHERE length(term) BETWEEN ? AND ?")
    vocabulary.bind(Int64(stem.count - limit - longestEnding), at: 1)
    vocabulary.bind(Int64(letters.count + limit), at: 2)
    while try vocabulary.step() {
      let term = vocabulary.withText(0) { bytes in
        // Every letter that the word lacks is an edit at least.
        LetterSet(bytes).countMissing(from: known) <= limit
          ? String(decoding: bytes, as: UTF8.self) : nil
      }
      guard let term else { continue }
      let spelt = Array(term.unicodeScalars)
      var distance = EditDistance.between(stem, spelt, limit: limit)
      if distance == nil, spelt.count >= 3, letters.count > spelt.count {
        let beginning = Array(letters.prefix(spelt.count))
        distance = EditDistance.between(beginning, spelt, limit: 1).map { $0 + limit }
      }
      if let distance { found.append((term, Int(vocabulary.integer(1)), distance)) }
    }
    return
      found.sorted { ($0.distance, $1.items, $0.stem) < ($1.distance, $0.items, $1.stem) }
      .prefix(32).map { ($0.stem, $0.items) }
  }

  /// The words with a stem in some of the texts that have it, in lower case.
  private func surfaces(
    of stem: String, tokenizer: WordTokenizer
  ) throws(StorageError) -> Set<String> {
    let items = try rows("SELECT DISTINCT doc FROM item_occurrence WHERE term = ? LIMIT 8", [stem])
    var surfaces: Set<String> = []
    for item in items {
      let texts = try connection.first(
        """
        SELECT title, brand, category, attributes, description, code FROM item_words
        WHERE rowid = ?
        """,
        [item]
      ) { row in try (0..<6).map { try row.value($0, as: String.self) } }
      for text in texts ?? [] {
        for word in tokenizer.words(of: text) where word.stem == stem {
          surfaces.insert(FieldFolding.fold(word.surface))
        }
      }
    }
    return surfaces
  }

  private struct Suggestion {
    var word: String
    var distance: Int
    var keepsFirstLetter: Bool
    var items: Int

    func isBetter(than other: Suggestion) -> Bool {
      if distance != other.distance { return distance < other.distance }
      if keepsFirstLetter != other.keepsFirstLetter { return keepsFirstLetter }
      if items != other.items { return items > other.items }
      return word < other.word
    }
  }
}
