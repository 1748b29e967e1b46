/// How well nearness agrees with labels: the share of an item's nearest others that carry its label.
public enum SameLabelRate {
  /// The share of the first k labels that equal `label`, for each k; of fewer than k labels all count, of
  /// none at all 0.
  ///
  /// - Parameter neighbors: The labels of the other items, nearest first.
  public static func shares(of label: Int, among neighbors: [Int], cutoffs: [Int]) -> [Double] {
    cutoffs.map { k in
      let nearest = neighbors.prefix(k)
      return Double(nearest.count { $0 == label }) / Double(max(1, nearest.count))
    }
  }

  /// The shares of some rows of a matrix among all other rows, by the dot product; of equally near rows the
  /// earlier ones count first. O(queries · rows · dimension).
  ///
  /// - Parameters:
  ///   - vectors: `[rows, dimension]`, of unit length if nearness is to be the cosine.
  ///   - labels: `[rows]`
  ///   - queries: The rows whose shares are wanted.
  /// - Returns: `[queries, cutoffs]`
  public static func shares(
    vectors: UnsafeBufferPointer<Float>, dimension: Int, labels: [Int], queries: [Int],
    cutoffs: [Int]
  ) -> [[Double]] {
    precondition(vectors.count == labels.count * dimension)
    let rows = DenseRows(vectors, dimension: dimension)
    return queries.map { query in
      let similarities = labels.indices.map { rows.product(query, $0) }
      let order = labels.indices.filter { $0 != query }.sorted {
        similarities[$0] != similarities[$1] ? similarities[$0] > similarities[$1] : $0 < $1
      }
      return shares(of: labels[query], among: order.map { labels[$0] }, cutoffs: cutoffs)
    }
  }

  /// The label that most of the neighbors carry; of equally frequent ones that of the nearest.
  ///
  /// - Parameter neighbors: The labels of the neighbors, nearest first.
  public static func vote(of neighbors: some Sequence<Int>) -> Int? {
    var counts: [Int: Int] = [:]
    var order: [Int] = []
    for label in neighbors {
      if counts[label] == nil { order.append(label) }
      counts[label, default: 0] += 1
    }
    let most = counts.values.max()
    return order.first { counts[$0] == most }
  }

  /// The share that neighbors drawn at random would have on average, over the items with these labels.
  public static func chance(of labels: [Int]) -> Double {
    let counts = Dictionary(grouping: labels) { $0 }.values.map { Double($0.count) }
    let total = Double(labels.count)
    return counts.reduce(0) { $0 + $1 * ($1 - 1) } / (total * (total - 1))
  }
}
