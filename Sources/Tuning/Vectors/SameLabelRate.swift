/// How often neighbours carry the label of the record whose neighbours they are.
public enum SameLabelRate {
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
  ) -> Matrix {
    precondition(counts.allSatisfy { $0 > 0 && $0 < vectors.rows })
    let most = counts.max() ?? 0
    let cosines = vectors.gathering(queries).multiplied(by: vectors, threads: threads)
    var shares = Matrix(rows: queries.count, columns: counts.count)
    for (position, query) in queries.enumerated() {
      let row = cosines.row(position)
      // Larger cosines become smaller keys; the number below decides between equal ones.
      var keys: [UInt64] = []
      keys.reserveCapacity(vectors.rows)
      for (number, cosine) in row.enumerated() where number != query {
        keys.append(UInt64(orderedBits(-cosine)) << 32 | UInt64(number))
      }
      keys.sort()
      var same = 0
      var sums = [0]
      for key in keys.prefix(most) {
        if labels[Int(key & 0xffff_ffff)] == labels[query] { same += 1 }
        sums.append(same)
      }
      for (column, count) in counts.enumerated() {
        shares[position, column] = Float(sums[count]) / Float(count)
      }
    }
    return shares
  }

  /// Bits that as whole numbers are ordered as the floats are.
  private static func orderedBits(_ scalar: Float) -> UInt32 {
    let bits = scalar.bitPattern
    return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
  }

  /// The mean of each column.
  public static func means(_ shares: Matrix) -> [Double] {
    (0..<shares.columns).map { column in
      (0..<shares.rows).reduce(0.0) { $0 + Double(shares[$1, column]) }
        / Double(max(1, shares.rows))
    }
  }
}
