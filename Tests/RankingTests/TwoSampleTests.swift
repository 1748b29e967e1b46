import Foundation
import Testing

@testable import Ranking

@Suite("Two samples of vectors")
struct TwoSampleTests {
  /// Vectors of independent normal scalars, the first of them around `shift`.
  private func sample(
    _ count: Int, dimension: Int = 6, shift: Float = 0, _ generator: inout SplitMix64
  ) -> [[Float]] {
    (0..<count).map { _ in
      (0..<dimension).map { place in
        // Box and Muller's transform.
        let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &generator))).squareRoot()
        let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
        return Float(radius * cos(angle)) + (place == 0 ? shift : 0)
      }
    }
  }

  @Test("Samples of one source differ no more often than the interval allows")
  func alike() {
    var generator = SplitMix64(seed: 5)
    let differing = (0..<40).count { seed in
      TwoSampleTest(
        first: sample(100, &generator), second: sample(60, &generator), seed: UInt64(seed)
      ).differs
    }
    // 2.5 % lie above the interval; that more than 4 of 40 do has a chance below 1 %.
    #expect(differing <= 4)
  }

  @Test(
    "The area is that of the normal distribution for a shift of the mean", arguments: [0.5, 1, 2])
  func shifted(by shift: Float) {
    var generator = SplitMix64(seed: 7)
    let first = sample(800, &generator)
    let second = sample(800, shift: shift, &generator)
    let test = TwoSampleTest(first: first, second: second, seed: 1)
    // Φ(δ / √2) for the best direction; the deviation of the estimate is about 0.013.
    let best = 0.5 * erfc(-Double(shift) / 2)
    #expect(abs(test.area - best) < 0.04)
    #expect(test.interval.contains(test.area) && test.differs)
    #expect(test.interval.upperBound - test.interval.lowerBound < 0.08)
    // The mean distance from the mean of six normal scalars is √2 · Γ(3.5) / Γ(3) = 2.350.
    #expect(abs(test.meanShift - Double(shift) / 2.350) < 0.05)
    // The second vectors that lie farthest along the shift are judged the most typical.
    let order = test.typicality.indices.sorted { test.typicality[$0] > test.typicality[$1] }
    func mean(_ places: ArraySlice<Int>) -> Float {
      places.reduce(0) { $0 + second[$1][0] } / Float(places.count)
    }
    #expect(mean(order.prefix(50)) > mean(order.suffix(50)) + 1)
  }

  @Test("A direction solves the equation of the ridge discriminant")
  func direction() {
    var moments = RidgeDiscriminant.Moments(dimension: 2)
    for vector: [Float] in [[-2, 0], [2, 0], [0, 1], [0, -1]] {
      moments.add(vector, of: 0)
      moments.add([vector[0] + 1, vector[1] + 1], of: 1)
    }
    // Variances 2 and 0.5, no covariance, ridge 1.25, means apart by (1, 1).
    let direction = RidgeDiscriminant(moments).direction
    #expect(abs(direction[0] - 1 / 3.25) < 1e-6 && abs(direction[1] - 1 / 1.75) < 1e-6)
    // Two parts add up to the whole.
    var left = RidgeDiscriminant.Moments(dimension: 2)
    var right = left
    for vector: [Float] in [[-2, 0], [2, 0], [0, 1], [0, -1]] {
      left.add(vector, of: 0)
      right.add([vector[0] + 1, vector[1] + 1], of: 1)
    }
    left.add(right)
    #expect(RidgeDiscriminant(left).direction == direction)
  }

  @Test("Vectors that are all alike have an area of one half")
  func constant() {
    let same = Array(repeating: [Float](repeating: 0.5, count: 3), count: 20)
    let test = TwoSampleTest(first: same, second: same, seed: 1)
    #expect(test.area == 0.5 && !test.differs && test.meanShift == 0)
  }

  @Test("Shares are compared as worked out by hand, and rare values never count")
  func shares() {
    // Pooled 0.6: z = 0.2 / √(0.6 · 0.4 · 2 / 100) = 2.8868, p = 0.003892, for both values alike.
    let compared = ShareComparison(first: [50, 50], second: [70, 30]).values
    #expect(compared.map(\.value).sorted() == [0, 1])
    for value in compared { #expect(abs(value.pValue - 0.003892) < 1e-5) }
    #expect(compared.first { $0.value == 0 }?.second == 0.7 && compared[0].first == 0.5)
    // Of three values the smallest p counts three times, unless the next one times 3 / 2 is less.
    let three = ShareComparison(first: [500, 300, 200], second: [560, 260, 180]).values
    #expect(three.map(\.value) == [0, 1, 2])
    #expect(abs(three[0].pValue - 3 * 0.007185) < 2e-4)
    #expect(
      ShareComparison(first: [1, 99], second: [0, 100]).values.allSatisfy { $0.pValue == 1 })
    // A rare value is no test that the others are adjusted for.
    let rare = ShareComparison(first: [50, 49, 1], second: [70, 30, 0]).values
    #expect(rare.map(\.value).last == 2 && rare.last?.pValue == 1)
    #expect(rare.first.map { $0.pValue < 0.008 } == true)
    #expect(ShareComparison(first: [0], second: [0]).values[0].pValue == 1)
  }
}
