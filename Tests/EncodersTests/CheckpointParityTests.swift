import Foundation
import Imaging
import NeuralNetwork
import Testing

@testable import Encoders

/// Checkpoints against the libraries that published them: tokens, pixels, each stage, embeddings.
@Suite struct CheckpointParityTests {
  static let dual = [
    "open_clip-vit", "open_clip-vit-variant", "open_clip-resnet", "open_clip-convnext",
    "mobileclip", "hugging_face-clip",
  ]
  static let all = dual + ["sentence_transformers-mean", "sentence_transformers-first"]

  /// Networks of which only whole sizes have names: narrow ones stand in for them.
  static let narrow: [String: ImagePlan.Network] = [
    "open_clip-convnext": .convNeXt(
      ConvNeXt.Plan(
        side: 64, depths: [1, 1, 2, 1], widths: [8, 12, 16, 24], epsilon: 1e-6, head: .linear,
        outputs: 20)),
    "mobileclip": .fastViT(
      FastViT.Plan(
        side: 64, depths: [1, 1, 2, 2], widths: [8, 16, 32, 64], outputs: 20)),
  ]

  /// The checkpoint of a fixture.
  func checkpoint(_ fixture: CheckpointFixture) throws -> Checkpoint {
    let whole = try Checkpoint(directory: fixture.directory)
    guard let network = Self.narrow[fixture.url.lastPathComponent], let image = whole.plan.image
    else { return whole }
    return Checkpoint(
      whole,
      plan: ModelPlan(
        dimension: whole.plan.dimension,
        image: ImagePlan(network: network, preprocessing: image.preprocessing),
        text: whole.plan.text))
  }

  @Test("pixels are those of the reference's preprocessing", arguments: dual)
  func pixels(name: String) throws {
    let fixture = try CheckpointFixture(name)
    let model = try CheckpointModel(checkpoint(fixture))
    for (number, file) in fixture.images.enumerated() {
      let found = model.prepare(try fixture.picture(file)).pixels
      let expected = try fixture.golden("image.\(number).pixels").scalars
      #expect(found.map(Float.init) == expected, "\(file)")
    }
  }

  @Test("image features and embeddings are the reference's", arguments: dual)
  func images(name: String) throws {
    let fixture = try CheckpointFixture(name)
    let checkpoint = try checkpoint(fixture)
    let image = try #require(checkpoint.plan.image)
    let reader = ParameterReader(checkpoint.weights, naming: checkpoint.naming)
    let tower = NetworkTower(
      try image.network.built(from: reader["visual"]), levels: image.preprocessing.levels)
    let model = try CheckpointModel(checkpoint)
    var differences = Differences()
    defer { differences.report() }
    for (number, file) in fixture.images.enumerated() {
      let prepared = model.prepare(try fixture.picture(file))
      let expected = try fixture.stages("image.\(number)")
      var stages: [[Float]] = []
      let embedding = tower(prepared) { stages.append($0.scalars) }
      #expect(stages.count == expected.count + 1)
      for (stage, (found, expected)) in zip(stages.dropFirst(), expected).enumerated() {
        differences.compare(found, expected.scalars, "\(name), \(file), stage \(stage)")
      }
      let golden = try fixture.golden("image.\(number).embedding").scalars
      differences.compare(embedding, golden, "\(name), \(file), embedding")
      #expect(try model.embed([prepared], threads: 1) == [Embedding(normalizing: embedding)])
    }
  }

  @Test("tokens, text features and embeddings are the reference's", arguments: all)
  func texts(name: String) throws {
    let fixture = try CheckpointFixture(name)
    let checkpoint = try checkpoint(fixture)
    let side = try CheckpointModel.textSide(
      #require(checkpoint.plan.text),
      from: ParameterReader(checkpoint.weights, naming: checkpoint.naming))
    let model = try CheckpointModel(checkpoint)
    var differences = Differences()
    defer { differences.report() }
    for (number, text) in fixture.texts.enumerated() {
      let windows = side.tokenizer.windows(of: text).ids
      let ids = try fixture.golden("text.\(number).ids").scalars.map { Int32($0) }
      #expect(windows == [ids], "\(text)")
      let expected = try fixture.stages("text.\(number)")
      var stages: [[Float]] = []
      let embedding = side.network(ids) { stages.append($0.scalars) }
      #expect(stages.count == expected.count)
      for (stage, (found, expected)) in zip(stages, expected).enumerated() {
        differences.compare(found, expected.scalars, "\(name), “\(text)”, stage \(stage)")
      }
      let golden = try fixture.golden("text.\(number).embedding").scalars
      differences.compare(embedding, golden, "\(name), “\(text)”, embedding")
      let embedded = try model.embed(texts: [text], threads: 1)
      #expect(embedded.map(\.embedding) == [Embedding(normalizing: embedding)])
    }
  }

  @Test("no tensor is left unread", arguments: all)
  func unusedTensors(name: String) throws {
    let fixture = try CheckpointFixture(name)
    #expect(try CheckpointModel(checkpoint(fixture)).unusedTensors() == [])
  }
}
