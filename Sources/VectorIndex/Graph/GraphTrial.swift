/// How walks over a graph compare with exhaustive search on vectors like its own, as measured when
/// it was built: whether it is worth its use on this machine and for this number of rows.
public struct GraphTrial: Sendable, Equatable {
  /// The least of the expansions tried at which walks find ``leastRecall`` of the ten nearest.
  public let expansion: Int
  /// The median time of a query by walks of that expansion; `Int.max` where none found enough.
  public let walkNanoseconds: Int
  /// The median time of a query by exhaustive search.
  public let scanNanoseconds: Int

  /// Whether walks that find enough take less time.
  public var isWorthWalking: Bool { walkNanoseconds < scanNanoseconds }

  /// The recall@10 that walks have to reach.
  public static let leastRecall = 0.99
  static let expansions = [32, 64, 128, 256, 512]
  private static let queryCount = 50
  private static let neighborCount = 10

  init(expansion: Int, walkNanoseconds: Int, scanNanoseconds: Int) {
    self.expansion = expansion
    self.walkNanoseconds = walkNanoseconds
    self.scanNanoseconds = scanNanoseconds
  }

  /// Asks for the neighbors of vectors near rows of the graph's block, one at a time.
  init(of graph: VectorGraph, in snapshot: VectorSnapshot, threads: Int) {
    let queries = Self.queries(graph, snapshot)
    let flat = FlatIndex(snapshot, threads: threads)
    let scanned = queries.map { query in Self.timed { flat.neighbors(of: query).neighbors } }
    let scanNanoseconds = Self.median(scanned.map(\.nanoseconds))
    let expected = scanned.reduce(0) { $0 + $1.neighbors.count }
    for expansion in Self.expansions {
      let index = HNSWIndex(snapshot, graphs: [graph], expansion: expansion, threads: threads)
      let walked = queries.map { query in Self.timed { index.neighbors(of: query).neighbors } }
      let found = zip(walked, scanned).reduce(0) { sum, pair in
        let exact = Set(pair.1.neighbors.map(\.item))
        return sum + pair.0.neighbors.count { exact.contains($0.item) }
      }
      if Double(found) >= Self.leastRecall * Double(expected) {
        self.init(
          expansion: expansion, walkNanoseconds: Self.median(walked.map(\.nanoseconds)),
          scanNanoseconds: scanNanoseconds)
        return
      }
    }
    self.init(
      expansion: Self.expansions.last ?? 1, walkNanoseconds: .max,
      scanNanoseconds: scanNanoseconds)
  }

  /// Rows at equal distances, each drawn towards the next: queries are seldom rows themselves.
  private static func queries(_ graph: VectorGraph, _ snapshot: VectorSnapshot) -> [IndexQuery] {
    guard let block = snapshot.block(graph.block), block.rowCount > 0 else { return [] }
    let count = min(queryCount, block.rowCount)
    func row(_ number: Int) -> [Float] { block.rows.vector(number * block.rowCount / count) }
    return (0..<count).map { number in
      IndexQuery(
        terms: [
          QueryTerm(
            vector: zip(row(number), row((number + 1) % count)).map { $0 + $1 / 2 },
            blocks: [BlockWeight(block: graph.block, weight: 1, calibration: .identity)])
        ], reference: .identity, count: neighborCount)
    }
  }

  private static func timed(
    _ search: () -> [Neighbor]
  ) -> (neighbors: [Neighbor], nanoseconds: Int) {
    let start = ContinuousClock.now
    let neighbors = search()
    return (neighbors, Int((ContinuousClock.now - start) / .nanoseconds(1)))
  }

  private static func median(_ times: [Int]) -> Int {
    times.isEmpty ? 0 : times.sorted()[times.count / 2]
  }
}
