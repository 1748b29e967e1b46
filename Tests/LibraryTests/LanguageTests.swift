import Encoders
import Imaging
import Ranking
import Storage
import Testing
import Tuning

@testable import Library

/// The color model, which takes each German colour word for a wrong colour, always the same one.
private struct MisreadGerman: EmbeddingModel {
  let base = ColorModel(name: "misread German")

  var name: String { base.name }
  var fingerprint: ModelFingerprint { base.fingerprint }
  var dimension: Int { base.dimension }
  var imageSide: Int { base.imageSide }

  func background(_ query: Modality, _ item: Modality) -> BackgroundStatistics {
    base.background(query, item)
  }
  func prepare(_ image: Image) -> PreparedImage { base.prepare(image) }
  func embed(_ images: [PreparedImage], threads: Int) throws -> [Embedding] {
    try base.embed(images, threads: threads)
  }
  func embed(texts: [String], threads: Int) throws -> [TextEmbedding] {
    let misread = ["rot": "green", "gruen": "blue", "blau": "red"]
    return try base.embed(
      texts: texts.map { text in
        text.split(separator: " ").map { misread[String($0)] ?? String($0) }
          .joined(separator: " ")
      }, threads: threads)
  }
}

@Suite("Queries in several languages")
struct LanguageTests {
  let library: TestLibrary
  /// How many parts of red, green and blue each picture has.
  private let mixtures: [[Int]]

  init() throws {
    library = try TestLibrary()
    library.models = [MisreadGerman()]
    mixtures = (0..<343).map { [$0 / 49, $0 / 7 % 7, $0 % 7] }.filter { $0.reduce(0, +) > 0 }
    for mixture in mixtures {
      let total = mixture.reduce(0, +)
      let shares = mixture.map { $0 * 220 / total }
      try library.paint(
        Self.picture(mixture), red: shares[0], green: shares[1] * 6 / 10, blue: shares[2],
        seed: mixture[0] * 49 + mixture[1] * 7 + mixture[2])
    }
    _ = try library.index(".")
  }

  private static func picture(_ mixture: [Int]) -> String {
    mixture.map(String.init).joined(separator: "-") + ".png"
  }

  private func line(_ mixture: [Int], _ words: [String], language: String? = nil) -> String {
    let query = zip(words, mixture).flatMap { Array(repeating: $0, count: $1) }
      .joined(separator: " ")
    let named = language.map { "\"language\":\"\($0)\"," } ?? ""
    return "{\"query\":\"\(query)\",\(named)\"relevant\":[\"\(Self.picture(mixture))\"]}\n"
  }

  private static let english = ["red", "green", "blue"]
  private static let german = ["rot", "gruen", "blau"]

  private func evaluate(_ file: String, head: HeadChoice = .none) throws -> EvaluationReport {
    var configuration = library.configuration
    configuration.head = head
    let opened = MMSearchLibrary(
      configuration,
      store: try LibraryStore.open(configuration.databasePath, access: .readExisting),
      models: [OpenedModel(MisreadGerman())])
    return try opened.evaluate(EvaluationRequest(.file(path: library.path(file))))
  }

  private func gain(_ measures: [EvaluationReport.Measure]) -> BootstrapEstimate? {
    measures.first { $0.name == "ndcg@10" }?.estimate
  }

  @Test("each language has its measures, and its difference to the first")
  func byLanguage() throws {
    let asked = mixtures.filter { $0.reduce(0, +) == 4 }
    try library.write(
      "queries.jsonl",
      asked.map { line($0, Self.english, language: "en") }.joined()
        + asked.map { line($0, Self.german, language: "de") }.joined()
        + line([1, 0, 0], Self.english))
    let report = try evaluate("queries.jsonl")
    #expect(report.queries == 2 * asked.count + 1)
    #expect(report.languages.map(\.language) == ["en", "de"])
    #expect(report.languages.map(\.queries) == [asked.count, asked.count])
    let english = try #require(gain(report.languages[0].measures))
    let german = try #require(gain(report.languages[1].measures))
    #expect(english.value > german.value + 0.2)
    #expect(report.languages[0].differences.isEmpty)
    let difference = try #require(gain(report.languages[1].differences))
    #expect(abs(difference.value - (german.value - english.value)) < 1e-9)
    #expect(difference.lower < difference.value && difference.upper < 0)
    // What names no language has no table.
    try library.write("plain.jsonl", line([1, 0, 0], Self.english))
    #expect(try evaluate("plain.jsonl").languages.isEmpty)
  }

  @Test("translated pairs teach a language that the model misreads, also for other queries")
  func translatedPairs() throws {
    let held = mixtures.filter { $0.reduce(0, +) == 9 }
    let taught = mixtures.filter { $0.reduce(0, +) != 9 }
    try library.write("pairs.jsonl", taught.map { line($0, Self.german) }.joined())
    try library.write(
      "held.jsonl", held.map { line($0, Self.german, language: "de") }.joined())
    var configuration = library.configuration
    configuration.head = .active
    var request = TuningRequest(.pairs(path: library.path("pairs.jsonl")))
    request.settings = TrainingSettings(epochs: 80, learningRate: 0.05, threads: 2)
    request.name = "german"
    let opened = MMSearchLibrary(
      configuration,
      store: try LibraryStore.open(configuration.databasePath, access: .writeExisting),
      models: [OpenedModel(MisreadGerman())])
    let report = try opened.tune(request)
    #expect(report.hasGain && report.isKept, "\(report.base) \(report.tuned)")
    let before = try #require(gain(evaluate("held.jsonl").measures))
    let after = try #require(gain(evaluate("held.jsonl", head: .named("german")).measures))
    #expect(after.lower > before.upper, "\(before) \(after)")
  }
}
