extension ReadTransaction {
  /// The items that have terms of a query, those with all terms first, then by score, then by row;
  /// offline ones never, and only those in `among` (ascending) if it is given. Without titles the
  /// terms have to stand elsewhere.
  public func keywordMatches(
    _ query: KeywordQuery, limit: Int, among items: [Int64]? = nil, includesTitles: Bool = true
  ) throws(StorageError) -> [KeywordMatch] {
    guard !query.isEmpty, limit > 0 else { return [] }
    let expressions = query.terms.map { term in
      (includesTitles ? "" : Connection.columnsWithoutTitle) + term.expression
    }
    let complete = try matches(
      expressions.joined(separator: " AND "), matchesAll: true, limit: limit, among: items,
      except: [])
    guard complete.count < limit, query.terms.count > 1 else { return complete }
    return complete
      + (try matches(
        expressions.joined(separator: " OR "), matchesAll: false, limit: limit - complete.count,
        among: items, except: Set(complete.map(\.item))))
  }

  /// Of some words those that no item has that is not offline, in their order. Words are found as a
  /// search finds them: whatever their ending, case and diacritics.
  public func wordsWithoutMatch(_ words: [String]) throws(StorageError) -> [String] {
    var unmatched: [String] = []
    for word in words {
      guard let term = KeywordQuery.Term(word, isPrefix: false) else { continue }
      let isFound = try connection.exists(
        """
        SELECT 1 FROM item_words
        WHERE item_words MATCH ? AND rowid NOT IN (\(Connection.offlineItems)) LIMIT 1
        """,
        [term.expression])
      if !isFound { unmatched.append(word) }
    }
    return unmatched
  }

  /// Whether any item has words; photos have none.
  public func hasText() throws(StorageError) -> Bool {
    try connection.exists(
      "SELECT 1 FROM item_words WHERE rowid NOT IN (\(Connection.offlineItems)) LIMIT 1")
  }

  /// The items whose key, GTIN or manufacturer's part number is a code, ascending, without the
  /// offline ones. Case does not count, nor do spaces and hyphens of a GTIN.
  public func items(withCode code: String) throws(StorageError) -> [Int64] {
    let wanted = FieldFolding.fold(code)
    let compact = ItemWords.compact(wanted)
    var items = try rows(
      "SELECT id FROM item WHERE key = CAST(? AS TEXT) AND offline = 0", [code.argument])
    let expressions = [wanted, compact].compactMap { text in
      KeywordQuery.Term(text, isPrefix: false)?.expression
    }
    guard !expressions.isEmpty else { return items }
    let candidates = try rows(
      """
      SELECT rowid FROM item_words
      WHERE item_words MATCH ? AND rowid NOT IN (\(Connection.offlineItems))
      """,
      ["{code} : (\(expressions.joined(separator: " OR ")))"])
    for item in try self.items(ids: candidates) where !items.contains(item.id) {
      let isMeant = item.fields.contains { field, text in
        switch FieldFolding.name(field) {
        case "mpn": FieldFolding.fold(text) == wanted
        case "gtin": ItemWords.compact(FieldFolding.fold(text)) == compact
        default: false
        }
      }
      if isMeant || FieldFolding.fold(item.key) == wanted { items.append(item.id) }
    }
    return items.sorted()
  }

  private func matches(
    _ expression: String, matchesAll: Bool, limit: Int, among items: [Int64]?, except: Set<Int64>
  ) throws(StorageError) -> [KeywordMatch] {
    var matches: [KeywordMatch] = []
    var allowed = items?[...]
    let search = try DirectStatement(
      connection,
      """
      SELECT rowid, bm25(item_words, \(Connection.columnWeights)) FROM item_words
      WHERE item_words MATCH ? AND rowid NOT IN (\(Connection.offlineItems)) ORDER BY rowid
      """)
    search.bind(expression, at: 1)
    while try search.step() {
      let item = search.integer(0)
      if allowed != nil {
        while let first = allowed?.first, first < item { allowed?.removeFirst() }
        guard allowed?.first == item else { continue }
      }
      if except.contains(item) { continue }
      matches.append(
        KeywordMatch(item: item, score: -search.number(1), matchesAll: matchesAll))
    }
    matches.sort { ($1.score, $0.item) < ($0.score, $1.item) }
    return Array(matches.prefix(limit))
  }
}

extension Connection {
  /// Keeps a term of a query out of titles.
  static let columnsWithoutTitle = "{brand category attributes description code} : "
  /// What a hit counts in title, brand, category, attributes, description and code.
  fileprivate static let columnWeights = "8, 4, 3, 2, 1, 4"
}
