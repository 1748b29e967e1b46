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
