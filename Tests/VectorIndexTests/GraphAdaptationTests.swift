import Synchronization
import Testing

@testable import VectorIndex

@Suite("Graphs that follow their rows")
struct GraphAdaptationTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/image.graph" }
  private static let parameters = GraphParameters(linksPerNode: 8, efConstruction: 60)

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("New rows are inserted, rows that are gone leave dead nodes, others may move")
  func adaptation() throws {
    let corpus = clusteredCorpus(rows: 1200, seed: 11)
    let before = try corpus.with(rows: Array(0..<1000)).snapshot(in: folder)
    let graph = VectorGraph.build(of: "image", in: before, parameters: Self.parameters)
    var generator = SeededGenerator(seed: 12)
    let rows = (60..<1200).shuffled(using: &generator)
    let after = try corpus.with(rows: rows).snapshot(in: folder)
    let adapted = try #require(graph.adapted(to: after))
    #expect(adapted.checkInvariants().isEmpty)
    #expect(adapted.matches(after))
    #expect(adapted.rowCount == 1140)
    #expect(adapted.placement?.deadCount == 60)
    #expect(adapted.nodeCount == 1200)
    let queries = (0..<60).map { _ in
      plainQuery(
        clusteredVector(
          around: corpus.blocks[0].rows.randomElement(using: &generator) ?? [], using: &generator))
    }
    let found = recall(
      of: HNSWIndex(after, graphs: [adapted], expansion: 80), against: FlatIndex(after), queries)
    // At an expansion of eight times the count.
    #expect(found >= 0.97)

    // Dead nodes come to life again with their rows.
    let earlier = try corpus.with(rows: Array(0..<1140)).snapshot(in: folder)
    let restored = try #require(adapted.adapted(to: earlier))
    #expect(restored.checkInvariants().isEmpty)
    #expect(restored.nodeCount == 1200)
    #expect(restored.placement?.deadCount == 60)
  }

  @Test("Where more than a tenth of the nodes would be dead, a new graph is due")
  func rebuilding() throws {
    let corpus = clusteredCorpus(rows: 300, seed: 11)
    let snapshot = try corpus.snapshot(in: folder)
    let graph = VectorGraph.build(of: "image", in: snapshot, parameters: Self.parameters)
    let tenth = try corpus.with(rows: Array(30..<300)).snapshot(in: folder)
    #expect(graph.adapted(to: tenth)?.placement?.deadCount == 30)
    let more = try corpus.with(rows: Array(31..<300)).snapshot(in: folder)
    #expect(graph.adapted(to: more) == nil)
  }

  @Test("Rows with the same vector are told apart by their number")
  func duplicates() throws {
    var corpus = clusteredCorpus(rows: 200, seed: 11)
    for row in 50..<90 {
      corpus.blocks[0].rows[row] = corpus.blocks[0].rows[0]
    }
    let snapshot = try corpus.snapshot(in: folder)
    let graph = VectorGraph.build(of: "image", in: snapshot, parameters: Self.parameters)
    #expect(graph.checkInvariants().isEmpty)
    let fewer = try corpus.with(rows: Array(0..<85) + Array(90..<200)).snapshot(in: folder)
    let adapted = try #require(graph.adapted(to: fewer))
    #expect(adapted.checkInvariants().isEmpty)
    #expect(adapted.placement?.deadCount == 5)
  }

  @Test("The graph kept beside a snapshot is used, adapted or built anew, as is needed")
  func current() throws {
    let corpus = clusteredCorpus(rows: 400, seed: 11)
    let snapshot = try corpus.with(rows: Array(0..<380)).snapshot(in: folder)
    func current(_ snapshot: VectorSnapshot) throws -> VectorGraph {
      try #require(
        VectorGraph.current(
          at: path, block: "image", snapshot: snapshot, parameters: Self.parameters))
    }
    func kept(_ snapshot: VectorSnapshot) -> VectorGraph? {
      VectorGraph.kept(at: path, block: "image", snapshot: snapshot, parameters: Self.parameters)
    }
    #expect(kept(snapshot) == nil)
    let built = try current(snapshot)
    #expect(built.nodeCount == 380 && built.placement?.deadCount == 0)
    #expect(kept(snapshot) != nil)
    let opened = try current(snapshot)
    #expect(throws: Never.self) { try opened.verify(at: path) }
    // The outcome of the trial is kept with the graph.
    #expect(opened.trial == built.trial)
    let trial = try #require(opened.trial)
    #expect(GraphTrial.expansions.contains(trial.expansion))
    #expect(trial.scanNanoseconds > 0 && trial.walkNanoseconds > 0)
    let isSame = opened.content == built.content
    #expect(isSame)
    let later = try corpus.with(rows: Array(10..<400)).snapshot(in: folder)
    let adapted = try current(later)
    #expect(adapted.nodeCount == 400 && adapted.placement?.deadCount == 10)
    #expect(try current(later).placement?.deadCount == 10)
    let muchLater = try corpus.with(rows: Array(200..<400)).snapshot(in: folder)
    let rebuilt = try current(muchLater)
    #expect(rebuilt.nodeCount == 200 && rebuilt.placement?.deadCount == 0)
    #expect(kept(muchLater) != nil && kept(later) == nil)
  }
}

extension GraphAdaptationTests {
  @Test("A build that is stopped leaves what was there", arguments: [1, 2])
  func stopping(threads: Int) throws {
    let corpus = clusteredCorpus(rows: 2000, seed: 11)
    let snapshot = try corpus.snapshot(in: folder)
    func current(while continues: @Sendable () -> Bool) -> VectorGraph? {
      VectorGraph.current(
        at: path, block: "image", snapshot: snapshot, parameters: Self.parameters,
        threads: threads, while: continues)
    }
    let questions = Mutex(0)
    let stopped = current {
      questions.withLock { questions in
        questions += 1
        return questions < 2
      }
    }
    #expect(stopped == nil)
    #expect(try folder.contents == ["vectors.snapshot"])
    #expect(current { true }?.checkInvariants() == [])
  }
}

extension Corpus {
  /// The same corpus with only some rows of its first block, in another order; items keep theirs.
  func with(rows numbers: [Int]) -> Corpus {
    let block = blocks[0]
    return Corpus(
      dimension: dimension,
      blocks: [
        .init(
          name: block.name, rows: numbers.map { block.rows[$0] },
          placements: numbers.enumerated().map { (item: Int64(3 * $1 + 5), row: $0) })
      ])
  }
}
