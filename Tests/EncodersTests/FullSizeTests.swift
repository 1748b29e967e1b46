import Foundation
import Imaging
import NeuralNetwork
import Testing

@testable import Encoders

/// A folder made by `Fixtures/Checkpoints/make_full_size.py`, by the variable `MMSEARCH_FULL_SIZE`.
private let fullSizeFolder = ProcessInfo.processInfo.environment["MMSEARCH_FULL_SIZE"]

private let fullSizeNames: [String] = {
  guard let fullSizeFolder else { return [] }
  let names = try? FileManager.default.contentsOfDirectory(atPath: fullSizeFolder)
  return (names ?? []).sorted()
}()

@Suite(.serialized) struct FullSizeTests {
  @Test(
    "networks of published sizes give the reference's embeddings",
    .enabled(
      if: fullSizeFolder != nil,
      "set MMSEARCH_FULL_SIZE to a folder made by Fixtures/Checkpoints/make_full_size.py"),
    arguments: fullSizeNames)
  func embeddings(name: String) throws {
    let fixture = try CheckpointFixture(
      at: URL(filePath: #require(fullSizeFolder)).appending(path: name))
    // The towers alone: hashing gigabytes without optimisation takes longer than all else here.
    let checkpoint = try Checkpoint(directory: fixture.directory)
    let reader = ParameterReader(checkpoint.weights, naming: checkpoint.naming)
    let image = try #require(checkpoint.plan.image)
    let tower = NetworkTower(
      try image.network.built(from: reader["visual"]), levels: image.preprocessing.levels)
    var lowest: Float = 1
    for (number, file) in fixture.images.enumerated() {
      let framed = try fixture.picture(file).framed(image.preprocessing.framing)
      let golden = try fixture.golden("image.\(number).embedding").scalars
      let found = tower(PreparedImage(side: framed.width, pixels: framed.pixels))
      lowest = min(
        lowest, Embedding(normalizing: found).similarity(to: Embedding(normalizing: golden)))
    }
    print("\(name): images agree to a cosine of \(lowest)")
    #expect(lowest >= 0.9999, "\(name), images: cosine \(lowest)")
    lowest = 1
    let side = try CheckpointModel.textSide(#require(checkpoint.plan.text), from: reader)
    for (number, text) in fixture.texts.enumerated() {
      let golden = try fixture.golden("text.\(number).embedding").scalars
      let ids = try #require(side.tokenizer.windows(of: text).ids.first)
      #expect(try ids.map(Float.init) == fixture.golden("text.\(number).ids").scalars)
      let found = Embedding(normalizing: side.network(ids) { _ in })
      lowest = min(lowest, found.similarity(to: Embedding(normalizing: golden)))
    }
    print("\(name): texts agree to a cosine of \(lowest)")
    #expect(lowest >= 0.9999, "\(name), texts: cosine \(lowest)")
  }
}
