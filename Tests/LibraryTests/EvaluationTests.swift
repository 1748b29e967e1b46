import Foundation
import Testing

@testable import Library

@Suite("Evaluating")
struct EvaluationTests {
  @Test("the measures of a ranking are those of the textbook")
  func measures() {
    // Relevant items of grades 3 and 1 at ranks 2 and 5; a third of grade 2 is not found.
    let outcome = QueryOutcome(
      relevantRanks: [2, 5], grades: [3, 1], idealGrades: [3, 2, 1], worstRank: 11)
    let values = Dictionary(
      uniqueKeysWithValues: zip(RetrievalMeasures.names, RetrievalMeasures.values(of: outcome)))
    #expect(values["hit@1"] == 0)
    #expect(values["hit@5"] == 1)
    #expect(values["recall@5"] == 2.0 / 3)
    #expect(values["mrr"] == 0.5)
    #expect(values["precision@10"] == 0.2)
    #expect(abs((values["map"] ?? 0) - (1.0 / 2 + 2.0 / 5) / 3) < 1e-12)
    let gain = 3 / log2(3.0) + 1 / log2(6.0)
    let ideal = 3 / log2(2.0) + 2 / log2(3.0) + 1 / log2(4.0)
    #expect(abs((values["ndcg@10"] ?? 0) - gain / ideal) < 1e-12)
  }

  @Test("intervals contain the mean, and the same outcomes give the same intervals")
  func intervals() {
    let outcomes = (1...40).map { rank in
      QueryOutcome(relevantRanks: [rank], grades: [1], idealGrades: [1], worstRank: 41)
    }
    let summary = RetrievalMeasures.summary(of: outcomes)
    #expect(summary == RetrievalMeasures.summary(of: outcomes))
    let hit = summary.first { $0.name == "hit@10" }
    #expect(hit?.value == 0.25)
    #expect((hit?.lower ?? 1) < 0.25 && 0.25 < (hit?.upper ?? 0))
    #expect(summary.last?.value == 20.5)
  }

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
    #expect(report.measures.first { $0.name == "hit@1" }?.value == 1)
    #expect(report.measures.first { $0.name == "median_rank" }?.value == 1)
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
