import Ranking

/// The labels of the nearest others of records, by matrix products.
public enum NeighborLabels {
  /// The share of the k nearest other records with the query's label.
  ///
  /// - Parameters:
  ///   - vectors: `[count, dimension]`, at length one.
  ///   - labels: of each row.
  ///   - queries: numbers of rows.
  ///   - counts: the values of k, each smaller than the number of rows.
  /// - Returns: `[queries, counts]`. Ties go to the smaller number.
  public static func shares(
    vectors: Matrix, labels: [Int], queries: [Int], counts: [Int], threads: Int
  ) -> [[Double]] {
    precondition(counts.allSatisfy { $0 > 0 && $0 < vectors.rows })
    let most = counts.max() ?? 0
    let cosines = vectors.gathering(queries).multiplied(by: vectors, threads: threads)
    var shares: [[Double]] = []
    for (position, query) in queries.enumerated() {
      let nearest = NearestRows.largest(of: cosines.row(position), count: most + 1)
        .filter { $0 != query }.prefix(most).map { labels[$0] }
      shares.append(
        SameLabelRate.shares(of: labels[query], among: nearest, cutoffs: counts))
    }
    return shares
  }

  /// The mean of each column of at least one row.
  public static func means(_ shares: [[Double]]) -> [Double] {
    shares[0].indices.map { column in
      shares.reduce(0) { $0 + $1[column] } / Double(shares.count)
    }
  }
}
