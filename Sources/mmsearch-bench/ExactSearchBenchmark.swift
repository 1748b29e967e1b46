internal import ArgumentParser
internal import VectorIndex

/// Exhaustive search over a mapped snapshot.
struct ExactSearchBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flat", abstract: "Open a snapshot of random vectors and search it exactly.")

  @Option(help: "The number of vectors.")
  var count = 100_000

  @Option(help: "Their dimension.")
  var dimension = 256

  @Option(help: "Threads.")
  var threads = 2

  func run() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("vectors.index")
    var random = RandomVectors(seed: 1)
    let writer = try VectorSnapshotWriter(
      path: path, generation: 1, fingerprint: "bench", dimension: dimension)
    try writer.beginBlock("image")
    for item in 0..<count {
      writer.place(item: Int64(item), row: try writer.append(random.next(dimension: dimension)))
    }
    try writer.finish()
    func open() throws -> FlatIndex {
      FlatIndex(
        try VectorSnapshot.open(path: path, generation: 1, fingerprint: "bench"),
        threads: threads)
    }
    let query = IndexQuery(
      terms: [
        QueryTerm(
          vector: random.next(dimension: dimension),
          blocks: [BlockWeight(block: "image", weight: 1, calibration: .identity)])
      ], reference: .identity, count: 10)
    let subject = "\(count) x \(dimension), \(threads) threads"
    print(try Measurement("open snapshot", subject: subject) { _ = try open() }.line)
    let index = try open()
    print(
      Measurement("exact search", subject: subject, units: 10) {
        for _ in 0..<10 { _ = index.neighbors(of: query) }
      }.line)
  }
}
