import Foundation
import Imaging
import NeuralNetwork
import Testing

@testable import Encoders

@Suite struct DualEncoderTests {
  static let texts = [
    "a red bicycle", "", "two dogs running", String(repeating: "word ", count: 40),
  ]

  static func images(_ model: DualEncoder, count: Int) -> [PreparedImage] {
    (0..<count).map { number in
      model.prepare(
        Image(
          width: 40, height: 20 + number,
          pixels: (0..<40 * (20 + number) * 3).map {
            UInt8(truncatingIfNeeded: $0 &* (number + 3) &+ $0 / 7)
          }))
    }
  }

  @Test("batches, threads and order change no bit of an embedding")
  func batches() throws {
    let folder = try TinyModel()
    let model = try DualEncoder(directory: folder.directory)
    let images = Self.images(model, count: 7)
    let batch = try model.embed(images, threads: 1)
    #expect(Set(batch.map(\.scalars)).count == 7, "different images have different embeddings")
    #expect(try images.reversed().flatMap { try model.embed([$0], threads: 1) } == batch.reversed())
    for threads in [2, 3, 16] { #expect(try model.embed(images, threads: threads) == batch) }
    let texts = try model.embed(texts: Self.texts, threads: 1)
    #expect(try Self.texts.flatMap { try model.embed(texts: [$0], threads: 1) } == texts)
    for threads in [2, 16] {
      #expect(try model.embed(texts: Self.texts, threads: threads) == texts)
    }
    #expect(try model.embed([], threads: 2).isEmpty)
    #expect(try model.embed(texts: [], threads: 2).isEmpty)
  }

  @Test("towers built by many threads at once give what one thread gets")
  func laziness() throws {
    let folder = try TinyModel()
    let expected = try DualEncoder(directory: folder.directory).embed(
      texts: Self.texts, threads: 1)
    let model = try DualEncoder(directory: folder.directory)
    let results = Results()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      results.append(try? model.embed(texts: Self.texts, threads: 1))
    }
    #expect(results.all.count == 8)
    #expect(results.all.allSatisfy { $0 == expected })
  }

  @Test("a text longer than the context is the mean of its windows, weighted by their lengths")
  func windows() throws {
    let folder = try TinyModel()
    let model = try DualEncoder(directory: folder.directory)
    let tokenizer = try CLIPTokenizer(
      vocabularyPath: folder.directory + "/vocab.json",
      mergesPath: folder.directory + "/merges.txt",
      vocabularySize: model.card.text.vocabularySize, contextLength: 16)
    // 14 tokens fit between start and end; 31 ask for three windows of 11, 11 and 9.
    let words = (1...31).map { "\($0 % 10)" }
    let windows = tokenizer.windows(of: words.joined(separator: " "))
    #expect(windows.ids.map(\.count) == [13, 13, 11])
    let parts = [0..<11, 11..<22, 22..<31].map { words[$0].joined(separator: " ") }
    #expect(parts.map { tokenizer.tokens(of: $0).ids } == windows.ids)
    let whole = try model.embed(texts: [words.joined(separator: " ")], threads: 1)[0]
    let pieces = try model.embed(texts: parts, threads: 1)
    let sums = (0..<8).map { index in
      zip(pieces, [13, 13, 11] as [Float]).reduce(0) { $0 + $1.0.embedding.scalars[index] * $1.1 }
    }
    #expect(!whole.wasCut)
    // Eight products, each rounded to 2⁻²⁴.
    #expect(abs(whole.embedding.similarity(to: Embedding(normalizing: sums)) - 1) < 1e-6)
    let endless = try model.embed(
      texts: [String(repeating: "a b ", count: 50_000)], threads: 1)[0]
    #expect(endless.wasCut)
  }

  final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var all: [[TextEmbedding]?] = []
    func append(_ result: [TextEmbedding]?) { lock.withLock { all.append(result) } }
  }

  @Test("embeddings have length one and the card's dimension, and tell how long a text is")
  func embeddings() throws {
    let folder = try TinyModel()
    let model = try DualEncoder(directory: folder.directory)
    for text in try model.embed(texts: Self.texts, threads: 1) {
      #expect(text.embedding.scalars.count == 8)
      // Eight squares, each rounded to 2⁻²⁴.
      #expect(abs(text.embedding.similarity(to: text.embedding) - 1) < 1e-6)
    }
    let counts = try model.embed(texts: Self.texts, threads: 1)
    #expect(counts.map(\.wasCut) == [false, false, false, false])
    #expect(counts[1].tokenCount == 2)
    #expect(counts[3].tokenCount > 16)
    #expect(model.background(.text, .image).mean == 0.1)
    #expect(model.background(.image, .text) == model.background(.text, .image))
    #expect(model.background(.text, .text).deviation == 0.5)
    #expect(model.background(.image, .image).bestOfThousand == 0.9)
  }

  @Test("the fingerprint follows what shapes embeddings and nothing else")
  func fingerprint() throws {
    let folder = try TinyModel()
    let original = try DualEncoder(directory: folder.directory).fingerprint
    let renamed = try TinyModel { $0.replacing("\"tiny\"", with: "\"other\"") }
    #expect(try DualEncoder(directory: renamed.directory).fingerprint == original)
    let reordered = try TinyModel {
      $0.replacing("\"dimension\": 8, ", with: "").replacing(
        "\"image\":", with: "\"dimension\": 8,\n\"image\":")
    }
    #expect(try DualEncoder(directory: reordered.directory).fingerprint == original)
    for (old, new) in [
      ("\"squash\"", "\"pad\""), ("[0.5, 0.5, 0.5]", "[0.5, 0.5, 0.4]"), ("quick_gelu", "gelu"),
      ("\"size\": 32", "\"size\": 64"), ("\"heads\": 3", "\"heads\": 4"),
    ] {
      let changed = try TinyModel { $0.replacing(old, with: new) }
      #expect(try DualEncoder(directory: changed.directory).fingerprint != original, "\(new)")
    }
    let otherWeights = try TinyModel(constant: 0.01)
    #expect(try DualEncoder(directory: otherWeights.directory).fingerprint != original)
  }

  @Test("declared hashes are taken at their word until the files are verified")
  func declaredFiles() throws {
    let folder = try TinyModel()
    let computed = try DualEncoder(directory: folder.directory).fingerprint
    var hashes: [String: String] = [:]
    for name in DualEncoder.fileNames {
      let bytes = try Data(contentsOf: folder.url.appending(path: name))
      hashes[name] = bytes.withUnsafeBytes { ModelFingerprint(hashing: $0).hex }
    }
    let list = hashes.map { "\"\($0)\": \"\($1)\"" }.joined(separator: ", ")
    try folder.writeCard(
      TinyModel.card.replacing("\"schema\": 1,", with: "\"schema\": 1, \"files\": {\(list)},"))
    let model = try DualEncoder(directory: folder.directory)
    #expect(model.fingerprint == computed)
    try model.verifyFiles()
    let merges = folder.url.appending(path: "merges.txt")
    try Data(Data(contentsOf: merges).dropLast(4)).write(to: merges)
    #expect(try DualEncoder(directory: folder.directory).fingerprint == computed)
    let error = #expect(throws: ModelError.self) { try model.verifyFiles() }
    #expect(error?.description.contains("merges.txt") == true)
  }

  @Test("a missing tensor is named when its tower is first used, and the other tower works")
  func missingTensor() throws {
    let name = "visual.trunk.features.7.conv.1.0.bias"
    let folder = try TinyModel(skipping: name)
    let model = try DualEncoder(directory: folder.directory)
    _ = try model.embed(texts: ["red"], threads: 1)
    let error = #expect(throws: ModelError.self) {
      try model.embed(Self.images(model, count: 1), threads: 1)
    }
    #expect(error?.description.contains("no tensor \(name)") == true)
    #expect(throws: ModelError.self) { try model.unusedTensors() }
  }

  @Test("tensors that no tower reads are listed")
  func unusedTensors() throws {
    let folder = try TinyModel { $0.replacing("\"layers\": 2", with: "\"layers\": 1") }
    let unused = try DualEncoder(directory: folder.directory).unusedTensors()
    #expect(unused.count == 12)
    #expect(unused.allSatisfy { $0.hasPrefix("text.transformer.resblocks.1.") })
  }

  @Test("weights of another size than the card's are refused with both shapes")
  func misshapenTensor() throws {
    let folder = try TinyModel { $0.replacing("\"dimension\": 8", with: "\"dimension\": 9") }
    let model = try DualEncoder(directory: folder.directory)
    let error = #expect(throws: ModelError.self) { try model.embed(texts: ["red"], threads: 1) }
    #expect(error?.description.contains("shape [12, 8], expected [12, 9]") == true)
  }

  @Test("weights that make no direction are an error, not a NaN", arguments: [0, Float.nan])
  func brokenWeights(constant: Float) throws {
    let folder = try TinyModel(constant: constant)
    let model = try DualEncoder(directory: folder.directory)
    let int8 = try DualEncoder(directory: folder.directory, precision: .int8)
    for threads in [1, 2] {
      #expect(throws: ModelError.noDirection(model: "tiny", modality: .image)) {
        try model.embed(Self.images(model, count: 3), threads: threads)
      }
      #expect(throws: ModelError.noDirection(model: "tiny int8", modality: .image)) {
        try int8.embed(Self.images(model, count: 3), threads: threads)
      }
      #expect(throws: ModelError.noDirection(model: "tiny", modality: .text)) {
        try model.embed(texts: ["red", "blue"], threads: threads)
      }
    }
  }

  @Test("a directory without a model is an error that names the card")
  func noModel() {
    let error = #expect(throws: ModelError.self) { try DualEncoder(directory: "/nowhere") }
    #expect(error?.description.contains("/nowhere/model.json") == true)
  }
}
