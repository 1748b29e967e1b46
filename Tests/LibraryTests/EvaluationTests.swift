import Encoders
import Imaging
import Foundation
import Ranking
import Testing

@testable import Library

@Suite("Evaluating")
struct EvaluationTests {
  @Test(
    "queries of words and pictures are ranked over the library, the query's own picture left out")
  func wholeEvaluation() throws {
    let library = try TestLibrary()
    try library.paint("photos/red.png", red: 220)
    try library.paint("photos/rose.png", red: 220, green: 60, blue: 60)
    try library.paint("photos/blue.png", blue: 220)
    _ = try library.index("photos")
    try library.write(
      "queries.jsonl",
      """
      {"query": "red", "relevant": ["photos/red.png"]}
      {"query": "blue", "relevant": {"photos/blue.png": 2}}
      {"image": "photos/red.png", "relevant": ["photos/rose.png"]}
      {"query": "nothing", "relevant": ["no such item"]}
      not JSON
      """)
    let report = try library.open().evaluate(
      queriesPath: library.path("queries.jsonl"), runPath: library.path("run.txt"))
    #expect(report.queries == 3 && report.items == 3)
    #expect(report.measures.first { $0.name == "hit@1" }?.estimate.value == 1)
    #expect(report.measures.first { $0.name == "median_rank" }?.estimate.value == 1)
    #expect(report.warnings.count == 2)
    let run = try String(contentsOfFile: library.path("run.txt"), encoding: .utf8)
    #expect(run.split(separator: "\n").count == 3 + 3 + 2)
    #expect(run.hasPrefix("1 Q0 photos/red.png 1 "))
  }

  @Test("an export has a row for each vector and says what each stands for")
  func export() throws {
    let library = try TestLibrary()
    try library.paint("photos/red.png", red: 220)
    try library.paint("photos/blue.png", blue: 220)
    _ = try library.index("photos")
    let rows = try library.open().export(
      vectorsPath: library.path("v.npy"), itemsPath: library.path("i.jsonl"))
    #expect(rows == 2)
    let matrix = try Data(contentsOf: URL(filePath: library.path("v.npy")))
    #expect(matrix.count == 128 + 2 * 8 * 4)
    let header = String(decoding: matrix[10..<128], as: UTF8.self)
    #expect(header.contains("'shape': (2, 8)") && header.hasSuffix("\n"))
    let lines = try String(contentsOfFile: library.path("i.jsonl"), encoding: .utf8)
    #expect(lines.contains("\"id\":\"photos/red.png\"") && lines.contains("\"part\":\"image\""))
  }
}

@Suite("Learning how much each model counts")
struct WeightLearningTests {
  /// Takes every colour for its opposite.
  private struct Contrary: EmbeddingModel {
    private let base = ColorModel(name: "contrary")

    var name: String { base.name }
    var fingerprint: ModelFingerprint { base.fingerprint }
    var dimension: Int { base.dimension }
    var imageSide: Int { base.imageSide }
    func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
      base.background(query, item)
    }
    func prepare(_ image: Image) -> PreparedImage {
      let fitted = image.fitted(to: imageSide, fit: .squash)
      return PreparedImage(side: imageSide, pixels: fitted.pixels.map { 255 - $0 })
    }
    func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
      try base.embed(images, threads: threads)
    }
    func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
      try base.embed(texts: texts, threads: threads)
    }
  }

  @Test("a model that misleads gets little weight, and the gain over it is shown with its interval")
  func misleading() throws {
    let library = try TestLibrary()
    try library.paint("photos/red.png", red: 230)
    try library.paint("photos/green.png", green: 150)
    try library.paint("photos/blue.png", blue: 230)
    try library.paint("photos/cyan.png", green: 230, blue: 230)
    try library.paint("photos/magenta.png", red: 230, blue: 230)
    try library.paint("photos/yellow.png", red: 230, green: 230)
    library.models = [Contrary()]
    _ = try library.index("photos")
    library.models = [ColorModel()]
    _ = try library.index("photos")
    let queries = ["red", "green", "blue", "cyan", "magenta", "yellow"].map {
      "{\"query\": \"\($0)\", \"relevant\": [\"photos/\($0).png\"]}"
    }
    try library.write("queries.jsonl", queries.joined(separator: "\n"))
    library.models = [Contrary(), ColorModel()]
    let report = try library.open().evaluate(
      queriesPath: library.path("queries.jsonl"), learnsWeights: true)
    let learned = try #require(report.learned)
    #expect(report.queries == 3 && learned.queries == 3)
    #expect(learned.models.map(\.name) == ["contrary", "color"])
    #expect(learned.models[0].weight == 1 && learned.models[1].weight > 1)
    #expect(report.measures.first { $0.name == "hit@1" }?.estimate.value == 1)
    let gain = try #require(learned.gains.first { $0.name == "contrary" })
    #expect(
      gain.estimate.lower > 0 && gain.estimate.value >= gain.estimate.lower
        && gain.estimate.upper >= gain.estimate.value)
    #expect(try #require(learned.gains.first { $0.name == "color" }).estimate.value == 0)
  }
}
