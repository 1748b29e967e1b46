internal import ArgumentParser
internal import Encoders
internal import Library

/// The towers of a model.
struct EncodeBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Load a model, embed pictures and texts.")

  @Option(help: "A model directory, or 'default'.")
  var model = "default"

  @Option(help: "Threads of the batched runs.")
  var threads = 2

  func run() throws {
    let directory = try Assets.modelDirectory(named: model)
    let text = "a red mug with white dots on a wooden table"
    print(
      try Measurement("load and first text", subject: text) {
        _ = try DualEncoder(directory: directory).embed(texts: [text], threads: 1)
      }.line)
    let encoder = try DualEncoder(directory: directory)
    print(
      try Measurement("text", subject: text, units: 20) {
        for _ in 0..<20 { _ = try encoder.embed(texts: [text], threads: 1) }
      }.line)
    let pictures = (1...16).map {
      encoder.prepare(Pictures.photograph(width: 256, height: 256, seed: $0))
    }
    for count in Set([1, threads]).sorted() {
      print(
        try Measurement("image", subject: "\(count) threads", units: pictures.count) {
          _ = try encoder.embed(pictures, threads: count)
        }.line)
    }
  }
}
