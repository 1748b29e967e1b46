import Foundation
import Imaging
import Testing

@testable import Encoders

@Suite("Published models in fewer bits") struct PrecisionTests {
  private static let fixtures = [
    "hugging_face-clip", "open_clip-resnet", "open_clip-vit", "sentence_transformers-mean",
  ]

  /// The least cosine of two models' embeddings of the fixture's texts and images.
  private func leastCosine(
    _ one: any EmbeddingModel, _ other: any EmbeddingModel, _ fixture: CheckpointFixture
  ) throws -> Float {
    var pairs = try Array(
      zip(
        one.embed(texts: fixture.texts, threads: 1).map(\.embedding),
        other.embed(texts: fixture.texts, threads: 1).map(\.embedding)))
    if one.modalities.contains(.image) {
      let images = try fixture.images.map { one.prepare(try fixture.picture($0)) }
      pairs += try zip(one.embed(images, threads: 1), other.embed(images, threads: 1))
    }
    return pairs.map { $0.similarity(to: $1) }.min() ?? 0
  }

  @Test(
    "held in fewer bits, and stored so and opened as they are, they stay near to float32",
    arguments: fixtures, [Precision.float16, .int8])
  func nearness(name: String, precision: Precision) throws {
    let fixture = try CheckpointFixture(name)
    let exact = try ModelDirectory(opening: fixture.directory).model
    let held = try ModelDirectory(opening: fixture.directory, precision: precision).model
    #expect(held.fingerprint != exact.fingerprint && held.name != exact.name)
    // The fixtures have half precision in their files, so that float16 rounds only what is folded; int8
    // rounds by up to 2⁻⁸ of the largest weight, in networks so narrow that few roundings average out.
    let least: Float = precision == .float16 ? 0.99999 : 0.99
    let cosine = try leastCosine(exact, held, fixture)
    #expect(cosine >= least, "held: cosine \(cosine)")

    let copy = try CheckpointCopy(of: name)
    for file in try FileManager.default.contentsOfDirectory(atPath: copy.directory)
    where file.hasPrefix("model") && (file.hasSuffix(".safetensors") || file.contains(".index.")) {
      try copy.remove(file)
    }
    try ModelDirectory.compressWeights(
      of: fixture.directory, as: precision, into: copy.directory)
    let stored = try ModelDirectory(opening: copy.directory).model
    #expect(stored.fingerprint != exact.fingerprint && stored.fingerprint != held.fingerprint)
    let other = try leastCosine(exact, stored, fixture)
    #expect(other >= least, "stored: cosine \(other)")
  }

  @Test("the default model in half precision is near to itself, another model, and not compressed")
  func defaultModel() throws {
    let exact = try DualEncoder(directory: DefaultModelTests.directory)
    let half = try DualEncoder(directory: DefaultModelTests.directory, precision: .float16)
    #expect(half.fingerprint != exact.fingerprint)
    let fixture = try CheckpointFixture("open_clip-vit")
    let cosine = try leastCosine(exact, half, fixture)
    // Its file has half precision itself.
    #expect(cosine >= 0.999999, "cosine \(cosine)")
    #expect(throws: ModelError.self) {
      try ModelDirectory.compressWeights(
        of: DefaultModelTests.directory, as: .float16, into: "/nowhere")
    }
  }

  @Test("precisions have short names, too")
  func names() {
    #expect(Precision(named: "f16") == .float16 && Precision(named: "float16") == .float16)
    #expect(Precision(named: "int8") == .int8 && Precision(named: "int4") == nil)
  }
}
