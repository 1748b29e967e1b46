internal import ArgumentParser
internal import Glibc
internal import Imaging
internal import Library

/// A folder of photos from files to stored vectors.
struct IngestBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Index a folder, or made JPEGs of 1600 × 1200, end to end, then again unchanged.")

  @Option(help: "A folder of pictures; by default made ones.")
  var folder: String?

  @Option(help: "The number of pictures made.")
  var count = 200

  @Option(help: "The model, by name or folder.")
  var model = "default"

  @Option(help: "Threads.")
  var threads = 2

  func run() throws {
    let work = try TemporaryFolder()
    if folder == nil {
      for number in 0..<count {
        let picture = Pictures.photograph(width: 1600, height: 1200, seed: number)
        try work.write("\(number).jpg", ImageEncoder.jpeg(picture, quality: 90))
      }
    }
    let configuration = LibraryConfiguration(
      databasePath: work.path("library.sqlite"), models: [model], threads: threads)
    for name in ["ingest new", "ingest unchanged"] {
      let start = (
        Measurement.seconds(CLOCK_MONOTONIC), Measurement.seconds(CLOCK_PROCESS_CPUTIME_ID)
      )
      let report = try MMSearchLibrary.index(configuration, paths: [folder ?? work.path("")])
      let count = report.added + report.unchanged
      var measurement = Measurement(
        name, subject: "\(count) pictures, \(model), \(threads) threads", units: count,
        wall: [Measurement.seconds(CLOCK_MONOTONIC) - start.0],
        processor: [Measurement.seconds(CLOCK_PROCESS_CPUTIME_ID) - start.1])
      measurement.figures = [("peak_memory_bytes", Double(Measurement.peakMemory()))]
      print(measurement.line)
    }
  }
}
