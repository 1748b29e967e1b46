import NeuralNetwork
import Testing

@testable import Tuning

@Suite("Re-ranking by typical queries")
struct RerankingTests {
  @Test("hubness is the mean of the ten nearest queries but for the nearest of all")
  func hubness() {
    let bank = QueryBank(queries: randomMatrix(57, 12, seed: 1).withUnitRows)
    let pictures = randomMatrix(5, 12, seed: 2).withUnitRows
    let found = bank.hubness(of: pictures, threads: 2)
    for picture in 0..<pictures.rows {
      let cosines = (0..<bank.queries.rows).map { query in
        zip(pictures.row(picture), bank.queries.row(query)).reduce(Float(0)) { $0 + $1.0 * $1.1 }
      }
      let nearest = cosines.sorted(by: >)[1...10]
      // Sums of twelve products in another order.
      #expect(abs(found[picture] - nearest.reduce(0, +) / 10) < 1e-6)
    }
  }

  @Test("as few queries as a bank may hold, all alike, give their similarity")
  func fewest() {
    let query = randomMatrix(1, 8, seed: 3).withUnitRows
    let bank = QueryBank(queries: query.gathering([Int](repeating: 0, count: QueryBank.fewest)))
    #expect(abs(bank.hubness(of: query)[0] - 1) < 1e-6)
  }

  @Test("a bank is read as it was written, and anything else is an error")
  func file() throws {
    let bank = QueryBank(queries: randomMatrix(20, 6, seed: 4).withUnitRows)
    let bytes = bank.bytes
    #expect(try QueryBank(bytes: bytes, name: "it", dimension: 6) == bank)
    #expect(throws: TuningError.self) { try QueryBank(bytes: bytes, name: "it", dimension: 7) }
    for count in stride(from: 0, to: bytes.count, by: 29) {
      #expect(throws: TuningError.self) {
        try QueryBank(bytes: Array(bytes[..<count]), name: "it", dimension: 6)
      }
    }
    var broken = bank.queries
    broken.scalars[7] = .nan
    let wrong = QueryBank(queries: broken).bytes
    #expect(throws: TuningError.self) { try QueryBank(bytes: wrong, name: "it", dimension: 6) }
    let head = Head(.linear, dimension: 6, seed: 1).bytes
    #expect(throws: TuningError.self) { try QueryBank(bytes: head, name: "it", dimension: 6) }
  }

  /// Pictures in random directions and three texts of each; every fifth picture leans to where all texts lie.
  private func trial(leaning: Float, typicalCount: Int = 0) -> RerankingTrial {
    let (count, dimension) = (300, 24)
    var pictures = randomMatrix(count, dimension, seed: 5).withUnitRows
    let noise = randomMatrix(3 * count + typicalCount, dimension, seed: 6).withUnitRows
    var texts = Matrix(rows: noise.rows, columns: dimension)
    for text in 0..<texts.rows {
      for column in 0..<dimension {
        let own = text < 3 * count ? pictures[text / 3, column] : 0
        texts[text, column] = own + 0.9 * noise[text, column]
      }
      texts[text, 0] += 1
    }
    for picture in stride(from: 0, to: count, by: 5) { pictures[picture, 0] += leaning }
    return RerankingTrial(
      (0..<3 * count).map { text in
        RetrievalExample(
          query: .init(.text, text), answer: .init(.image, text / 3), group: text / 3,
          key: UInt64(text / 3))
      }, typical: (3 * count..<texts.rows).map { .init(.text, $0) },
      in: RetrievalVectors(images: pictures.withUnitRows, texts: texts.withUnitRows),
      depth: 100, seed: 1, threads: 2)
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  @Test("where some pictures are near to every text, the right ones come forward")
  func hubs() {
    let trial = trial(leaning: 1, typicalCount: 200)
    #expect(trial.queries == 900 && trial.base.count == 300 && trial.reranked.count == 300)
    // Sixty of three hundred pictures stand before nearly all others; without them a right one is found.
    let (base, reranked) = (mean(trial.base), mean(trial.reranked))
    #expect(reranked > base + 0.1, "\(base) \(reranked)")
  }

  @Test("the same seed judges alike, whatever the number of threads")
  func repeated() {
    let (first, second) = (trial(leaning: 0.5), trial(leaning: 0.5))
    #expect(first.base == second.base && first.reranked == second.reranked)
  }
}
