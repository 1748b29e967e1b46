internal import ArgumentParser
internal import Glibc
internal import VectorIndex

/// What the indexes cost as the number of vectors grows.
struct GrowthBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "growth",
    abstract: "Measure building, opening, appending and searching for growing numbers of vectors.",
    discussion: """
      Vectors are of unit length and lie in clusters of about 50. Searches and builds on one thread are
      in processor time, openings and builds on several threads in wall time.
      """)

  @Option(help: "Numbers of vectors, with commas between.")
  var counts = "10000,100000,1000000"

  @Option(help: "Their dimension.")
  var dimension = 128

  @Option(help: "Queries.")
  var queries = 200

  @Option(help: "Threads of a second build; 1 for none.")
  var threads = 2

  private static let block = "vectors"
  private static let neighborCount = 10
  private static let clusterSize = 50
  /// One in so many vectors comes after the graph of the others, whose building is timed.
  private static let shareAppended = 100

  func run() throws {
    print(
      """
      vectors     snapshot s  open µs  flat ms   build s  \(threads) threads s (wall)  append 1 % s  \
      walk µs  link 1 % s  open µs  ef  recall   walk µs  snapshot MB  graph MB  resident MB
      """)
    for count in counts.split(separator: ",").compactMap({ Int($0) }) {
      try measure(count)
    }
  }

  private func measure(_ count: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("vectors.index")
    var vectors = ClusteredVectors(
      clusters: max(1, count / Self.clusterSize), dimension: dimension)
    let earlier = try write(count - count / Self.shareAppended, &vectors, to: path)
    var graph: VectorGraph?
    let building = median(of: 1, CLOCK_PROCESS_CPUTIME_ID) {
      graph = VectorGraph.build(of: Self.block, in: earlier)
    }
    let building2 =
      threads > 1
      ? median(of: 1, CLOCK_MONOTONIC) {
        _ = VectorGraph.build(of: Self.block, in: earlier, threads: threads)
      } : 0
    vectors.rewind()
    let start = seconds(CLOCK_PROCESS_CPUTIME_ID)
    let snapshot = try write(count, &vectors, to: path)
    let writing = seconds(CLOCK_PROCESS_CPUTIME_ID) - start
    let opening = try median(of: 21, CLOCK_MONOTONIC) { _ = try open(path) }
    let graphPath = folder.path("vectors.graph")
    try graph?.write(to: graphPath)
    graph = nil
    let appending = median(of: 1, CLOCK_PROCESS_CPUTIME_ID) {
      graph = VectorGraph.current(at: graphPath, block: Self.block, snapshot: snapshot)
    }
    let questions = (0..<queries).map { _ in query(vectors.next()) }
    let flat = FlatIndex(snapshot, threads: 1)
    let scans = times(questions, flat)
    let exact = questions.map { Set(flat.neighbors(of: $0).neighbors.map(\.item)) }
    let appended = graph.map { walk($0, in: snapshot, questions, exact) }

    let linking = median(of: 1, CLOCK_PROCESS_CPUTIME_ID) {
      graph = graph?.adapted(to: snapshot)
    }
    try graph?.write(to: graphPath)
    graph = nil
    func openGraph() throws -> VectorGraph {
      try VectorGraph.open(path: graphPath, block: Self.block, fingerprint: "bench")
    }
    let graphOpening = try median(of: 21, CLOCK_MONOTONIC) { _ = try openGraph() }
    let kept = try openGraph()
    let linked = walk(kept, in: snapshot, questions, exact)
    let fields: [(String, Int)] = [
      (String(count), 10), (decimal(writing, 1), 12), (decimal(opening * 1e6, 0), 9),
      (decimal(scans * 1e3, 3), 9), (decimal(building, 1), 10), (decimal(building2, 1), 19),
      (decimal(appending, 3), 14), (decimal((appended?.seconds ?? 0) * 1e6, 1), 9),
      (decimal(linking, 2), 12), (decimal(graphOpening * 1e6, 0), 9),
      (String(linked.expansion), 4), (decimal(linked.recall, 3), 8),
      (decimal(linked.seconds * 1e6, 1), 10),
      (decimal(Double(try byteCount(path)) / 1e6, 1), 13),
      (decimal(Double(kept.byteCount) / 1e6, 1), 10),
      (decimal(Double(AnnPoint.residentBytes("RssAnon") ?? 0) / 1e6, 1), 13),
    ]
    print(fields.map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }.joined())
    fflush(nil)
  }

  /// The least of the expansions tried at which walks find enough, what they find and the median
  /// time of a query.
  private func walk(
    _ graph: VectorGraph, in snapshot: VectorSnapshot, _ queries: [IndexQuery],
    _ exact: [Set<Int64>]
  ) -> (expansion: Int, recall: Double, seconds: Double) {
    var last = (expansion: 0, recall: 0.0, seconds: 0.0)
    for tried in [20, 32, 48, 64, 96, 128, 256, 512] where last.recall < 0.95 {
      let index = HNSWIndex(snapshot, graphs: [graph], expansion: tried, threads: 1)
      let found = zip(queries, exact).reduce(0) { sum, pair in
        sum + index.neighbors(of: pair.0).neighbors.count { pair.1.contains($0.item) }
      }
      last = (
        tried, Double(found) / Double(queries.count * Self.neighborCount), times(queries, index)
      )
    }
    return last
  }

  private func open(_ path: String) throws -> VectorSnapshot {
    try VectorSnapshot.open(path: path, generation: 1, fingerprint: "bench")
  }

  private func write(
    _ count: Int, _ vectors: inout ClusteredVectors, to path: String
  ) throws -> VectorSnapshot {
    let writer = try VectorSnapshotWriter(
      path: path, generation: 1, fingerprint: "bench", dimension: dimension)
    try writer.beginBlock(Self.block)
    for item in 0..<count {
      writer.place(item: Int64(item), row: try writer.append(vectors.next()))
    }
    try writer.finish()
    return try open(path)
  }

  private func query(_ vector: [Float]) -> IndexQuery {
    IndexQuery(
      terms: [
        QueryTerm(
          vector: vector,
          blocks: [BlockWeight(block: Self.block, weight: 1, calibration: .identity)])
      ], reference: .identity, count: Self.neighborCount)
  }

  /// The median time of a query.
  private func times(_ queries: [IndexQuery], _ index: some VectorIndex) -> Double {
    for query in queries { _ = index.neighbors(of: query) }
    let times = queries.map { query in
      let start = seconds(CLOCK_THREAD_CPUTIME_ID)
      _ = index.neighbors(of: query)
      return seconds(CLOCK_THREAD_CPUTIME_ID) - start
    }
    return times.sorted()[times.count / 2]
  }

  private func median(
    of runs: Int, _ clock: clockid_t, _ work: () throws -> Void
  ) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<runs {
      let start = seconds(clock)
      try work()
      times.append(seconds(clock) - start)
    }
    return times.sorted()[runs / 2]
  }

  private func seconds(_ clock: clockid_t) -> Double { Measurement.seconds(clock) }

  private func byteCount(_ path: String) throws -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { throw BenchmarkError("\(path) is not there") }
    return Int(status.st_size)
  }

  private func decimal(_ value: Double, _ places: Int) -> String {
    AnnPoint.decimal(value, places)
  }
}

/// Repeatable unit vectors that lie around random centers.
struct ClusteredVectors {
  private let centers: [[Float]]
  private var noise = RandomVectors(seed: 2)
  private var number = 0

  /// How far members lie from their center.
  private static let spread: Float = 0.7

  init(clusters: Int, dimension: Int) {
    var random = RandomVectors(seed: 1)
    centers = (0..<clusters).map { _ in random.next(dimension: dimension) }
  }

  /// Begins again.
  mutating func rewind() {
    noise = RandomVectors(seed: 2)
    number = 0
  }

  mutating func next() -> [Float] {
    let center = centers[number % centers.count]
    number += 1
    let sum = zip(center, noise.next(dimension: center.count)).map { $0 + Self.spread * $1 }
    let norm = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return sum.map { $0 / norm }
  }
}
