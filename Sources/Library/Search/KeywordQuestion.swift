internal import Feeds
internal import Storage

/// The words of a query as they are looked up in the texts of items.
struct KeywordQuestion {
  /// What is looked for.
  let attracting: KeywordQuery
  /// What lowers an item that has it, by how much.
  let repelling: [(query: KeywordQuery, weight: Double)]
  /// Words that no item has, and what was put in their place.
  let corrections: [SpellingCorrection]
  /// The items whose id or code the query is, as far as they are admitted.
  let codeItems: [Int64]
}

/// The items that words find.
struct KeywordRanking {
  /// Best first, and how well they match; those without all words come last.
  var matches: [KeywordMatch] = []
  /// The score that a perfect match would approach.
  var ceiling = 0.0
}

extension Searcher {
  /// The words among the terms of a request; nil where there are none, or no item has texts.
  func keywordQuestion(
    for request: SearchRequest, among admitted: [Int64]?
  ) throws -> KeywordQuestion? {
    let texts = request.terms.compactMap { term -> (text: String, weight: Double)? in
      if case .text(let text) = term.content {
        (TextCleaning.clean(text), term.weight)
      } else {
        nil
      }
    }
    let words = texts.filter { $0.weight > 0 }.map(\.text).joined(separator: " ")
    guard !words.isEmpty, request.mode != .image, request.mode != .text else { return nil }
    return try store.read { transaction in
      guard try transaction.hasText() else { return nil }
      let isAlone = request.terms.count == 1 && request.mode != .hybrid
      let codeItems = isAlone ? try items(withCode: words, among: admitted, in: transaction) : []
      var corrected = words
      var corrections: [SpellingCorrection] = []
      if codeItems.isEmpty {
        let misspelt = try transaction.wordsWithoutMatch(KeywordQuery(words).words)
          .filter { $0.count >= Self.leastMisspelt && !$0.contains(where: \.isNumber) }
          .prefix(Self.mostMisspelt)
        let nearestWords = try transaction.nearestWords(to: Array(misspelt))
        for word in misspelt {
          guard let nearest = nearestWords[word] else { continue }
          corrected = corrected.replacingWord(word, with: nearest)
          corrections.append(SpellingCorrection(written: word, corrected: nearest))
        }
      }
      let query = KeywordQuery(corrected)
      guard !query.isEmpty else { return nil }
      return KeywordQuestion(
        attracting: query,
        repelling: texts.filter { $0.weight < 0 }.map { (KeywordQuery($0.text), -$0.weight) },
        corrections: corrections, codeItems: codeItems)
    }
  }

  /// The admitted items with an id or code. Only one word with a digit or a sign such as a hyphen in it is
  /// taken for a code, or groups of digits.
  private func items(
    withCode code: String, among admitted: [Int64]?, in transaction: ReadTransaction
  ) throws -> [Int64] {
    let isOneWord = !code.contains(where: \.isWhitespace)
    let isMarked = code.contains { $0.isNumber || "-_./".contains($0) }
    let isDigits = code.allSatisfy { $0.isNumber || $0 == " " || $0 == "-" }
    guard code.count <= 100, isOneWord && isMarked || isDigits else { return [] }
    let items = try transaction.items(withCode: code)
    guard let admitted else { return items }
    return items.filter { admitted.sortedIndex(of: $0) != nil }
  }

  /// What the words of a question find; nothing where they are not searched.
  func keywordRanking(_ question: Question) throws -> KeywordRanking {
    guard let keywords = question.keywords else { return KeywordRanking() }
    guard keywords.codeItems.isEmpty else {
      return KeywordRanking(
        matches: keywords.codeItems.map { KeywordMatch(item: $0, score: 1, matchesAll: true) })
    }
    return try store.read { transaction in
      var matches = try transaction.keywordMatches(
        keywords.attracting, limit: Self.mostKeywordMatches, among: question.admitted,
        includesTitles: question.includesTitles)
      for (query, weight) in keywords.repelling {
        let penalties = Dictionary(
          uniqueKeysWithValues: try transaction.keywordMatches(
            query, limit: Self.mostKeywordMatches, among: question.admitted,
            includesTitles: question.includesTitles
          ).map { ($0.item, $0.score * weight) })
        for position in matches.indices {
          matches[position].score -= penalties[matches[position].item, default: 0]
        }
      }
      if !keywords.repelling.isEmpty {
        matches.sort { a, b in
          a.score != b.score ? a.score > b.score : a.item < b.item
        }
      }
      return KeywordRanking(
        matches: matches.filter { !question.excluded.contains($0.item) },
        ceiling: try transaction.keywordCeiling(
          of: keywords.attracting, includesTitles: question.includesTitles))
    }
  }

  /// Shorter words are near to too many others.
  private static let leastMisspelt = 4
  /// A text with more words that no item has is not misspelt but about something else.
  private static let mostMisspelt = 16
  /// Matches beyond these are too weak to matter.
  private static let mostKeywordMatches = 10_000
}

extension String {
  /// The text with a word put in the place of another, whatever its case.
  fileprivate func replacingWord(_ word: String, with replacement: String) -> String {
    split(separator: " ", omittingEmptySubsequences: false)
      .map { piece in
        let bare = piece.filter { $0.isLetter || $0.isNumber }
        return bare.lowercased() == word.lowercased() ? replacement : String(piece)
      }
      .joined(separator: " ")
  }
}
