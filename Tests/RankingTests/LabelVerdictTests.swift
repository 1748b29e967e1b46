import Foundation
import Testing

@testable import Ranking

@Suite("Labels judged by all other items")
struct LabelVerdictTests {
  /// A direction near one of three axes; `number` varies it.
  private func vector(near axis: Int, _ number: Int) -> [Float] {
    var vector = (0..<9).map { Float(($0 * 7 + number * 13) % 11) / 40 }
    vector[axis] += 1
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / norm }
  }

  private func cosine(_ a: [Float], _ b: [Float]) -> Float {
    let product = zip(a, b).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    let squares = a.reduce(Float(0)) { $0 + $1 * $1 } * b.reduce(Float(0)) { $0 + $1 * $1 }
    return product / squares.squareRoot()
  }

  @Test("a vector is compared with the mean of its class as if it were not in it")
  func leaveOneOut() {
    let vectors = (0..<12).map { vector(near: $0 % 3, $0) }
    var means = ClassMeans(classCount: 3, dimension: 9)
    for (number, vector) in vectors.enumerated() { means.add(vector, to: number % 3) }
    for (number, vector) in vectors.enumerated() {
      let cosines = means.cosines(of: vector, countedTowards: number % 3)
      for label in 0..<3 {
        var mean = [Float](repeating: 0, count: 9)
        for other in vectors.indices where other % 3 == label && other != number {
          for index in 0..<9 { mean[index] += vectors[other][index] }
        }
        // Sums in another order differ by some units of the last place of a float.
        #expect(abs(cosines[label] - cosine(vector, mean)) < 1e-5)
      }
    }
  }

  @Test("nothing is known of a class whose only member is judged")
  func lonelyClass() {
    var means = ClassMeans(classCount: 3, dimension: 2)
    means.add([1, 0], to: 0)
    means.add([0, 1], to: 1)
    means.add([0.6, 0.8], to: 1)
    let cosines = means.cosines(of: [1, 0], countedTowards: 0)
    #expect(cosines[0] == cosines[1] && cosines[2] == cosines[1])
  }

  @Test("votes fall with distance, and their shares add up to one")
  func votes() {
    let shares = LabelEvidence.votes(
      of: [(1, 0.9), (0, 0.85), (1, 0.8)], given: 0, counts: [3, 4, 1]
    ).map { exp($0) }
    #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
    // exp(0) + exp(−2) for the second class, exp(−1) for the first, by hand.
    let total = 1 + 0.36787944 + 0.13533528
    #expect(abs(shares[0] - (0.9 * 0.36787944 / total + 0.1 * 2.5 / 8.5)) < 1e-6)
    #expect(abs(shares[1] - (0.9 * 1.13533528 / total + 0.1 * 4.5 / 8.5)) < 1e-6)
    #expect(abs(shares[2] - 0.1 * 1.5 / 8.5) < 1e-6)
  }

  @Test("an item with a wrong label is the least probable of all, and the right label is suggested")
  func wrongLabel() {
    let count = 60
    let truth = (0..<count).map { $0 % 3 }
    var given = truth
    given[10] = 2
    let vectors = (0..<count).map { vector(near: truth[$0], $0) }
    var means = ClassMeans(classCount: 3, dimension: 9)
    for (vector, label) in zip(vectors, given) { means.add(vector, to: label) }
    let evidence = (0..<count).map { number in
      let neighbors = (0..<count).filter { $0 != number }
        .map { (label: given[$0], similarity: cosine(vectors[number], vectors[$0])) }
        .sorted { $0.similarity > $1.similarity }
      return LabelEvidence(
        given: given[number],
        cosines: means.cosines(of: vectors[number], countedTowards: given[number]),
        votes: LabelEvidence.votes(of: neighbors, given: given[number], counts: means.counts))
    }
    let calibration = LabelCalibration(fitting: evidence)
    let verdicts = evidence.map {
      LabelVerdict(given: $0.given, probabilities: calibration.probabilities(of: $0))
    }
    let worst = verdicts.indices.min { verdicts[$0].probability < verdicts[$1].probability }
    #expect(worst == 10)
    #expect(verdicts[10].suggested == truth[10] && verdicts[10].isSuspect)
    #expect(verdicts.count(where: \.isSuspect) == 1)
    let joint = ConfidentJoint(verdicts, classCount: 3)
    #expect(joint.confusions == [.init(given: 2, suggested: truth[10], count: 1)])
    #expect((0.5...3).contains(joint.estimatedErrors))
  }

  @Test("probabilities are as sharp as the labels deserve")
  func calibration() {
    // Of a hundred items with the same evidence for the first class, ninety have that label.
    let evidence = (0..<100).map { number in
      LabelEvidence(given: number < 90 ? 0 : 1, cosines: [0.9, 0.1], votes: [-0.1, -2.4])
    }
    let probabilities = LabelCalibration(fitting: evidence).probabilities(of: evidence[0])
    // The grid's quarter powers of two leave the log odds within a factor of 2^(1/8).
    #expect(abs(probabilities[0] - 0.9) < 0.03)
  }

  @Test("confident learning counts as computed by hand")
  func joint() {
    func verdict(_ given: Int, _ probabilities: [Double]) -> LabelVerdict {
      LabelVerdict(given: given, probabilities: probabilities)
    }
    // Thresholds: class 0 (0.9 + 0.8 + 0.1) / 3 = 0.6, class 1 (0.7 + 0.9) / 2 = 0.8.
    let joint = ConfidentJoint(
      [
        verdict(0, [0.9, 0.1]), verdict(0, [0.8, 0.2]), verdict(0, [0.1, 0.9]),
        verdict(1, [0.3, 0.7]), verdict(1, [0.1, 0.9]),
      ], classCount: 2)
    #expect(joint.confusions == [.init(given: 0, suggested: 1, count: 1)])
    #expect(abs(joint.estimatedErrors - 1) < 1e-12)
  }

  @Test("the median and its deviation are those computed by hand")
  func robustScale() throws {
    let scale = try #require(RobustScale([1, 2, 3, 4, 100]))
    #expect(scale.median == 3 && abs(scale.deviation - 1.4826) < 1e-12)
    #expect(abs(scale.standardScore(100) - 97 / 1.4826) < 1e-9)
    #expect(RobustScale([]) == nil && RobustScale([5, 5])?.standardScore(9) == 0)
  }
}
