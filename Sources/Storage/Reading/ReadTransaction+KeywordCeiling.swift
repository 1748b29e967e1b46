import GRDB
import Glibc

extension ReadTransaction {
  /// The BM25 that an item approaches which has every term of a query, however often and wherever:
  /// Σ idf · (k₁ + 1) over the terms, with the idf and k₁ of FTS5. Words that no item has count in it,
  /// so that the share of it which an item reaches is the share of the query that its words cover.
  public func keywordCeiling(
    of query: KeywordQuery, includesTitles: Bool = true
  ) throws(StorageError) -> Double {
    let items = Double(try connection.integer("SELECT count(*) FROM item_words_docsize"))
    var ceiling = 0.0
    for term in query.terms {
      let hits = Double(
        try connection.integer(
          "SELECT count(*) FROM item_words WHERE item_words MATCH ?",
          [(includesTitles ? "" : Connection.columnsWithoutTitle) + term.expression]))
      ceiling += max(Self.leastInverseFrequency, log((items - hits + 0.5) / (hits + 0.5)))
    }
    return ceiling * (Self.termSaturation + 1)
  }

  /// FTS5's k₁.
  private static let termSaturation = 1.2
  /// What FTS5 takes for terms that more than half of the items have.
  private static let leastInverseFrequency = 1e-6
}
