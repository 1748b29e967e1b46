import Testing

@testable import VectorIndex

@Suite("Search by graphs")
struct HNSWIndexTests {
  private let folder: TemporaryFolder
  private static let parameters = GraphParameters(linksPerNode: 8, efConstruction: 60)

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("Where the walk sees every row, answers agree with naive loops")
  func conformance() throws {
    try checkVectorIndex { corpus in
      let snapshot = try corpus.snapshot(in: folder)
      return HNSWIndex(
        snapshot,
        graphs: corpus.blocks.map {
          VectorGraph.build(of: $0.name, in: snapshot, parameters: Self.parameters)
        },
        expansion: 1000)
    }
  }

  @Test("Most of the nearest are found, more of them with a larger expansion; scores are exact")
  func recall() throws {
    let corpus = clusteredCorpus(rows: 1500, seed: 15)
    let snapshot = try corpus.snapshot(in: folder)
    let graph = VectorGraph.build(of: "image", in: snapshot, parameters: Self.parameters)
    let flat = FlatIndex(snapshot)
    let queries = queries(corpus, count: 80)
    let narrow = VectorIndexTests.recall(
      of: HNSWIndex(snapshot, graphs: [graph], expansion: 20), against: flat, queries)
    let wide = VectorIndexTests.recall(
      of: HNSWIndex(snapshot, graphs: [graph], expansion: 160), against: flat, queries)
    #expect(narrow >= 0.85)
    #expect(wide >= 0.99)
    #expect(wide >= narrow)
    let index = HNSWIndex(snapshot, graphs: [graph], expansion: 160)
    for query in queries.prefix(10) {
      let all = flat.neighbors(of: plainQuery(query.terms[0].vector, count: 1500))
      let exact = Dictionary(uniqueKeysWithValues: all.neighbors.map { ($0.item, $0) })
      let (neighbors, total) = index.neighbors(of: query)
      #expect(total == 1500)
      #expect(neighbors.allSatisfy { exact[$0.item] == $0 })
    }
  }

  @Test("A filter never starves a query", arguments: [2, 5, 7, 60, 800] as [Int64])
  func filters(divisor: Int64) throws {
    let corpus = clusteredCorpus(rows: 1000, seed: 16)
    let snapshot = try corpus.snapshot(in: folder)
    let graph = VectorGraph.build(of: "image", in: snapshot, parameters: Self.parameters)
    let index = HNSWIndex(snapshot, graphs: [graph], expansion: 24)
    let flat = FlatIndex(snapshot)
    for query in queries(corpus, count: 20) {
      let filtered = plainQuery(
        query.terms[0].vector, included: ItemFilter { $0 % divisor == 0 })
      let (neighbors, total) = index.neighbors(of: filtered)
      let exact = flat.neighbors(of: filtered)
      #expect(neighbors.count == exact.neighbors.count)
      #expect(total == exact.total)
      #expect(neighbors.allSatisfy { $0.item % divisor == 0 })
    }
  }

  @Test("Several blocks and terms are scored as an exact search scores them")
  func hybrid() throws {
    let corpus = Corpus.random(
      items: 900, dimension: 16, blocks: ["image", "title"], seed: 17)
    let snapshot = try corpus.snapshot(in: folder)
    let graphs = ["image", "title"].map {
      VectorGraph.build(of: $0, in: snapshot, parameters: Self.parameters)
    }
    let index = HNSWIndex(snapshot, graphs: graphs, expansion: 75)
    let flat = FlatIndex(snapshot)
    var generator = SeededGenerator(seed: 18)
    let blocks = ["image", "title"].map {
      BlockWeight(block: $0, weight: 0.7, calibration: Calibration(mean: 0.1, deviation: 0.3))
    }
    let queries = (0..<30).map { _ in
      IndexQuery(
        terms: [
          QueryTerm(vector: generator.unitVector(16), blocks: blocks),
          QueryTerm(vector: generator.unitVector(16), blocks: blocks, weight: -0.4),
        ],
        reference: .identity, count: 10)
    }
    // Walks see 300 rows, a third of each block; the best of the sum are among those of one block.
    #expect(VectorIndexTests.recall(of: index, against: flat, queries) >= 0.95)
    for query in queries.prefix(5) {
      #expect(index.neighbors(of: query).total == flat.neighbors(of: query).total)
    }
  }

  @Test("Many threads may search at once")
  func concurrency() async throws {
    let corpus = clusteredCorpus(rows: 800, seed: 19)
    let snapshot = try corpus.snapshot(in: folder)
    let graph = VectorGraph.build(of: "image", in: snapshot, parameters: Self.parameters)
    let index = HNSWIndex(snapshot, graphs: [graph], expansion: 40)
    let queries = queries(corpus, count: 40)
    let expected = queries.map { index.neighbors(of: $0).neighbors }
    await withTaskGroup(of: (Int, [Neighbor]).self) { group in
      for (number, query) in queries.enumerated() {
        group.addTask { (number, index.neighbors(of: query).neighbors) }
      }
      for await (number, neighbors) in group {
        #expect(neighbors == expected[number])
      }
    }
  }

  private func queries(_ corpus: Corpus, count: Int) -> [IndexQuery] {
    var generator = SeededGenerator(seed: 20)
    return (0..<count).map { _ in
      plainQuery(
        clusteredVector(
          around: corpus.blocks[0].rows.randomElement(using: &generator) ?? [], using: &generator))
    }
  }
}
