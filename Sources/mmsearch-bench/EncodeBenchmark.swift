internal import ArgumentParser
internal import Encoders
internal import Imaging
internal import Library

/// The towers of a model.
struct EncodeBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Load a model, embed pictures and texts.")

  @Option(help: "A model, by name or folder; published ones, too.")
  var model = "default"

  @Option(help: "Threads of the batched runs.")
  var threads = 2

  @Option(help: "A text to embed; may be given several times.")
  var text = ["a red mug with white dots on a wooden table"]

  @Flag(help: "Print the embeddings of the pictures and texts given, and measure nothing.")
  var embed = false

  @Option(help: "The arithmetic of the image tower.", transform: Precision.init(named:))
  var precision = Precision.float32

  @Argument(help: "Pictures to embed; by default made ones.")
  var pictures: [String] = []

  func run() throws {
    let directory = try Assets.modelDirectory(named: model)
    let encoder = try ModelDirectory(opening: directory, precision: precision).model
    var prepared = try pictures.map {
      encoder.prepare(try ImageDecoder.decode(fileAt: $0).decoded.image)
    }
    guard !embed else { return try printEmbeddings(of: prepared, encoder) }
    print(
      try Measurement("load and first text", subject: text[0]) {
        _ = try ModelDirectory(opening: directory).model.embed(texts: [text[0]], threads: 1)
      }.line)
    print(
      try Measurement("text", subject: text[0], units: 20) {
        for _ in 0..<20 { _ = try encoder.embed(texts: [text[0]], threads: 1) }
      }.line)
    if prepared.isEmpty {
      prepared = (1...16).map {
        encoder.prepare(Pictures.photograph(width: 256, height: 256, seed: $0))
      }
    }
    for count in Set([1, threads]).sorted() {
      print(
        try Measurement("image", subject: "\(count) threads", units: prepared.count) {
          _ = try encoder.embed(prepared, threads: count)
        }.line)
    }
  }

  private func printEmbeddings(of images: [PreparedImage], _ encoder: any EmbeddingModel) throws {
    let texts = try encoder.embed(texts: text, threads: threads).map(\.embedding)
    for embedding in try encoder.embed(images, threads: threads) + texts {
      print("{\"embedding\":\(embedding.scalars)}")
    }
  }
}

extension Precision {
  /// The precision of an option's value.
  init(named name: String) throws {
    guard let precision = Precision(named: name) else {
      throw ValidationError("a precision is float32, float16 or int8, not \(name)")
    }
    self = precision
  }
}
