import Testing

@testable import Ranking

@Suite("Fusion of rankings")
struct RankFusionTests {
  private func list(_ items: [Int64], _ scores: [Double], weight: Double = 1) -> RankedList {
    RankedList(
      zip(items, scores).map { RankedList.Entry(item: $0.0, score: $0.1) }, weight: weight)
  }

  @Test("Reciprocal ranks add up as computed by hand")
  func reciprocalRanks() {
    let fused = RankFusion.rrf.fused([list([1, 2, 3], [9, 8, 7]), list([3, 1], [5, 4])])
    #expect(fused.map(\.item) == [1, 3, 2])
    let expected = [61.0 / 61 + 61.0 / 62, 61.0 / 63 + 61.0 / 61, 61.0 / 62].map { $0 / 2 }
    for (entry, score) in zip(fused, expected) { #expect(abs(entry.score - score) < 1e-12) }
  }

  @Test("The scores of a list do not matter to reciprocal ranks, only its order")
  func ranksAlone() {
    let a = RankFusion.rrf.fused([list([1, 2], [100, 1]), list([2, 3], [0.2, 0.1])])
    let b = RankFusion.rrf.fused([list([1, 2], [2, 1]), list([2, 3], [9, 8])])
    #expect(a == b)
  }

  @Test("A linear fusion weighs scores on the scale of each list's best")
  func linear() {
    let fused = RankFusion.linear.fused([
      list([1, 2, 3], [4, 2, -1], weight: 1), list([2, 4], [10, 5], weight: 3),
    ])
    #expect(fused.map(\.item) == [2, 4, 1, 3])
    let expected = [0.25 * 0.5 + 0.75, 0.75 * 0.5, 0.25, 0]
    for (entry, score) in zip(fused, expected) { #expect(abs(entry.score - score) < 1e-12) }
  }

  @Test(
    "The first in every list scores one, equal scores go by item", arguments: RankFusion.allCases)
  func bounds(fusion: RankFusion) {
    let fused = fusion.fused([list([7, 5], [1, 1]), list([7, 5], [3, 3], weight: 0.5)])
    #expect(fused[0].item == (fusion == .linear ? 5 : 7))
    #expect(abs(fused[0].score - 1) < 1e-12)
    #expect(fusion.fused([]).isEmpty)
    #expect(fusion.fused([list([1], [1], weight: 0)]).isEmpty)
  }

  @Test("An item that stands twice in a list counts by its first place")
  func repetition() {
    let fused = RankFusion.rrf.fused([list([1, 2, 1], [3, 2, 1])])
    #expect(fused.map(\.item) == [1, 2])
    #expect(fused[0].score == 1)
  }
}

@Suite("Diversity")
struct DiversityTests {
  /// Three alike (0, 1, 2) and one unlike (3).
  private func similarity(_ a: Int, _ b: Int) -> Double? { a < 3 && b < 3 ? 0.9 : 0.1 }

  @Test("The unlike item comes second although it is the least relevant")
  func unlike() {
    let order = Diversity.order(
      relevances: [1, 0.9, 0.8, 0.5], count: 4, balance: 0.4, similarity: similarity)
    // By hand: 0 first; then 1: .32 − .54, 2: .24 − .54, 3: 0 − .06; then 1, then 2.
    #expect(order == [0, 3, 1, 2])
  }

  @Test(
    "Four vectors are put in the order worked out by hand",
    arguments: [
      (1.0, [0, 1, 2, 3]), (0.5, [0, 1, 2, 3]), (0.3, [0, 3, 2, 1]), (0.0, [0, 3, 2, 1]),
    ])
  func golden(balance: Double, order: [Int]) {
    // The query is (1, 0, 0), so that the first scalars are the relevances; on the scale of their extremes
    // 1, 0.9333, 0.5556, 0. With λ = 0.3, after 0:
    // 1: 0.28 − 0.7 · 0.9971, 2: 0.1667 − 0.7 · 0.768, 3: 0 − 0.7 · 0.352; then
    // 1: 0.28 − 0.7 · 0.9971, 2: 0.1667 − 0.7 · max(0.768, 0.48).
    let vectors = [[0.96, 0.28, 0], [0.936, 0.352, 0], [0.8, 0, 0.6], [0.6, -0.8, 0]]
    let chosen = Diversity.order(
      relevances: vectors.map { $0[0] }, count: 4, balance: balance
    ) { a, b in zip(vectors[a], vectors[b]).reduce(0) { $0 + $1.0 * $1.1 } }
    #expect(chosen == order)
  }

  @Test("A balance of one keeps the order, and no more are chosen than asked for")
  func balanceOfOne() {
    let order = Diversity.order(
      relevances: [1, 0.9, 0.8, 0.5], count: 2, balance: 1, similarity: similarity)
    #expect(order == [0, 1])
    #expect(Diversity.order(relevances: [], count: 3, balance: 0.5) { _, _ in 1 } == [])
  }
}

@Suite("Ranges of numbers")
struct NumberBinsTests {
  @Test("Every number lies in one range, and bounds are round")
  func cover() {
    let prices = (1...200).map { Double($0 * $0 % 97) + 0.99 }
    let bins = NumberBins.bins(prices)
    #expect(bins.reduce(0) { $0 + $1.count } == 200)
    for bin in bins {
      let isLast = bin == bins.last
      #expect(bin.count == prices.count { $0 >= bin.lower && ($0 < bin.upper || isLast) })
      #expect(bin.lower.truncatingRemainder(dividingBy: 20) == 0)
    }
  }

  @Test("One number far out does not push all others into one range")
  func outlier() {
    let bins = NumberBins.bins(
      Array(repeating: [5, 15, 25, 35, 45], count: 10).flatMap { $0 } + [100_000])
    #expect(bins.count >= 4)
    #expect(bins.reduce(0) { $0 + $1.count } == 51)
  }

  @Test(
    "Odd input gives whole counts",
    arguments: [
      [], [3.0], [3, 3, 3], [-5, 5], [.nan, 1, .infinity], [0, 1e300], [1e-300, 2e-300],
      [1e17, 1e17 + 64],
    ] as [[Double]])
  func odd(numbers: [Double]) {
    let bins = NumberBins.bins(numbers)
    #expect(bins.reduce(0) { $0 + $1.count } == numbers.count(where: \.isFinite))
  }
}

@Suite("Distances between words")
struct EditDistanceTests {
  private func distance(_ left: String, _ right: String, limit: Int) -> Int? {
    EditDistance.between(
      Array(left.unicodeScalars), Array(right.unicodeScalars), limit: limit)
  }

  @Test(
    "a swap of neighbours is one slip, like a letter too many, too few or wrong",
    arguments: [
      ("idnex", "index", 1), ("serch", "search", 1), ("searchh", "search", 1),
      ("saarch", "search", 1), ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3),
      ("abc", "abc", 0), ("ca", "abc", 3),
    ])
  func slips(left: String, right: String, expected: Int) {
    #expect(distance(left, right, limit: 9) == expected)
    #expect(distance(left, right, limit: expected) == expected)
    if expected > 0 { #expect(distance(left, right, limit: expected - 1) == nil) }
  }
}
