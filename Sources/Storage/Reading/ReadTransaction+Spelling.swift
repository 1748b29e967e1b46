import Ranking

extension ReadTransaction {
  /// The words of the library's texts that are nearest to misspelt ones, in lower case, by the
  /// misspelt word: at most one edit away for up to seven letters, for more at most two, which leave
  /// the first letter. Of equally near words one with the same first letter comes first, then the one
  /// that more items have.
  ///
  /// The vocabulary holds stems, which are compared first, in one pass for all words; the words they
  /// stand for are then looked up in texts that have them.
  public func nearestWords(to words: [String]) throws(StorageError) -> [String: String] {
    let tokenizer = try connection.translating { try WordTokenizer(connection.database) }
    let misspelt = words.compactMap { MisspeltWord($0, tokenizer: tokenizer) }
    guard !misspelt.isEmpty else { return [:] }
    var nearest: [String: String] = [:]
    for (word, stems) in zip(misspelt, try stemsLike(misspelt)) {
      nearest[word.word] = try nearestSurface(to: word, of: stems, tokenizer: tokenizer)
    }
    return nearest
  }

  /// The stems that words near to each of `misspelt` can have: nearest first, then most frequent, not
  /// more than are worth looking up.
  private func stemsLike(_ misspelt: [MisspeltWord]) throws(StorageError) -> [[LikelyStem]] {
    var found = [[LikelyStem]](repeating: [], count: misspelt.count)
    let vocabulary = try DirectStatement(
      connection, "SELECT term, doc FROM item_vocabulary WHERE length(term) BETWEEN ? AND ?")
    vocabulary.bind(Int64(misspelt.map(\.lengths.lowerBound).min() ?? 0), at: 1)
    vocabulary.bind(Int64(misspelt.map(\.lengths.upperBound).max() ?? 0), at: 2)
    while try vocabulary.step() {
      let term: String? = vocabulary.withText(0) { bytes in
        let letters = LetterSet(bytes)
        return misspelt.contains { $0.mayHaveStem(of: letters) }
          ? String(decoding: bytes, as: UTF8.self) : nil
      }
      guard let term else { continue }
      let scalars = Array(term.unicodeScalars)
      for (place, word) in misspelt.enumerated() {
        guard let distance = word.distance(toStem: scalars) else { continue }
        found[place].append(
          LikelyStem(stem: term, items: Int(vocabulary.integer(1)), distance: distance))
      }
    }
    return found.map { stems in
      Array(
        stems.sorted { ($0.distance, $1.items, $0.stem) < ($1.distance, $0.items, $1.stem) }
          .prefix(Self.mostStems))
    }
  }

  private func nearestSurface(
    to word: MisspeltWord, of stems: [LikelyStem], tokenizer: WordTokenizer
  ) throws(StorageError) -> String? {
    var best: Suggestion?
    for candidate in stems {
      for surface in try surfaces(of: candidate.stem, tokenizer: tokenizer) {
        let scalars = Array(surface.unicodeScalars)
        let keepsFirstLetter = scalars.first == word.letters.first
        guard
          let distance = EditDistance.between(word.letters, scalars, limit: word.limit),
          distance == 1 || distance > 1 && keepsFirstLetter
        else { continue }
        let suggestion = Suggestion(
          word: surface, distance: distance, keepsFirstLetter: keepsFirstLetter,
          items: candidate.items)
        if best.map({ suggestion.isBetter(than: $0) }) ?? true { best = suggestion }
      }
    }
    return best?.word
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

  private static let mostStems = 32

  private struct LikelyStem {
    var stem: String
    var items: Int
    var distance: Int
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

/// A word that no text has, made ready to be compared with the stems of those that texts have.
private struct MisspeltWord {
  let word: String
  /// In lower case, without marks.
  let letters: [Unicode.Scalar]
  let stem: [Unicode.Scalar]
  /// The most edits that count as a slip.
  let limit: Int
  private let known: LetterSet

  /// An ending that was misspelt is cut from one of the two words only.
  private static let longestEnding = 4

  /// Nil for what is not one word, and for an endless one.
  init?(_ word: String, tokenizer: WordTokenizer) {
    let letters = Array(FieldFolding.fold(word).unicodeScalars)
    guard !letters.isEmpty, letters.count <= 64 else { return nil }
    let stems = tokenizer.words(of: word)
    guard stems.count == 1, let stem = stems.first.map({ Array($0.stem.unicodeScalars) }) else {
      return nil
    }
    self.word = word
    self.letters = letters
    self.stem = stem
    limit = letters.count <= 7 ? 1 : 2
    known = LetterSet(letters).union(LetterSet(stem))
  }

  /// How long the stems of near words can be.
  var lengths: ClosedRange<Int> {
    let shortest = stem.count - limit - Self.longestEnding
    return shortest...max(shortest, letters.count + limit)
  }

  /// Whether a stem of these letters can be near: every letter that the word lacks is an edit at least.
  func mayHaveStem(of letters: LetterSet) -> Bool { letters.countMissing(from: known) <= limit }

  /// How far a stem lies from the word's, or from its beginning; nil where it is too far.
  func distance(toStem other: [Unicode.Scalar]) -> Int? {
    if let distance = EditDistance.between(stem, other, limit: limit) { return distance }
    guard other.count >= 3, letters.count > other.count else { return nil }
    let beginning = Array(letters.prefix(other.count))
    return EditDistance.between(beginning, other, limit: 1).map { $0 + limit }
  }
}
