import Glibc
import Testing

@testable import Ranking

@Suite("Measures of retrieval")
struct RetrievalMeasureTests {
  // Relevant items of grades 3 and 1 at ranks 2 and 5; a third of grade 2 is not found.
  private let graded = QueryOutcome(
    relevantRanks: [2, 5], grades: [3, 1], idealGrades: [3, 2, 1], worstRank: 11)
  private let missed = QueryOutcome(
    relevantRanks: [], grades: [], idealGrades: [1], worstRank: 8)

  @Test("the measures of a ranking are those of the textbook")
  func textbook() {
    func value(_ measure: RetrievalMeasure) -> Double { measure.value(of: graded) }
    #expect(value(.hit(1)) == 0 && value(.hit(2)) == 1 && value(.hit(5)) == 1)
    #expect(value(.recall(1)) == 0 && value(.recall(5)) == 2.0 / 3)
    #expect(value(.precision(1)) == 0 && value(.precision(5)) == 0.4)
    #expect(value(.precision(10)) == 0.2)
    #expect(value(.reciprocalRank) == 0.5 && value(.firstRank) == 2)
    #expect(abs(value(.averagePrecision) - (1.0 / 2 + 2.0 / 5) / 3) < 1e-12)
    let ideal = 3 / log2(2.0) + 2 / log2(3.0) + 1 / log2(4.0)
    let gain = 3 / log2(3.0) + 1 / log2(6.0)
    #expect(abs(value(.discountedGain(10)) - gain / ideal) < 1e-12)
    // Of the first two places the ideal has grades 3 and 2.
    let idealOfTwo = 3 / log2(2.0) + 2 / log2(3.0)
    #expect(abs(value(.discountedGain(2)) - 3 / log2(3.0) / idealOfTwo) < 1e-12)
  }

  @Test("a query without any relevant item found scores nothing and has the worst rank")
  func nothingFound() {
    for measure in RetrievalMeasure.all(cutoffs: [1, 5, 10]) where measure != .firstRank {
      #expect(measure.value(of: missed) == 0, "\(measure.name)")
    }
    // Not even where the worst rank is within the cutoff.
    #expect(RetrievalMeasure.hit(10).value(of: missed) == 0)
    #expect(RetrievalMeasure.firstRank.value(of: missed) == 8)
  }

  @Test("a perfect ranking scores one by every measure that can", arguments: [1, 3, 10])
  func perfect(count: Int) {
    let grades = (1...count).map { Double($0) }.sorted(by: >)
    let outcome = QueryOutcome(
      relevantRanks: Array(1...count), grades: grades, idealGrades: grades, worstRank: count + 1)
    for measure: RetrievalMeasure in [
      .hit(1), .recall(count), .precision(count), .discountedGain(2), .discountedGain(10),
      .reciprocalRank, .averagePrecision,
    ] {
      #expect(abs(measure.value(of: outcome) - 1) < 1e-12, "\(measure.name)")
    }
  }

  @Test("measures lie between 0 and 1, and with a larger k hit and recall never fall")
  func bounds() {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<200 {
      let relevant = 1 + Int(generator.next(upperBound: UInt64(8)))
      let ranks = generator.sample(relevant, of: 40).map { $0 + 1 }
      let found = Array(ranks.prefix(Int(generator.next(upperBound: UInt64(relevant + 1)))))
      let grades = ranks.map { _ in Double(1 + generator.next(upperBound: UInt64(3))) }
      let outcome = QueryOutcome(
        relevantRanks: found, grades: Array(grades.prefix(found.count)),
        idealGrades: grades.sorted(by: >), worstRank: 41)
      for measure in RetrievalMeasure.all(cutoffs: [1, 5, 10, 50]) where measure != .firstRank {
        #expect((0...1 + 1e-12).contains(measure.value(of: outcome)), "\(measure.name)")
      }
      for (k, larger) in [(1, 5), (5, 10), (10, 50)] {
        #expect(
          RetrievalMeasure.hit(k).value(of: outcome)
            <= RetrievalMeasure.hit(larger).value(of: outcome))
        #expect(
          RetrievalMeasure.recall(k).value(of: outcome)
            <= RetrievalMeasure.recall(larger).value(of: outcome))
      }
    }
  }

  @Test("means and the median of ranks are taken over the queries")
  func overQueries() {
    let outcomes = (1...40).map { rank in
      QueryOutcome(relevantRanks: [rank], grades: [1], idealGrades: [1], worstRank: 41)
    }
    let hit = RetrievalMeasure.hit(10).estimate(over: outcomes)
    #expect(hit.value == 0.25 && hit.lower < 0.25 && 0.25 < hit.upper)
    let rank = RetrievalMeasure.firstRank.estimate(over: outcomes)
    #expect(
      rank.value == 20.5 && (1...20.5).contains(rank.lower) && (20.5...40).contains(rank.upper))
  }
}

@Suite("Intervals and paired tests")
struct PairedTests {
  @Test("an interval has about the width that the standard error gives, and never changes")
  func width() {
    // 400 values of mean 0.5 and deviation 0.5: 1.96 · 0.5 / 20 = 0.049 on either side. The interval's
    // ends, quantiles of 1,000 resamplings, scatter by about 4 % of that; 15 % is almost four times as much.
    let values = (0..<400).map { Double($0 % 2) }
    let estimate = BootstrapEstimate.mean(of: values)
    #expect(estimate.value == 0.5)
    #expect(abs(estimate.upper - 0.549) < 0.0075 && abs(estimate.lower - 0.451) < 0.0075)
    #expect(BootstrapEstimate.mean(of: values) == estimate)
    let constant = BootstrapEstimate.mean(of: [2, 2, 2])
    #expect(constant.lower == 2 && constant.upper == 2)
  }

  @Test("the median of resamplings is that of the sorted resample", arguments: [1, 2, 5, 8])
  func median(count: Int) {
    let values = (0..<count).map { Double($0 * $0) }
    let estimate = BootstrapEstimate.median(of: values.shuffled())
    let middle = (values[(count - 1) / 2] + values[count / 2]) / 2
    #expect(estimate.value == middle)
    // Every median of a resample is a value, or between two.
    let possible = Set(values.flatMap { a in values.map { (a + $0) / 2 } })
    #expect(possible.contains(estimate.lower) && possible.contains(estimate.upper))
  }

  @Test("the p-value is that of all assignments of signs, counted out")
  func exact() {
    let differences = [0.3, -0.1, 0.2, 0.25, 0.05, -0.02, 0.4, 0.1]
    let observed = differences.reduce(0, +)
    var asLarge = 0
    for signs in 0..<256 {
      let sum = differences.enumerated().reduce(0.0) { sum, pair in
        sum + (signs >> pair.offset & 1 == 0 ? pair.element : -pair.element)
      }
      if abs(sum) >= observed - 1e-12 { asLarge += 1 }
    }
    let exact = Double(asLarge) / 256
    let paired = PairedDifference(
      of: differences, from: differences.map { _ in 0 })
    // Four standard errors of a share of 10,000 assignments.
    #expect(abs(paired.pValue - exact) < 4 * (exact * (1 - exact) / 10_000).squareRoot() + 1e-4)
    #expect(abs(paired.estimate.value - observed / 8) < 1e-12)
  }

  @Test(
    "no difference has a p-value of one; a constant one is never chance; the sign follows the order"
  )
  func extremes() {
    let values = (0..<50).map { Double($0 % 7) }
    #expect(PairedDifference(of: values, from: values).pValue == 1)
    let better = PairedDifference(of: values.map { $0 + 0.1 }, from: values)
    #expect(better.pValue == 1e-4 && better.estimate.lower > 0)
    let worse = PairedDifference(of: values, from: values.map { $0 + 0.1 })
    #expect(worse.estimate.value < 0 && worse.pValue == better.pValue)
  }

  @Test("equal systems are called different at the 5 % level about once in twenty times")
  func falseAlarms() {
    var generator = SplitMix64(seed: 7)
    let trials = 40
    let alarms = (0..<trials).count { _ in
      let pairs = (0..<12).map { _ in
        (Double.random(in: 0...1, using: &generator), Double.random(in: 0...1, using: &generator))
      }
      return PairedDifference(of: pairs.map(\.0), from: pairs.map(\.1)).pValue < 0.05
    }
    // Binomial with mean 2 and deviation 1.4: 8 or more happen once in 1,000 such seeds.
    #expect(alarms < 8)
  }
}
