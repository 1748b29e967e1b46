import Foundation
import Testing

@testable import VectorIndex

@Suite("Rows that came after their graph")
struct GraphPlacementTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/image.graph" }
  private var placementPath: String { GraphPlacement.path(besideGraphAt: path) }
  private static let parameters = GraphParameters(linksPerNode: 8, efConstruction: 60)

  init() throws {
    folder = try TemporaryFolder()
  }

  private func current(
    _ snapshot: VectorSnapshot, willLink: (Int) -> Void = { _ in }
  ) throws -> VectorGraph {
    let graph = VectorGraph.current(
      at: path, block: "image", snapshot: snapshot, parameters: Self.parameters,
      willLink: willLink)
    return try #require(graph)
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test("A few new rows leave the graph as it is and are found, with codes and without")
  func fewNewRows() throws {
    let corpus = clusteredCorpus(rows: 1300, seed: 31)
    for rowsWorthCodes in [1, .max] {
      let before = try corpus.with(rows: Array(0..<1282))
        .snapshot(in: folder, rowsWorthCodes: rowsWorthCodes)
      _ = try current(before)
      let graphBytes = try bytes(path)
      // 18 new ones among 1,282, a sixty-fourth of which is 20; two are gone, all have moved.
      var generator = SeededGenerator(seed: 32)
      let numbers = (2..<1300).shuffled(using: &generator)
      let after = try corpus.with(rows: numbers)
        .snapshot(in: folder, rowsWorthCodes: rowsWorthCodes)
      let placed = try current(after)
      let isSame = try bytes(path) == graphBytes
      #expect(isSame)
      #expect(placed.nodeCount == 1282 && placed.rowCount == 1280)
      #expect(placed.checkInvariants().isEmpty)
      #expect(placed.placement?.newRows.count == 18)

      let opened = try #require(
        VectorGraph.kept(at: path, block: "image", snapshot: after, parameters: Self.parameters))
      #expect(throws: Never.self) { try opened.verify(at: path) }
      #expect(opened.placement.map { Array($0.rows) } == placed.placement.map { Array($0.rows) })
      let index = HNSWIndex(after, graphs: [opened], expansion: 80)
      let flat = FlatIndex(after)
      for number in 1282..<1300 {
        let query = plainQuery(corpus.blocks[0].rows[number])
        #expect(index.neighbors(of: query).neighbors.first?.item == Int64(3 * number + 5))
        #expect(index.neighbors(of: query).total == 1298)
      }
      let gone = [0, 1].map { Int64(3 * $0 + 5) }
      let queries = corpus.blocks[0].rows.prefix(60).map { plainQuery($0) }
      #expect(
        queries.allSatisfy { query in
          index.neighbors(of: query).neighbors.allSatisfy { !gone.contains($0.item) }
        })
      // At an expansion of eight times the count.
      #expect(recall(of: index, against: flat, queries) >= 0.97)
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test("Once more than a few rows are new, they become nodes")
  func manyNewRows() throws {
    let corpus = clusteredCorpus(rows: 700, seed: 31)
    var linked: [Int] = []
    func current(rows: Int) throws -> VectorGraph {
      let snapshot = try corpus.with(rows: Array(0..<rows)).snapshot(in: folder)
      return try self.current(snapshot) { linked.append($0) }
    }
    _ = try current(rows: 640)
    let few = try current(rows: 650)
    #expect(few.nodeCount == 640)
    let more = try current(rows: 651)
    #expect(linked == [640, 11])
    #expect(more.nodeCount == 651)
    #expect(more.placement?.newRows.isEmpty == true)
    #expect(more.checkInvariants().isEmpty)
  }

  @Test("A graph without its placement, or beside that of another graph, gets one again")
  func lostPlacement() throws {
    let corpus = clusteredCorpus(rows: 400, seed: 31)
    let snapshot = try corpus.snapshot(in: folder)
    _ = try current(clusteredCorpus(rows: 380, seed: 5).snapshot(in: folder))
    let other = try bytes(placementPath)
    try FileManager.default.removeItem(atPath: path)
    let content = try current(corpus.snapshot(in: folder)).content
    for replacement in [nil, other, Array(other.prefix(100))] {
      try FileManager.default.removeItem(atPath: placementPath)
      if let replacement {
        try Data(replacement).write(to: URL(fileURLWithPath: placementPath))
      }
      let opened = try VectorGraph.open(
        path: path, block: "image", fingerprint: Corpus.fingerprint)
      #expect(opened.placement == nil && !opened.matches(snapshot))
      #expect(opened.rows(near: corpus.blocks[0].rows[0], expansion: 10).isEmpty)
      let again = try current(snapshot)
      #expect(again.content == content)
      #expect(try bytes(placementPath) != replacement)
      #expect(
        VectorGraph.kept(
          at: path, block: "image", snapshot: snapshot, parameters: Self.parameters) != nil)
    }
  }

  @Test("A damaged placement is not used, or verification finds it")
  func damage() throws {
    let corpus = clusteredCorpus(rows: 130, seed: 31)
    _ = try current(corpus.with(rows: Array(0..<128)).snapshot(in: folder))
    _ = try current(corpus.snapshot(in: folder))
    var bytes = try bytes(placementPath)
    for bit in stride(from: 0, to: 8 * bytes.count, by: 7) {
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      try Data(bytes).write(to: URL(fileURLWithPath: placementPath))
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let graph = try VectorGraph.open(
        path: path, block: "image", fingerprint: Corpus.fingerprint)
      guard graph.placement != nil else { continue }
      #expect(throws: SnapshotError.self) { try graph.verify(at: path) }
    }
  }

  @Test("A placement with right checksums and wrong numbers is refused or safe to search")
  func forgery() throws {
    let corpus = clusteredCorpus(rows: 130, seed: 31)
    _ = try current(corpus.with(rows: Array(0..<128)).snapshot(in: folder))
    let snapshot = try corpus.snapshot(in: folder)
    _ = try current(snapshot)
    let original = try bytes(placementPath)
    var generator = SeededGenerator(seed: 33)
    var searched = 0
    for _ in 0..<400 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let values: [UInt8] = [0, 1, 127, 130, 0xff, .random(in: 0...255, using: &generator)]
        bytes[Int.random(in: 12..<bytes.count, using: &generator)] =
          values.randomElement(using: &generator) ?? 0
      }
      SnapshotForgery.sealPlacement(&bytes)
      try Data(bytes).write(to: URL(fileURLWithPath: placementPath))
      let graph = try VectorGraph.open(
        path: path, block: "image", fingerprint: Corpus.fingerprint)
      guard graph.matches(snapshot) else { continue }
      searched += 1
      let index = HNSWIndex(snapshot, graphs: [graph], expansion: 40)
      #expect(index.neighbors(of: plainQuery(corpus.blocks[0].rows[3])).neighbors.count <= 10)
    }
    // Only some of the rows' numbers are compared.
    #expect(searched > 20)
  }
}
