import Foundation
import Imaging
import Testing

@testable import Encoders
@testable import NeuralNetwork

/// The default model against the values that its training code computed (`goldens.json`; the script
/// that makes them is part of the model's recipe).
@Suite struct DefaultModelTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let directory = root.appending(path: "assets/default").path(percentEncoded: false)
  static let fixtures = root.appending(path: "Tests/Fixtures/Default")

  let model: DualEncoder
  let goldens: Goldens

  init() throws {
    model = try DualEncoder(directory: Self.directory)
    goldens = try JSONDecoder().decode(
      Goldens.self, from: Data(contentsOf: Self.fixtures.appending(path: "goldens.json")))
  }

  struct Goldens: Decodable {
    let images: [GoldenImage]
    let texts: [GoldenText]
  }

  /// Sums and sums of squares of features, and the embedding.
  struct GoldenImage: Decodable {
    let file: String
    let pixel_sum: Int
    let pixel_checksum: Int
    let stages: [[Double]]
    let pooled: [Double]
    let embedding: [Float]
  }

  struct GoldenText: Decodable {
    let text: String
    let ids: [Int32]
    let blocks: [[Double]]
    let final: [Double]
    let embedding: [Float]
  }

  func decoded(_ file: String) throws -> Image {
    let bytes = try Data(contentsOf: Self.fixtures.appending(path: file))
    return try bytes.withUnsafeBytes {
      try ImageDecoder.decode($0, targetSide: nil, limits: .standard).image
    }
  }

  /// Largest difference of [sum, sum of squares] over the stages, in units of what float32 rounding
  /// may do: 1e-4 of √(count · squares) for a sum (its bound by Cauchy and Schwarz), 2e-4 of the
  /// squares themselves. A wrong layer is off by whole units of the bound.
  func expectMoments(
    _ found: [FeatureMoments], equal expected: [[Double]], _ what: String
  ) {
    #expect(found.count == expected.count)
    for (stage, (found, expected)) in zip(found, expected).enumerated() {
      let bound = (Double(found.count) * expected[1]).squareRoot()
      #expect(
        abs(found.sum - expected[0]) <= 1e-4 * bound,
        "\(what), stage \(stage): sum \(found.sum), expected \(expected[0])")
      #expect(
        abs(found.squares - expected[1]) <= 2e-4 * expected[1],
        "\(what), stage \(stage): squares \(found.squares), expected \(expected[1])")
    }
  }

  func expectEmbedding(
    _ found: Embedding, equal expected: [Float], cosine minimum: Float, _ what: String
  ) {
    let reference = Embedding(normalizing: expected)
    let differences = zip(found.scalars, reference.scalars).map { abs($0 - $1) }
    let largest = differences.max() ?? 0
    let place = differences.firstIndex(of: largest) ?? 0
    let cosine = found.similarity(to: reference)
    #expect(
      cosine >= minimum,
      "\(what): cosine \(cosine); the largest difference is \(largest) at coordinate \(place)")
  }

  @Test("texts become the reference's tokens")
  func tokens() throws {
    let tokenizer = try CLIPTokenizer(
      vocabularyPath: Self.directory + "/vocab.json", mergesPath: Self.directory + "/merges.txt",
      vocabularySize: model.card.text.vocabularySize, contextLength: model.card.text.contextLength)
    for golden in goldens.texts {
      #expect(tokenizer.tokens(of: golden.text).ids == golden.ids, "\(golden.text)")
    }
  }

  @Test("text features and embeddings equal the reference's")
  func texts() throws {
    let weights = ParameterReader(try SafetensorsFile(path: Self.directory + "/model.safetensors"))
    let tower = try CLIPTextTransformer(.init(model.card), from: weights["text"])
    for golden in goldens.texts {
      var moments: [FeatureMoments] = []
      let scalars = tower(golden.ids) { moments.append(FeatureMoments(lastPixelOf: $0)) }
      // The sums of token and position come before those of the blocks.
      expectMoments(
        Array(moments.dropFirst()), equal: golden.blocks + [golden.final], golden.text)
      expectEmbedding(
        Embedding(normalizing: scalars), equal: golden.embedding, cosine: 0.9999, golden.text)
      let embedded = try #require(try model.embed(texts: [golden.text], threads: 1).first)
      // The reference cuts a text that the model reads in windows.
      if embedded.tokenCount <= model.card.text.contextLength {
        #expect(embedded.embedding == Embedding(normalizing: scalars))
      }
    }
  }

  @Test("image features equal the reference's, and embeddings from pixels to cosine 0.9999")
  func images() throws {
    let tower = try ImageTower(
      model.card,
      from: ParameterReader(SafetensorsFile(path: Self.directory + "/model.safetensors"))
    )
    for golden in goldens.images {
      let prepared = model.prepare(try decoded(golden.file))
      var sum = 0
      var checksum = 0
      for (index, value) in prepared.pixels.enumerated() {
        sum += Int(value)
        checksum += Int(value) * (index % 251 + 1)
      }
      var moments: [FeatureMoments] = []
      let scalars = tower(prepared) { moments.append(FeatureMoments($0)) }
      if sum == golden.pixel_sum, checksum == golden.pixel_checksum {
        // The first of the reference's stages is never in memory as a whole.
        let stages = golden.stages.dropFirst() + [golden.pooled]
        expectMoments(moments, equal: Array(stages), golden.file)
        expectEmbedding(
          Embedding(normalizing: scalars), equal: golden.embedding, cosine: 0.9999, golden.file)
      } else {
        // Two JPEG or WebP decoders may round differently; the pixels still agree on average to
        // within 1/255, and the embeddings to 0.999.
        let mean = Double(sum - golden.pixel_sum) / Double(prepared.pixels.count)
        #expect(abs(mean) <= 1, "\(golden.file): pixels differ by \(mean) on average")
        #expect(!golden.file.hasSuffix(".png"), "\(golden.file): PNG is exact in any decoder")
        expectEmbedding(
          Embedding(normalizing: scalars), equal: golden.embedding, cosine: 0.999, golden.file)
      }
    }
  }

  @Test("at least one image reaches the network with the reference's very pixels")
  func pixels() throws {
    let exact = try goldens.images.filter { golden in
      let pixels = model.prepare(try decoded(golden.file)).pixels
      return pixels.reduce(0) { $0 + Int($1) } == golden.pixel_sum
    }
    #expect(exact.count >= 6, "exact: \(exact.map(\.file))")
  }

  @Test("a batch equals its images one by one, and two threads equal one, bit for bit")
  func batches() throws {
    let images = try goldens.images.prefix(4).map { model.prepare(try decoded($0.file)) }
    let batch = try model.embed(images, threads: 1)
    #expect(try model.embed(images, threads: 2) == batch)
    #expect(try images.flatMap { try model.embed([$0], threads: 1) } == batch)
    let texts = goldens.texts.map(\.text)
    let embedded = try model.embed(texts: texts, threads: 1)
    #expect(try model.embed(texts: texts, threads: 2) == embedded)
    #expect(try texts.flatMap { try model.embed(texts: [$0], threads: 1) } == embedded)
  }

  @Test("8-bit products keep every picture at cosine 0.99, and are another model")
  func int8() throws {
    let int8 = try DualEncoder(directory: Self.directory, precision: .int8)
    #expect(int8.fingerprint != model.fingerprint)
    #expect(int8.name != model.name)
    for golden in goldens.images {
      let image = model.prepare(try decoded(golden.file))
      let found = try int8.embed([image], threads: 1)[0]
      let expected = try model.embed([image], threads: 1)[0]
      let cosine = found.similarity(to: expected)
      // A smooth gradient excites hardly any feature, so that rounding is a larger part of what is left.
      let least: Float = golden.file == "gradient-square.png" ? 0.96 : 0.99
      #expect(cosine >= least, "\(golden.file): cosine \(cosine)")
    }
    let texts = goldens.texts.map(\.text)
    #expect(
      try int8.embed(texts: texts, threads: 1) == model.embed(texts: texts, threads: 1))
  }

  @Test("8-bit products give the same in batches and on two threads, bit for bit")
  func int8Batches() throws {
    let int8 = try DualEncoder(directory: Self.directory, precision: .int8)
    let images = try goldens.images.prefix(4).map { int8.prepare(try decoded($0.file)) }
    let batch = try int8.embed(images, threads: 1)
    #expect(try int8.embed(images, threads: 2) == batch)
    #expect(try images.flatMap { try int8.embed([$0], threads: 1) } == batch)
  }

  @Test("no tensor of the weights is left unread")
  func unusedTensors() throws {
    #expect(try model.unusedTensors() == [])
  }
}

/// The sum and the sum of squares of features.
struct FeatureMoments {
  let count: Int
  let sum: Double
  let squares: Double

  init(_ features: FeatureMap) {
    self.init(UnsafeBufferPointer(start: features.base, count: features.count))
  }

  /// Of the last token alone.
  init(lastPixelOf features: FeatureMap) {
    let start = features.base + (features.count - features.channels)
    self.init(UnsafeBufferPointer(start: start, count: features.channels))
  }

  private init(_ scalars: UnsafeBufferPointer<Float>) {
    count = scalars.count
    var sum = 0.0
    var squares = 0.0
    for scalar in scalars {
      sum += Double(scalar)
      squares += Double(scalar) * Double(scalar)
    }
    self.sum = sum
    self.squares = squares
  }
}
