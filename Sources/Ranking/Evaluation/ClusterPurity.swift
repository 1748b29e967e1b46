/// How well groups that are found without labels agree with labels.
public enum ClusterPurity {
  private static let mostRounds = 10

  /// For each row, 1 where its label is the most frequent of its cluster, else 0; the mean is the purity
  /// (Manning, Raghavan and Schütze, chapter 16.3). There are as many clusters as labels.
  ///
  /// Clusters are those of spherical k-means (Dhillon and Modha, Machine Learning 42, 2001), begun as
  /// k-means++ does (Arthur and Vassilvitskii, SODA 2007), after at most ten rounds.
  /// O(rounds · rows · clusters · dimension).
  ///
  /// - Parameters:
  ///   - vectors: `[rows, dimension]`, of unit length.
  ///   - labels: `[rows]`, at least one.
  public static func agreements(
    vectors: UnsafeBufferPointer<Float>, dimension: Int, labels: [Int], seed: UInt64
  ) -> [Double] {
    precondition(vectors.count == labels.count * dimension && !labels.isEmpty)
    let clusters = clusters(
      of: DenseRows(vectors, dimension: dimension), count: Set(labels).count, seed: seed)
    var counts: [Int: [Int: Int]] = [:]
    for (cluster, label) in zip(clusters, labels) {
      counts[cluster, default: [:]][label, default: 0] += 1
    }
    // Of equally frequent labels the smallest, so that the same input gives the same answer.
    let typical = counts.mapValues { counts in
      counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
    return zip(clusters, labels).map { cluster, label in typical[cluster] == label ? 1 : 0 }
  }

  /// The cluster of each row.
  private static func clusters(of rows: DenseRows, count: Int, seed: UInt64) -> [Int] {
    var centers = initialCenters(among: rows, count: count, seed: seed).flatMap { rows[$0] }
    var clusters = nearestCenters(centers, to: rows)
    for _ in 0..<mostRounds {
      centers = means(of: rows, clusters, previous: centers)
      let next = nearestCenters(centers, to: rows)
      if next == clusters { break }
      clusters = next
    }
    return clusters
  }

  /// Rows drawn one after the other, each with a chance proportional to its squared distance to the
  /// nearest drawn before, which for unit vectors is 2 − 2 · cosine.
  private static func initialCenters(
    among rows: DenseRows, count: Int, seed: UInt64
  ) -> [Int] {
    var generator = SplitMix64(seed: seed)
    var centers = [Int(generator.next(upperBound: UInt64(rows.count)))]
    var distances = [Double](repeating: .infinity, count: rows.count)
    while centers.count < count {
      let latest = centers[centers.count - 1]
      for row in distances.indices {
        distances[row] = min(distances[row], max(0, 2 - 2 * Double(rows.product(row, latest))))
      }
      var left = Double.random(in: 0..<1, using: &generator) * distances.reduce(0, +)
      let drawn = distances.firstIndex { distance in
        left -= distance
        return left < 0
      }
      // Where all rows lie on centers already, or rounding leaves a rest, any row will do.
      centers.append(drawn ?? Int(generator.next(upperBound: UInt64(rows.count))))
    }
    return centers
  }

  private static func nearestCenters(_ centers: [Float], to rows: DenseRows) -> [Int] {
    centers.withUnsafeBufferPointer { scalars in
      let centers = DenseRows(scalars, dimension: rows.dimension)
      return (0..<rows.count).map { row in
        var best = 0
        var similarity = -Float.infinity
        for center in 0..<centers.count {
          let product = DenseRows.product(rows[row], centers[center])
          if product > similarity { (best, similarity) = (center, product) }
        }
        return best
      }
    }
  }

  /// The directions of the clusters' sums; a cluster without rows keeps its center.
  private static func means(
    of rows: DenseRows, _ clusters: [Int], previous: [Float]
  ) -> [Float] {
    let dimension = rows.dimension
    var sums = [Float](repeating: 0, count: previous.count)
    for (row, cluster) in clusters.enumerated() {
      for (place, scalar) in rows[row].enumerated() { sums[cluster * dimension + place] += scalar }
    }
    for start in stride(from: 0, to: sums.count, by: dimension) {
      let range = start..<start + dimension
      let norm = sums[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
      for place in range { sums[place] = norm > 0 ? sums[place] / norm : previous[place] }
    }
    return sums
  }
}
