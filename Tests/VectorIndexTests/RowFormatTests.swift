import Testing
import VectorIndex

@Suite("Rows of eight bits and codes of one")
struct RowFormatTests {
  private let folder: TemporaryFolder
  private let corpus = Corpus.random(
    items: 9000, dimension: 96, blocks: ["image", "title"], seed: 31)

  init() throws {
    folder = try TemporaryFolder()
  }

  private func query(
    _ vector: [Float], _ blocks: [String] = ["image"], count: Int = 10, minimumScore: Float? = nil
  ) -> IndexQuery {
    IndexQuery(
      terms: [
        QueryTerm(
          vector: vector,
          blocks: blocks.map { BlockWeight(block: $0, weight: 1, calibration: .identity) })
      ], reference: .identity, count: count, minimumScore: minimumScore)
  }

  private func queries(_ count: Int) -> [[Float]] {
    var generator = SeededGenerator(seed: 4)
    return (0..<count).map { number in
      let (row, noise) = (corpus.blocks[0].rows[number * 31], generator.unitVector(96))
      return zip(row, noise).map { $0 + $1 / 2 }
    }
  }

  @Test(
    "Rows of eight bits lie within half a level of what they were, and codes rule out none wrongly")
  func int8() throws {
    let snapshot = try corpus.snapshot(in: folder, rowFormat: .int8)
    try snapshot.verify()
    for number in [0, 17, 8999] {
      let row = corpus.blocks[0].rows[number]
      let step = row.map(abs).max() ?? 0
      for (scalar, expected) in zip(snapshot.rows(number..<number + 1, ofBlock: "image"), row) {
        #expect(abs(scalar - expected) <= step / 254 * 1.001)
      }
    }
    for vector in queries(8) {
      for blocks in [["image"], ["image", "title"]] {
        let coded = FlatIndex(snapshot).neighbors(of: query(vector, blocks))
        let exact = FlatIndex(snapshot, exactness: .everyScalar)
          .neighbors(of: query(vector, blocks))
        #expect(coded.neighbors == exact.neighbors && coded.total == exact.total)
      }
    }
  }

  @Test(
    "Codes of one bit find nearly all of the nearest, with exact scores and totals",
    arguments: RowFormat.allCases)
  func bits(rowFormat: RowFormat) throws {
    let snapshot = try corpus.snapshot(in: folder, rowFormat: rowFormat, codeFormat: .bits)
    try snapshot.verify()
    let index = FlatIndex(snapshot)
    let exact = FlatIndex(snapshot, exactness: .everyScalar)
    let asked = queries(16).map { query($0) }
    var found = 0
    for (query, batched) in zip(asked, index.neighbors(of: asked)) {
      let (estimated, best) = (index.neighbors(of: query), exact.neighbors(of: query))
      #expect(estimated.neighbors == batched.neighbors && estimated.total == best.total)
      let scores = Dictionary(uniqueKeysWithValues: best.neighbors.map { ($0.item, $0.score) })
      for neighbor in estimated.neighbors {
        if let score = scores[neighbor.item] {
          #expect(score == neighbor.score)
          found += 1
        }
      }
    }
    // Random directions are the hardest: hardly any is nearer than the rest.
    #expect(found >= 144, "\(found) of 160")
    // All that reach a score are counted, and more than an eighth compared: exactly, both.
    let least = query(queries(1)[0], minimumScore: 0.2)
    #expect(index.neighbors(of: least).neighbors == exact.neighbors(of: least).neighbors)
    #expect(index.neighbors(of: least).total == exact.neighbors(of: least).total)
    let many = query(queries(1)[0], count: 200)
    #expect(index.neighbors(of: many).neighbors == exact.neighbors(of: many).neighbors)
  }

  @Test("Graphs walk over rows of any format")
  func graphs() throws {
    let snapshot = try corpus.snapshot(in: folder, rowFormat: .int8, codeFormat: .bits)
    let graph = VectorGraph.build(of: "image", in: snapshot, threads: 2)
    let index = HNSWIndex(snapshot, graphs: [graph])
    let vector = queries(1)[0]
    let scores = FlatIndex(snapshot, exactness: .everyScalar).neighbors(of: query(vector))
    #expect(index.neighbors(of: query(vector)).neighbors.first == scores.neighbors.first)
  }
}
