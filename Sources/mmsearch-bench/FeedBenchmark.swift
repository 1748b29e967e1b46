internal import ArgumentParser
internal import Encoders
internal import Foundation
internal import Glibc
internal import Library
internal import Synchronization

/// A product feed from its bytes to stored rows, fields and words, without the cost of a real model.
struct FeedBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feed",
    abstract: "Ingest a made feed with a model that costs nothing, then again unchanged.",
    discussion: "rows_stored_per_second leaves out the index of vectors, which is made at the end.")

  @Option(help: "The number of products.")
  var rows = 100_000

  func run() throws {
    let folder = try TemporaryFolder()
    try writeFeed(to: folder.path("feed.csv"))
    let configuration = LibraryConfiguration(
      databasePath: folder.path("library.sqlite"), threads: 1)
    for name in ["feed new", "feed unchanged"] {
      let start = (
        Measurement.seconds(CLOCK_MONOTONIC), Measurement.seconds(CLOCK_PROCESS_CPUTIME_ID)
      )
      let stored = Mutex(start)
      let report = try MMSearchLibrary.ingest(
        configuration, model: ConstantModel(), feed: folder.path("feed.csv"),
        report: { event in
          guard case .phase("updating the index") = event else { return }
          let now = (
            Measurement.seconds(CLOCK_MONOTONIC), Measurement.seconds(CLOCK_PROCESS_CPUTIME_ID)
          )
          stored.withLock { $0 = now }
        })
      precondition(report.added + report.unchanged == rows)
      var measurement = Measurement(
        name, subject: "\(rows) products of 10 columns, 1 thread", units: rows,
        wall: [Measurement.seconds(CLOCK_MONOTONIC) - start.0],
        processor: [Measurement.seconds(CLOCK_PROCESS_CPUTIME_ID) - start.1])
      measurement.figures = [
        ("rows_stored_per_second", Double(rows) / (stored.withLock { $0.0 } - start.0)),
        ("rows_stored_per_cpu_second", Double(rows) / (stored.withLock { $0.1 } - start.1)),
        ("peak_memory_bytes", Double(Measurement.peakMemory())),
      ]
      print(measurement.line)
    }
  }

  /// Ten columns and descriptions of sixty words out of two thousand, the frequent ones first.
  private func writeFeed(to path: String) throws {
    let syllables = [
      "ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "der", "lin", "sto",
    ]
    let words: [String] = (0..<2000).map { number in
      [number % 13, number / 13 % 13, number / 169 % 13].map { syllables[$0] }.joined()
    }
    var state: UInt64 = 1
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    func text(_ count: Int) -> String {
      (0..<count).map { _ in words[random(random(2000) + 1)] }.joined(separator: " ")
    }
    guard FileManager.default.createFile(atPath: path, contents: nil) else {
      throw CocoaError(.fileWriteUnknown)
    }
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.write(
      contentsOf: Data("id,title,description,price,brand,category,color,size,gtin,tags\n".utf8))
    var lines = ""
    for row in 0..<rows {
      let columns: [String] = [
        "SKU-\(row)", text(7), text(60), "\(random(20000)).99", "Brand \(random(300))",
        words[random(20)] + " > " + words[random(200)], words[random(12)], "\(random(50))",
        "\(4_000_000_000_000 + row)", "\"\(words[random(50)]), \(words[random(50)])\"",
      ]
      lines += columns.joined(separator: ",") + "\n"
      if lines.utf8.count > 1 << 20 || row == rows - 1 {
        try file.write(contentsOf: Data(lines.utf8))
        lines = ""
      }
    }
    try file.close()
  }
}
