import Foundation
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
    let model = try CheckpointModel(Checkpoint(directory: fixture.directory))
    #expect(try model.unusedTensors() == [])
    var lowest: Float = 1
    for (number, file) in fixture.images.enumerated() {
      let prepared = model.prepare(try fixture.picture(file))
      let golden = try fixture.golden("image.\(number).embedding").scalars
      let found = try #require(try model.embed([prepared], threads: 2).first)
      lowest = min(lowest, found.similarity(to: Embedding(normalizing: golden)))
    }
    print("\(name): images agree to a cosine of \(lowest)")
    #expect(lowest >= 0.9999, "\(name), images: cosine \(lowest)")
    lowest = 1
    for (number, text) in fixture.texts.enumerated() {
      let golden = try fixture.golden("text.\(number).embedding").scalars
      let found = try #require(try model.embed(texts: [text], threads: 2).first)
      lowest = min(lowest, found.embedding.similarity(to: Embedding(normalizing: golden)))
    }
    print("\(name): texts agree to a cosine of \(lowest)")
    #expect(lowest >= 0.9999, "\(name), texts: cosine \(lowest)")
  }
}
