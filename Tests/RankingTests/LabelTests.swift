import Testing

@testable import Ranking

@Suite("Vectors and labels")
struct LabelTests {
  /// Rows around one axis for each label, [labels · perLabel, 16], not far from each other.
  private func rows(labels: Int, perLabel: Int, spread: Float) -> (vectors: [Float], labels: [Int])
  {
    var generator = SplitMix64(seed: 3)
    var vectors: [Float] = []
    var carried: [Int] = []
    for place in 0..<labels * perLabel {
      let label = place % labels
      var row = (0..<17).map { _ in Float.random(in: -spread...spread, using: &generator) }
      row[label] += 1
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vectors += row.map { $0 / norm }
      carried.append(label)
    }
    return (vectors, carried)
  }

  @Test("shares are counted as by hand")
  func byHand() {
    #expect(
      SameLabelRate.shares(of: 1, among: [1, 2, 1, 1, 3], cutoffs: [1, 2, 4, 5, 9])
        == [1, 0.5, 0.75, 0.6, 0.6])
    #expect(SameLabelRate.vote(of: [4, 2, 2, 4, 3]) == 4)
    #expect(SameLabelRate.vote(of: [4, 2, 2]) == 2)
    #expect(SameLabelRate.vote(of: []) == nil)
    // Of four items with labels 1, 1, 1, 2: twice 2 of 3, hence (3 · 2 + 0) / (4 · 3).
    #expect(SameLabelRate.chance(of: [1, 1, 1, 2]) == 0.5)
  }

  @Test("clusters of well separated labels are pure")
  func pure() {
    let (vectors, labels) = rows(labels: 4, perLabel: 25, spread: 0.1)
    let agreements = vectors.withUnsafeBufferPointer {
      ClusterPurity.agreements(vectors: $0, dimension: 17, labels: labels, seed: 1)
    }
    #expect(agreements.count == 100 && agreements.allSatisfy { $0 == 1 })
  }

  @Test("purity is never less than the share of the most frequent label, and the seed decides it")
  func leastPurity() {
    let (vectors, _) = rows(labels: 4, perLabel: 25, spread: 0.5)
    let labels = (0..<100).map { $0 % 10 < 7 ? 0 : 1 }
    let agreements = vectors.withUnsafeBufferPointer { vectors in
      (0..<3).map { _ in
        ClusterPurity.agreements(vectors: vectors, dimension: 17, labels: labels, seed: 5)
      }
    }
    #expect(agreements[0].reduce(0, +) >= 70)
    #expect(agreements[0] == agreements[1] && agreements[1] == agreements[2])
  }

  @Test("rows that are all alike, and a single one, are clustered, too")
  func degenerate() {
    let alike = [Float](repeating: 0, count: 5 * 17)
    let agreements = alike.withUnsafeBufferPointer {
      ClusterPurity.agreements(vectors: $0, dimension: 17, labels: [0, 1, 2, 1, 1], seed: 1)
    }
    #expect(agreements == [0, 1, 0, 1, 1])
    let single = [Float](repeating: 0.25, count: 16).withUnsafeBufferPointer {
      ClusterPurity.agreements(vectors: $0, dimension: 16, labels: [9], seed: 1)
    }
    #expect(single == [1])
  }

  @Test("a sample has as many numbers as asked for, each once, and every number is as likely")
  func sampling() {
    var generator = SplitMix64(seed: 11)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<2000 {
      let sample = generator.sample(3, of: 10)
      #expect(sample.count == 3 && Set(sample).count == 3 && sample == sample.sorted())
      for number in sample { counts[number] += 1 }
    }
    // Binomial with mean 600 and deviation 20.5: five deviations.
    #expect(counts.allSatisfy { abs($0 - 600) < 103 })
    #expect(generator.sample(5, of: 3) == [0, 1, 2])
  }
}
