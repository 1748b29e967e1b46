internal import ArgumentParser
internal import Glibc
internal import Kernels
internal import VectorIndex

/// Recall against speed of the indexes, after the protocol of ann-benchmarks (Aumüller, Bernhardsson
/// and Faithfull 2020): build once, then ask all queries for each setting, one at a time.
struct AnnBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ann",
    abstract: "Measure recall, speed and size of the indexes on vectors of NumPy files.",
    discussion: """
      Vectors are compared by their dot products; for cosines, normalize them first. Times are
      processor time of one thread.
      """)

  @Option(help: "The vectors to search, float32 `[rows, dimension]`.")
  var base: String

  @Option(help: "The vectors to ask for, float32 `[queries, dimension]`.")
  var queries: String

  @Option(help: "The right answers, int32 `[queries, at least k]`; computed where it is missing.")
  var truth: String?

  @Option(help: "Neighbors to a query.")
  var k = 10

  @Option(help: "Settings of the graph's search, with commas between.")
  var ef = "20,24,32,48,64,96,128,192,256"

  @Option(help: "Links of a node (M).")
  var links = 16

  @Option(help: "Candidates while building.")
  var efConstruction = 200

  @Option(help: "Threads that build the graph.")
  var threads = 1

  @Option(help: "How often all queries are asked; the median counts.")
  var runs = 3

  @Option(help: "Keep snapshot and graph in this folder and use them again.")
  var keep: String?

  @Flag(help: "Search exhaustively only, without a graph.")
  var flatOnly = false

  @Flag(help: "Print JSON lines instead of a table.")
  var json = false

  private static let block = "vectors"
  private static let batchSize = 100

  func run() throws {
    let base = try NumpyMatrix(path: base, type: "<f4")
    let queries = try NumpyMatrix(path: queries, type: "<f4")
    let settings = ef.split(separator: ",").map { Int($0) ?? 0 }
    guard base.columnCount == queries.columnCount, queries.rowCount > 0, k > 0, runs > 0,
      settings.allSatisfy({ $0 > 0 })
    else {
      throw BenchmarkError("base and queries must have one dimension, and settings be above 0")
    }
    let truth = try truth(base, queries)
    let temporary = try TemporaryFolder()
    func path(_ name: String) -> String { keep.map { "\($0)/\(name)" } ?? temporary.path(name) }
    let (snapshot, snapshotSeconds) = try snapshot(at: path("vectors.index"), base)
    if !json { print(AnnPoint.tableHead) }

    let workload = AnnWorkload(
      queries: (0..<queries.rowCount).map { number in
        IndexQuery(
          terms: [
            QueryTerm(
              vector: queries.scalars(ofRow: number),
              blocks: [BlockWeight(block: Self.block, weight: 1, calibration: .identity)])
          ], reference: .identity, count: k)
      }, truth: truth, runs: runs)
    reportReading(codesOf: base)
    for (name, exactness) in [
      ("flat float16", FlatIndex.Exactness.everyScalar), ("flat", .rescored),
    ] {
      let index = FlatIndex(snapshot, threads: 1, exactness: exactness)
      report(
        workload.measure(index, name: name, ef: nil, buildSeconds: snapshotSeconds, bytes: 0))
    }
    report(
      workload.measureBatches(
        FlatIndex(snapshot, threads: 1), of: Self.batchSize, buildSeconds: snapshotSeconds))
    guard !flatOnly else { return }
    let (graph, graphSeconds) = try graph(at: path("vectors.graph"), snapshot)
    for setting in settings {
      // The index searches exactly what asks for more than half of the expansion.
      let index = HNSWIndex(
        snapshot, graphs: [graph], expansion: max(setting, 2 * k), threads: 1)
      report(
        workload.measure(
          index, name: "hnsw", ef: max(setting, 2 * k), buildSeconds: graphSeconds,
          bytes: graph.byteCount))
    }
  }

  private func report(_ point: AnnPoint) {
    print(json ? point.line : point.tableRow)
    fflush(nil)
  }

  /// How fast as many bytes are read as an exhaustive search reads of codes and their scales.
  private func reportReading(codesOf base: NumpyMatrix) {
    let reading = ReadBandwidth(
      byteCount: base.rowCount
        * (NibbleCode.stride(dimension: base.columnCount) + MemoryLayout<Float>.size))
    let speed = AnnPoint.decimal(reading.bytesPerSecond / 1e9, 2)
    print(
      json
        ? "{\"index\":\"read\",\"bytes\":\(reading.byteCount),\"gigabytes_per_second\":\(speed)}"
        : "\(reading.byteCount) bytes, as many as codes have, are read at \(speed) GB/s")
  }

  /// The neighbors of each query: those given, or the best by float32 dot products.
  private func truth(_ base: NumpyMatrix, _ queries: NumpyMatrix) throws -> [Set<Int64>] {
    if let path = truth {
      let matrix = try NumpyMatrix(path: path, type: "<i4")
      guard matrix.rowCount == queries.rowCount, matrix.columnCount >= k else {
        throw BenchmarkError("\(path) does not hold \(k) answers for each query")
      }
      return (0..<matrix.rowCount).map { row in
        Set(matrix.integers(ofRow: row).prefix(k).map { Int64($0) })
      }
    }
    var products = [Float](repeating: 0, count: base.rowCount)
    return (0..<queries.rowCount).map { number in
      queries.scalars(ofRow: number).withUnsafeBufferPointer { query in
        for row in 0..<base.rowCount {
          base.scalars(ofRow: row).withUnsafeBufferPointer { scalars in
            guard let start = scalars.baseAddress else { return }
            Scan.dotProductsFloat32(query: query, rows: start, rowCount: 1, into: &products[row])
          }
        }
      }
      let order = products.indices.sorted { (products[$1], $0) < (products[$0], $1) }
      return Set(order.prefix(k).map { Int64($0) })
    }
  }

  /// The snapshot at `path`, written if it is not there, and the seconds that took.
  private func snapshot(
    at path: String, _ base: NumpyMatrix
  ) throws -> (VectorSnapshot, Double?) {
    func open() throws -> VectorSnapshot {
      try VectorSnapshot.open(path: path, generation: 1, fingerprint: "bench")
    }
    if let kept = try? open(), kept.itemCount == base.rowCount,
      kept.dimension == base.columnCount
    {
      return (kept, nil)
    }
    let start = Measurement.seconds(CLOCK_PROCESS_CPUTIME_ID)
    let writer = try VectorSnapshotWriter(
      path: path, generation: 1, fingerprint: "bench", dimension: base.columnCount)
    try writer.beginBlock(Self.block)
    for row in 0..<base.rowCount {
      writer.place(item: Int64(row), row: try writer.append(float32: base.bytes(ofRow: row)))
    }
    try writer.finish()
    return (try open(), Measurement.seconds(CLOCK_PROCESS_CPUTIME_ID) - start)
  }

  /// The graph at `path`, built if it is not there and opened from the file in any case, and the
  /// processor seconds its building took, of all threads.
  private func graph(
    at path: String, _ snapshot: VectorSnapshot
  ) throws -> (VectorGraph, Double?) {
    func open() throws -> VectorGraph {
      try VectorGraph.open(path: path, block: Self.block, fingerprint: "bench")
    }
    let parameters = GraphParameters(linksPerNode: links, efConstruction: efConstruction)
    if let kept = try? open(), kept.parameters == parameters, kept.matches(snapshot) {
      return (kept, nil)
    }
    let start = Measurement.seconds(CLOCK_PROCESS_CPUTIME_ID)
    let wallStart = Measurement.seconds(CLOCK_MONOTONIC)
    let graph = VectorGraph.build(
      of: Self.block, in: snapshot, parameters: parameters, threads: threads)
    let seconds = Measurement.seconds(CLOCK_PROCESS_CPUTIME_ID) - start
    let wallSeconds = Measurement.seconds(CLOCK_MONOTONIC) - wallStart
    try graph.write(to: path)
    if json {
      print(
        "{\"index\":\"hnsw\",\"build_threads\":\(threads),\"build_seconds\":\(seconds),"
          + "\"build_wall_seconds\":\(wallSeconds)}")
    }
    return (try open(), seconds)
  }
}
