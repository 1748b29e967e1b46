/// Batches in which every record meets others of its label.
public enum LabelBatches {
  /// All records once, in random order but for this: those of a label come in groups.
  ///
  /// - Parameters:
  ///   - labels: of each record.
  ///   - size: records of a batch; what is left at the end and smaller than half of it is left out.
  ///   - groupSize: records of a label that stay together; the last of a label may be fewer.
  public static func make(
    labels: [Int], size: Int, groupSize: Int, using generator: inout SeededGenerator
  ) -> [[Int]] {
    precondition(size > 0 && groupSize > 0)
    var byLabel: [Int: [Int]] = [:]
    for record in labels.indices.shuffled(using: &generator) {
      byLabel[labels[record], default: []].append(record)
    }
    var groups: [ArraySlice<Int>] = []
    for label in byLabel.keys.sorted() {
      guard let records = byLabel[label] else { continue }
      for first in stride(from: 0, to: records.count, by: groupSize) {
        groups.append(records[first..<min(first + groupSize, records.count)])
      }
    }
    groups.shuffle(using: &generator)
    let order = groups.flatMap { $0 }
    guard order.count > size else { return [order] }
    return stride(from: 0, to: order.count, by: size).compactMap { first in
      let batch = order[first..<min(first + size, order.count)]
      return batch.count * 2 < size ? nil : Array(batch)
    }
  }
}
