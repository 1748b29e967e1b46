import Testing
import VectorIndex

@Suite("Exact search")
struct FlatIndexTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(
    "Answers agree with naive loops, on one thread and on three, with codes and without",
    arguments: [1, 3], [1, .max])
  func conformance(threads: Int, rowsWorthCodes: Int) throws {
    try checkVectorIndex { corpus in
      FlatIndex(
        try corpus.snapshot(in: folder, rowsWorthCodes: rowsWorthCodes), threads: threads)
    }
  }

  @Test("The number of threads changes no bit of an answer over many ranges")
  func threads() throws {
    let corpus = Corpus.random(items: 40_000, dimension: 8, blocks: ["image"], seed: 9)
    let snapshot = try corpus.snapshot(in: folder)
    var generator = SeededGenerator(seed: 10)
    let query = query(generator.unitVector(8), count: 500)
    for exactness: FlatIndex.Exactness in [.rescored, .everyScalar] {
      let alone = FlatIndex(snapshot, threads: 1, exactness: exactness).neighbors(of: query)
      let shared = FlatIndex(snapshot, threads: 4, exactness: exactness).neighbors(of: query)
      #expect(alone.neighbors == shared.neighbors)
      #expect(alone.total == shared.total)
      #expect(alone.neighbors.count == 500)
      #expect(alone.total == corpus.items.count)
    }
  }

  @Test("A filter changes no bit of what it lets through", arguments: [2, 3, 20, 500])
  func filters(divisor: Int64) throws {
    let corpus = Corpus.random(
      items: 5000, dimension: 24, blocks: ["image", "title"], seed: 12)
    let index = FlatIndex(try corpus.snapshot(in: folder))
    var generator = SeededGenerator(seed: 13)
    let blocks = ["image", "title"].map {
      BlockWeight(block: $0, weight: 0.7, calibration: Calibration(mean: 0.1, deviation: 0.3))
    }
    func answer(_ filter: ItemFilter?) -> Neighbors {
      index.neighbors(
        of: IndexQuery(
          terms: terms, reference: .identity, count: 5000, minimumScore: -0.5, included: filter))
    }
    let terms = [
      QueryTerm(vector: generator.unitVector(24), blocks: blocks),
      QueryTerm(vector: generator.unitVector(24), blocks: blocks, weight: -0.4),
    ]
    let expected = answer(nil).neighbors.filter { $0.item % divisor == 0 }
    let listed = answer(ItemFilter(items: corpus.items.filter { $0 % divisor == 0 }))
    let tested = answer(ItemFilter { $0 % divisor == 0 })
    #expect(!expected.isEmpty)
    #expect(listed.neighbors == expected && listed.total == expected.count)
    #expect(tested.neighbors == expected && tested.total == expected.count)
  }

  @Test("One term on one block scored on its own scale is the plain similarity")
  func plainSimilarity() throws {
    let corpus = Corpus.random(items: 300, dimension: 64, blocks: ["image"], seed: 3)
    var generator = SeededGenerator(seed: 4)
    let scale = Calibration(mean: 0.2137, deviation: 0.0491)
    let index = FlatIndex(try corpus.snapshot(in: folder))
    let (neighbors, _) = index.neighbors(
      of: query(generator.unitVector(64), calibration: scale, count: 300))
    #expect(neighbors.count > 200)
    for neighbor in neighbors {
      #expect(neighbor.similarities == [neighbor.score])
    }
  }

  @Test("Equal scores are ordered by item, wherever the rest is cut off")
  func ties() throws {
    let shared: [Float] = [0.6, 0.8]
    let items: [Int64] = [90, -4, 17, 3, 55, 8]
    let corpus = Corpus(
      dimension: 2,
      blocks: [
        .init(
          name: "image", rows: [shared, [1, 0]], placements: items.map { ($0, 0) } + [(21, 1)])
      ])
    let index = FlatIndex(try corpus.snapshot(in: folder))
    for count in 1...6 {
      let (neighbors, total) = index.neighbors(of: query([0, 1], count: count))
      #expect(neighbors.map(\.item) == Array([-4, 3, 8, 17, 55, 90].prefix(count)))
      #expect(total == 7)
    }
  }

  @Test("A query vector that is not finite resembles nothing", arguments: [Float.nan, .infinity])
  func nonFiniteQuery(scalar: Float) throws {
    let corpus = Corpus.random(items: 20, dimension: 3, blocks: ["image"], seed: 1)
    let index = FlatIndex(try corpus.snapshot(in: folder))
    let (neighbors, total) = index.neighbors(of: query([0.5, scalar, 0], count: 5))
    #expect(neighbors.isEmpty)
    #expect(total == 0)
  }

  @Test("Similarities beyond the range of a float leave an item out instead of ranking it first")
  func overflow() throws {
    let corpus = Corpus(
      dimension: 2,
      blocks: [
        .init(name: "image", rows: [[60_000, 0], [0, 1]], placements: [(1, 0), (2, 1)])
      ])
    let index = FlatIndex(try corpus.snapshot(in: folder))
    let (neighbors, total) = index.neighbors(of: query([1e36, 1], count: 5))
    #expect(neighbors.map(\.item) == [2])
    #expect(total == 1)
  }

  @Test("A repelling term lowers what resembles it and leaves its opposite alone")
  func repelling() throws {
    let corpus = Corpus(
      dimension: 2,
      blocks: [
        .init(
          name: "image", rows: [[0.6, 0.8], [0.6, -0.8], [0.6, 0]],
          placements: [(1, 0), (2, 1), (3, 2)])
      ])
    let index = FlatIndex(try corpus.snapshot(in: folder))
    let block = BlockWeight(block: "image", weight: 1, calibration: .identity)
    let (neighbors, _) = index.neighbors(
      of: IndexQuery(
        terms: [
          QueryTerm(vector: [1, 0], blocks: [block]),
          QueryTerm(vector: [0, 1], blocks: [block], weight: -1),
        ],
        reference: .identity, count: 3))
    #expect(neighbors.map(\.item) == [2, 3, 1])
    #expect(neighbors[0].score == neighbors[1].score)
    #expect(neighbors[0].score == Float(Float16(0.6)))
  }

  private func query(
    _ vector: [Float], calibration: Calibration = .identity, count: Int
  ) -> IndexQuery {
    let block = BlockWeight(block: "image", weight: 1, calibration: calibration)
    return IndexQuery(
      terms: [QueryTerm(vector: vector, blocks: [block])], reference: calibration, count: count)
  }
}
