import Testing
import VectorIndex

@Suite("Search by codes")
struct CodedSearchTests {
  private let folder: TemporaryFolder
  private let corpus = Corpus.random(
    items: 6000, dimension: 48, blocks: ["image", "title"], seed: 21)
  private let snapshot: VectorSnapshot

  init() throws {
    folder = try TemporaryFolder()
    snapshot = try corpus.snapshot(in: folder)
  }

  @Test("Codes change no bit of an answer, whatever the query is made of")
  func agreement() {
    for query in queries(seed: 22) {
      let coded = FlatIndex(snapshot).neighbors(of: query)
      let exact = FlatIndex(snapshot, exactness: .everyScalar).neighbors(of: query)
      #expect(coded.neighbors == exact.neighbors)
      #expect(coded.total == exact.total)
      #expect(!exact.neighbors.isEmpty)
    }
  }

  @Test("A batch answers as its queries do one by one", arguments: [1, 2])
  func batch(threads: Int) {
    let queries = (30..<33).flatMap { self.queries(seed: $0) }
    let index = FlatIndex(snapshot, threads: threads)
    let answers = index.neighbors(of: queries)
    #expect(answers.count == queries.count)
    for (query, answer) in zip(queries, answers) {
      let alone = index.neighbors(of: query)
      #expect(answer.neighbors == alone.neighbors)
      #expect(answer.total == alone.total)
    }
    #expect(index.neighbors(of: []).isEmpty)
  }

  @Test("Items with the same vector keep their order by identifier")
  func ties() throws {
    var generator = SeededGenerator(seed: 3)
    let rows = (0..<4000).map { _ in generator.unitVector(32) }
    // Row 7 belongs to every 50th item.
    let placements = (0..<4000).map { (item: Int64($0), row: $0 % 50 == 0 ? 7 : $0) }
    let corpus = Corpus(
      dimension: 32, blocks: [.init(name: "image", rows: rows, placements: placements)])
    let index = FlatIndex(try corpus.snapshot(in: folder))
    let (neighbors, total) = index.neighbors(
      of: query([term(rows[7], ["image"])], count: 20))
    #expect(neighbors.map(\.item) == [0, 7] + (1..<19).map { $0 * 50 })
    #expect(total == 4000)
  }

  @Test("A vector too long for products in single precision is compared scalar by scalar")
  func hugeVectors() throws {
    let huge = [Float](repeating: 1e30, count: 48)
    let coded = FlatIndex(snapshot).neighbors(of: query([term(huge, ["image"])]))
    let exact = FlatIndex(snapshot, exactness: .everyScalar)
      .neighbors(of: query([term(huge, ["image"])]))
    #expect(coded.neighbors == exact.neighbors)
    #expect(coded.total == exact.total)
  }

  private func term(
    _ vector: [Float], _ blocks: [String], weight: Float = 1
  ) -> QueryTerm {
    let calibration = Calibration(mean: 0.1, deviation: 0.2)
    return QueryTerm(
      vector: vector,
      blocks: blocks.map { BlockWeight(block: $0, weight: 0.5, calibration: calibration) },
      weight: weight)
  }

  private func query(
    _ terms: [QueryTerm], count: Int = 10, minimumScore: Float? = nil, excluded: Set<Int64> = [],
    included: ItemFilter? = nil
  ) -> IndexQuery {
    IndexQuery(
      terms: terms, reference: Calibration(mean: 0.3, deviation: 0.1), count: count,
      excluded: excluded, minimumScore: minimumScore, included: included)
  }

  private func queries(seed: UInt64) -> [IndexQuery] {
    var generator = SeededGenerator(seed: seed)
    func vector() -> [Float] { generator.unitVector(corpus.dimension) }
    let plain = term(vector(), ["image"])
    let hybrid = term(vector(), ["image", "title"], weight: 2)
    let repelling = term(vector(), ["title"], weight: -0.6)
    return [
      query([plain]),
      query([plain], count: 1),
      query([plain], count: 300),
      query([plain], minimumScore: 0.42),
      query([plain], count: 3, minimumScore: 0.31),
      query([term(corpus.blocks[0].rows[3], ["image"])], excluded: Set(corpus.items.prefix(2000))),
      query([plain], included: ItemFilter { $0 % 2 == 0 }),
      query([plain], included: ItemFilter { $0 % 40 == 0 }),
      query([hybrid]),
      query([hybrid], count: 50, minimumScore: 0.35),
      query([repelling, plain, hybrid]),
    ]
  }
}
