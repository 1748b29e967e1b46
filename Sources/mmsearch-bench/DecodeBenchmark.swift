internal import ArgumentParser
internal import Imaging
internal import Kernels

/// Decoding and preprocessing of one JPEG.
struct DecodeBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Decode a JPEG in full and for the model, and fit it to the model's input.")

  @Option(help: "A JPEG; by default a made one of 1600 × 1200 at quality 90.")
  var file: String?

  @Option(help: "The side of the model's input.")
  var side = 192

  func run() throws {
    let bytes =
      try file.map { try ImageDecoder.readFile(at: $0) }
      ?? ImageEncoder.jpeg(Pictures.photograph(width: 1600, height: 1200), quality: 90)
    let whole = try ImageDecoder.decode(bytes)
    let subject = "\(whole.width)x\(whole.height) \(bytes.count) bytes"
    print(
      try Measurement("decode full", subject: subject) { _ = try ImageDecoder.decode(bytes) }.line)
    let reduced = try ImageDecoder.decode(bytes, targetSide: side)
    print(
      try Measurement("decode for \(side)", subject: subject) {
        _ = try ImageDecoder.decode(bytes, targetSide: side)
      }.line)
    let normalization = [Float](repeating: 0.5, count: 3 * 256)
    let floats = FloatStorage(count: 3 * side * side)
    print(
      try Measurement("decode and prepare", subject: subject) {
        let fitted = try ImageDecoder.decode(bytes, targetSide: side).image
          .fitted(to: side, fit: .squash)
        fitted.pixels.withUnsafeBufferPointer {
          PixelNormalization.apply(normalization, to: $0, into: floats.base)
        }
      }.line)
    for (name, image) in [("full", whole.image), ("reduced", reduced.image)] {
      print(
        Measurement("preprocess \(name)", subject: "\(image.width)x\(image.height) to \(side)") {
          _ = image.fitted(to: side, fit: .squash)
        }.line)
    }
  }
}
