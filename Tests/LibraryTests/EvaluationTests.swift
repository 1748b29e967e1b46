import Encoders
import Imaging
import Foundation
import Ranking
import Testing

@testable import Library

@Suite("Evaluating")
struct EvaluationTests {
  /// Three pictures, and queries with one line that is none and one whose answer is missing.
  private func paintedLibrary() throws -> TestLibrary {
    let library = try TestLibrary()
    try library.paint("photos/red.png", red: 220)
    try library.paint("photos/rose.png", red: 220, green: 60, blue: 60)
    try library.paint("photos/blue 50%.png", blue: 220)
    _ = try library.index("photos")
    try library.write(
      "queries.jsonl",
      """
      {"query": "red", "relevant": ["photos/red.png"]}

      {"query": "blue", "relevant": {"photos/blue 50%.png": 2}}
      {"image": "photos/red.png", "relevant": ["photos/rose.png"]}
      {"query": "nothing", "relevant": ["no such item"]}
      not JSON
      {"query": "blue", "relevant": {"photos/red.png": 1, "photos/rose.png": 1e300}}
      """)
    return library
  }

  private func request(_ library: TestLibrary) -> EvaluationRequest {
    EvaluationRequest(.file(path: library.path("queries.jsonl")))
  }

  private func text(_ library: TestLibrary, _ name: String) throws -> String {
    try String(contentsOfFile: library.path(name), encoding: .utf8)
  }

  @Test(
    "queries of words and pictures are ranked over the library, the query's own picture left out")
  func wholeEvaluation() throws {
    let library = try paintedLibrary()
    var request = request(library)
    request.cutoffs = [2]
    var progress: [Int] = []
    let report = try library.open().evaluate(request) { done, total in
      progress.append(done)
      #expect(total == 4)
    }
    #expect(report.queries == 4 && report.items == 3)
    #expect(progress == [1, 2, 3, 4])
    // The last query finds its answer in the second place of three, or in the third.
    #expect(report.measures.first { $0.name == "hit@1" }?.estimate.value == 0.75)
    #expect(report.measures.first { $0.name == "median_rank" }?.estimate.value == 1)
    #expect(report.measures.contains { $0.name == "ndcg@2" })
    #expect(report.measures.contains { $0.name == "precision@2" })
    #expect(report.warnings.count == 3)
    #expect(report.warnings.contains { $0.contains("line 5: no item is called 'no such item'") })
    #expect(report.warnings.contains { $0.hasPrefix("line 6 ") })
    #expect(report.warnings.contains { $0.contains("line 7: the grade of 'photos/rose.png'") })
  }

  @Test("a run and judgements have one name for an item, without white space, and falling scores")
  func trecFiles() throws {
    let library = try paintedLibrary()
    // A copy scores the same as the first: only the order of the file tells them apart.
    try library.paint("photos/red2.png", red: 220)
    _ = try library.index("photos")
    var request = request(library)
    request.runPath = library.path("run.trec")
    request.judgementsPath = library.path("qrels.trec")
    request.depth = 3
    _ = try library.open().evaluate(request)
    let run = try text(library, "run.trec").split(separator: "\n").map { $0.split(separator: " ") }
    #expect(run.allSatisfy { $0.count == 6 && $0[1] == "Q0" && $0[5] == "mmsearch" })
    #expect(run.map { $0[0] } == ["1", "1", "1", "3", "3", "3", "4", "4", "7", "7", "7"])
    #expect(run.map { $0[3] } == ["1", "2", "3", "1", "2", "3", "1", "2", "1", "2", "3"])
    for (better, worse) in zip(run, run.dropFirst()) where better[0] == worse[0] {
      #expect(try #require(Float(better[4])) > #require(Float(worse[4])))
    }
    #expect(run.contains { $0[2] == "photos/blue%2050%25.png" })
    #expect(
      try text(library, "qrels.trec") == """
        1 0 photos/red.png 1
        3 0 photos/blue%2050%25.png 2
        4 0 photos/rose.png 1
        7 0 photos/red.png 1

        """)
  }

  @Test("grades that TREC judgements cannot say are refused before anything is measured")
  func fractionalGrades() throws {
    let library = try paintedLibrary()
    try library.write("queries.jsonl", #"{"query": "red", "relevant": {"photos/red.png": 0.5}}"#)
    var request = request(library)
    request.judgementsPath = library.path("qrels.trec")
    #expect(throws: LibraryError.self) { try library.open().evaluate(request) }
    request.judgementsPath = nil
    #expect(try library.open().evaluate(request).queries == 1)
  }

  @Test("the file of queries begins with the greatest loss, and failures are those with any")
  func losses() throws {
    let library = try paintedLibrary()
    var request = request(library)
    request.perQueryPath = library.path("losses.jsonl")
    request.failureLimit = 50
    let report = try library.open().evaluate(request)
    let lines = try text(library, "losses.jsonl").split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix(#"{"line":7,"query":"blue","loss":"#))
    #expect(lines[0].contains(#""relevant":[{"id":"photos/red.png","grade":1,"rank":"#))
    #expect(lines[0].contains(#""found":[{"rank":1,"id":"photos/blue 50%.png","score":"#))
    #expect(lines[1].hasPrefix(#"{"line":1,"query":"red","loss":0,"measures":{"hit@1":1,"#))
    #expect(lines[3].contains(#""image":""#))
    #expect(report.failures.map(\.number) == [7])
    let failure = try #require(report.failures.first)
    #expect(failure.relevant.map(\.id) == ["photos/red.png"] && failure.relevantCount == 1)
    #expect(failure.found.first?.id == "photos/blue 50%.png" && failure.found.first?.grade == 0)
    #expect(failure.found.first?.path == library.path("photos/blue 50%.png"))
    #expect(failure.found.first { $0.id == "photos/red.png" }?.grade == 1)
  }

  @Test(
    "a query with a broken picture is left out with a warning; where all are broken, it is an error"
  )
  func brokenPictures() throws {
    let library = try paintedLibrary()
    try library.write("broken.png", "no picture")
    let broken = #"{"image": "broken.png", "relevant": ["photos/red.png"]}"#
    try library.write(
      "queries.jsonl", broken + "\n" + #"{"query": "red", "relevant": ["photos/red.png"]}"#)
    var request = request(library)
    request.comparison = EvaluationConfiguration(name: "image", mode: .image)
    let report = try library.open().evaluate(request)
    #expect(report.queries == 1 && report.comparison != nil)
    #expect(report.warnings.count == 1 && report.warnings[0].hasPrefix("line 1 is left out: "))
    try library.write("queries.jsonl", broken)
    #expect(throws: LibraryError.self) { try library.open().evaluate(request) }
  }

  @Test("a query that finds nothing at all has the worst rank, not the first")
  func nothingFound() throws {
    let library = try TestLibrary()
    try library.write("feed.csv", "id,title\nA,red mug\nB,blue mug\n")
    _ = try library.ingest("feed.csv")
    try library.write("queries.jsonl", #"{"query": "zzzzzz", "relevant": ["A"]}"#)
    var request = request(library)
    request.configuration.mode = .keyword
    let report = try library.open().evaluate(request)
    #expect(report.measures.first { $0.name == "median_rank" }?.estimate.value == 3)
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
  struct Contrary: EmbeddingModel {
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
    var request = EvaluationRequest(.file(path: library.path("queries.jsonl")))
    request.learnsWeights = true
    let report = try library.open().evaluate(request)
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
