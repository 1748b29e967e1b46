import Testing

@testable import Tuning

@Suite("Labels of neighbours") struct NeighborTests {
  @Test("the shares of rows are those of a naive loop")
  func naive() {
    var generator = SeededGenerator(seed: 3)
    let scalars = (0..<60 * 17).map { _ in Float.random(in: -1...1, using: &generator) }
    let vectors = Matrix(rows: 60, columns: 17, scalars: scalars).withUnitRows
    let labels = (0..<60).map { $0 % 3 }
    let shares = NeighborLabels.shares(
      vectors: vectors, labels: labels, queries: [0, 7, 59], counts: [1, 5, 59], threads: 2)
    for (query, shares) in zip([0, 7, 59], shares) {
      func product(_ other: Int) -> Float {
        zip(vectors.row(query), vectors.row(other)).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let others = (0..<60).filter { $0 != query }.sorted { product($0) > product($1) }
      for (k, share) in zip([1, 5, 59], shares) {
        let same = others.prefix(k).count { labels[$0] == labels[query] }
        #expect(abs(share - Double(same) / Double(k)) < 1e-12)
      }
      // All others: 19 of 59 carry the label, however near they are.
      #expect(abs(shares[2] - 19.0 / 59) < 1e-12)
    }
  }
}
