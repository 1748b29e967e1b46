internal import ArgumentParser
internal import Encoders
internal import Library
internal import Storage

/// A text query as a user feels it: a new process each time, over a large library.
struct ColdQueryBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cold",
    abstract: "Time whole `mmsearch` processes that answer a text query.")

  @Argument(help: "The program to time.")
  var program: String

  @Option(help: "The number of stored vectors.")
  var count = 100_000

  @Option(help: "Keep the library here and use it again.")
  var db: String?

  @Option(help: "Runs.")
  var runs = 9

  func run() throws {
    let folder = try TemporaryFolder()
    let path = db ?? folder.path("library.sqlite")
    try fill(path)
    let query = ["--db", path, "red shoes"]
    try time("cold query", program: program, query)
    try time("help", program: program, ["--help"])
  }

  /// Fills a library with items whose pictures have random vectors, unless it is filled already.
  private func fill(_ path: String) throws {
    let model = try DualEncoder(directory: Assets.modelDirectory(named: "default"))
    let store = try LibraryStore.open(path, access: .writeCreating)
    if try store.read({ try $0.counts().items }) >= count { return }
    var random = RandomVectors(seed: 2)
    try store.write { transaction in
      let record = try transaction.putModel(
        fingerprint: model.fingerprint.hex, name: model.name, dimension: model.dimension)
      let source = try transaction.source(.feed, at: .standardInput)
      let scan = try transaction.beginScan(source: source)
      for number in 0..<count {
        let content = ContentHash(hashing: "picture \(number)")
        try transaction.putVector(
          random.next(dimension: model.dimension), content: content, part: .image, model: record)
        try transaction.upsertItem(
          ItemRecord(key: "item \(number)", source: source, title: "Item \(number)"),
          parts: [PartRecord(part: .image, content: content)], seenIn: scan)
      }
      try transaction.finishScan(scan)
    }
  }

  private func time(_ name: String, program: String, _ arguments: [String]) throws {
    var processes: [ChildProcess] = []
    for _ in 0...runs {
      guard let process = ChildProcess(program, arguments), process.exitStatus == 0 else {
        throw BenchmarkError("\(program) \(arguments.joined(separator: " ")) failed")
      }
      processes.append(process)
    }
    // The first run builds the index.
    let counted = processes.dropFirst()
    var measurement = Measurement(
      name, subject: "\(count) items", units: 1, wall: counted.map(\.wallSeconds),
      processor: counted.map(\.processorSeconds))
    measurement.figures = [
      ("peak_memory_bytes", Double(counted.map(\.peakMemory).max() ?? 0)),
      ("first_run_ms", processes[0].wallSeconds * 1000),
    ]
    print(measurement.line)
  }
}
