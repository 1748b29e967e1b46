import Foundation
import Testing

@testable import VectorIndex

@Suite("Graphs of rows")
struct GraphTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/image.graph" }
  private static let parameters = GraphParameters(linksPerNode: 8, efConstruction: 60)

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(
    "A graph keeps its invariants, by every metric, with codes or without",
    arguments: Metric.allCases)
  func invariants(metric: Metric) throws {
    for (count, rowsWorthCodes) in [(0, 1), (1, 1), (2, 1), (30, .max), (900, 1)] {
      let snapshot = try clusteredCorpus(rows: count, seed: 4)
        .snapshot(in: folder, rowsWorthCodes: rowsWorthCodes)
      let graph = VectorGraph.build(
        of: "image", in: snapshot, metric: metric, parameters: Self.parameters)
      #expect(graph.checkInvariants().isEmpty)
      #expect(graph.rowCount == count)
      #expect(graph.matches(snapshot))
    }
  }

  @Test("On one thread the same rows and seed give the same graph, another seed another")
  func deterministic() throws {
    let snapshot = try clusteredCorpus(rows: 600, seed: 4).snapshot(in: folder)
    func graph(seed: UInt64) -> [UInt8] {
      VectorGraph.build(
        of: "image", in: snapshot,
        parameters: GraphParameters(linksPerNode: 8, efConstruction: 40, seed: seed)
      ).content
    }
    let (first, second, other) = (graph(seed: 1), graph(seed: 1), graph(seed: 2))
    let (isSame, isOther) = (first == second, first != other)
    #expect(isSame)
    #expect(isOther)
  }

  @Test("Nodes are numbered breadth first from where walks begin")
  func order() throws {
    let snapshot = try clusteredCorpus(rows: 700, seed: 4).snapshot(in: folder)
    let graph = VectorGraph.build(of: "image", in: snapshot, parameters: Self.parameters)
    #expect(graph.entry?.node == 0)
    // Each node comes after the first that leads to it, and in the order of those.
    var first: [UInt32: Int] = [:]
    for node in 0..<graph.nodeCount {
      let links = graph.nodes.links(of: UInt32(node), level: 0)
      for slot in 0..<Int(links[0]) where first[links[1 + slot]] == nil {
        first[links[1 + slot]] = node
      }
    }
    let parents = (1..<graph.nodeCount).compactMap { first[UInt32($0)] }
    #expect(parents == parents.sorted())
    #expect(parents.count > 690)
  }

  @Test("Several threads build a graph that is as good")
  func parallel() throws {
    let corpus = clusteredCorpus(rows: 1200, seed: 6)
    let snapshot = try corpus.snapshot(in: folder)
    let graph = VectorGraph.build(
      of: "image", in: snapshot, parameters: Self.parameters, threads: 4)
    #expect(graph.checkInvariants().isEmpty)
    var generator = SeededGenerator(seed: 7)
    let queries = (0..<60).map { _ in
      plainQuery(
        clusteredVector(
          around: corpus.blocks[0].rows.randomElement(using: &generator) ?? [], using: &generator))
    }
    let found = recall(
      of: HNSWIndex(snapshot, graphs: [graph], expansion: 80), against: FlatIndex(snapshot),
      queries)
    // At an expansion of eight times the count.
    #expect(found >= 0.97)
  }

  @Test(
    "What is nearest is so by the metric, for vectors of all lengths", arguments: Metric.allCases)
  func metrics(metric: Metric) throws {
    var generator = SeededGenerator(seed: 8)
    var corpus = clusteredCorpus(rows: 500, dimension: 24, seed: 9)
    for row in corpus.blocks[0].rows.indices {
      let length = Float.random(in: 0.5...3, using: &generator)
      corpus.blocks[0].rows[row] = corpus.blocks[0].rows[row].map { $0 * length }
    }
    let graph = VectorGraph.build(
      of: "image", in: try corpus.snapshot(in: folder), metric: metric,
      parameters: Self.parameters)
    var found = 0
    for _ in 0..<40 {
      let query = generator.unitVector(24).map { $0 * 2 }
      func distance(_ row: [Float]) -> Float {
        let dot = zip(query, row).reduce(0) { $0 + $1.0 * $1.1 }
        let squaredNorm = row.reduce(0) { $0 + $1 * $1 }
        return switch metric {
        case .dot: -dot
        case .cosine: -dot / squaredNorm.squareRoot()
        case .euclidean: squaredNorm - 2 * dot
        }
      }
      let distances = corpus.blocks[0].rows.map(distance)
      let nearest = distances.indices.sorted { distances[$0] < distances[$1] }
      let rows = graph.rows(near: query, expansion: 100, count: 15)
      found += Set(nearest.prefix(10)).intersection(rows.map(Int.init)).count
    }
    // Of 400; codes misplace some at the edge, hence 15 rows for the best 10.
    #expect(found >= 380)
  }

  @Test(
    "A written graph is the same when it is opened, and is searched where it lies",
    arguments: [0, 1, 700])
  func roundTrip(count: Int) throws {
    let corpus = clusteredCorpus(rows: count, seed: 4)
    let snapshot = try corpus.snapshot(in: folder)
    let built = VectorGraph.build(
      of: "image", in: snapshot, metric: .cosine, parameters: Self.parameters)
    try built.write(to: path)
    let opened = try VectorGraph.open(
      path: path, block: "image", fingerprint: Corpus.fingerprint)
    #expect(opened.matches(snapshot))
    #expect(opened.checkInvariants().isEmpty)
    let isSame = opened.content == built.content
    #expect(isSame)
    #expect(opened.parameters == built.parameters && opened.metric == built.metric)
    for row in corpus.blocks[0].rows.prefix(20) {
      #expect(
        opened.rows(near: row, expansion: 20) == built.rows(near: row, expansion: 20))
    }
  }

  @Test("A graph of another block or model is refused, and one of other rows does not match")
  func mismatch() throws {
    let snapshot = try clusteredCorpus(rows: 50, seed: 4).snapshot(in: folder)
    let graph = VectorGraph.build(of: "image", in: snapshot, parameters: Self.parameters)
    try graph.write(to: path)
    #expect(throws: SnapshotError.self) {
      try VectorGraph.open(path: path, block: "title", fingerprint: Corpus.fingerprint)
    }
    #expect(throws: SnapshotError.otherModel(path: path, found: "5f1c", expected: "beef")) {
      try VectorGraph.open(path: path, block: "image", fingerprint: "beef")
    }
    #expect(!graph.matches(try clusteredCorpus(rows: 51, seed: 4).snapshot(in: folder)))
    #expect(!graph.matches(try clusteredCorpus(rows: 50, seed: 5).snapshot(in: folder)))
  }

  @Test("Prefixes of a graph are refused, flipped bits at once or by verification")
  func damage() throws {
    let snapshot = try clusteredCorpus(rows: 5, dimension: 2, seed: 4).snapshot(in: folder)
    try VectorGraph.build(of: "image", in: snapshot, parameters: Self.parameters).write(to: path)
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for count in stride(from: 0, to: bytes.count, by: 13) {
      try expectRefused(Array(bytes[..<count]))
    }
    for bit in stride(from: 0, to: 8 * bytes.count, by: 19) {
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      try expectRefused(bytes, verifies: true)
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    }
  }

  @Test("A graph with a right checksum and wrong content is refused or safe to walk")
  func forgedContent() throws {
    let snapshot = try clusteredCorpus(rows: 20, dimension: 3, seed: 4).snapshot(in: folder)
    try VectorGraph.build(
      of: "image", in: snapshot, parameters: GraphParameters(linksPerNode: 2, efConstruction: 10)
    ).write(to: path)
    let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let placementPath = GraphPlacement.path(besideGraphAt: path)
    var placement = [UInt8](try Data(contentsOf: URL(fileURLWithPath: placementPath)))
    var generator = SeededGenerator(seed: 77)
    var opened = 0
    for _ in 0..<1000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let values: [UInt8] = [0, 1, 19, 20, 0x7f, 0xff, .random(in: 0...255, using: &generator)]
        bytes[Int.random(in: 8..<bytes.count, using: &generator)] =
          values.randomElement(using: &generator) ?? 0
      }
      SnapshotForgery.sealGraph(&bytes)
      SnapshotForgery.sealPlacement(&placement, ofGraph: bytes)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      try Data(placement).write(to: URL(fileURLWithPath: placementPath))
      guard
        let graph = try? VectorGraph.open(
          path: path, block: "image", fingerprint: Corpus.fingerprint), graph.dimension == 3
      else { continue }
      opened += 1
      let rows = graph.rows(near: [0.6, 0, 0.8], expansion: 30)
      #expect(rows.count <= 20)
      #expect(rows.allSatisfy { Int($0) < graph.placement?.blockRowCount ?? 0 })
      _ = graph.matches(snapshot)
      _ = graph.adapted(to: snapshot)
    }
    // Codes and scales may hold any value.
    #expect(opened > 50)
  }

  private func expectRefused(
    _ bytes: [UInt8], verifies: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(throws: SnapshotError.self, sourceLocation: sourceLocation) {
      let graph = try VectorGraph.open(
        path: path, block: "image", fingerprint: Corpus.fingerprint)
      if verifies { try graph.verify(at: path) }
    }
  }
}
