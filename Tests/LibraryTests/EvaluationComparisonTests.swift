import Encoders
import Ranking
import Testing

@testable import Library

/// What can be measured on products whose pictures and titles say a colour.
@Suite("Evaluating directions, configurations and fields")
struct EvaluationComparisonTests {
  private static let colors: [(name: String, red: Int, green: Int, blue: Int)] = [
    ("red", 230, 0, 0), ("green", 0, 150, 0), ("blue", 0, 0, 230), ("cyan", 0, 230, 230),
    ("magenta", 230, 0, 230), ("yellow", 230, 230, 0),
  ]

  /// Two products of each colour, the second one darker, and who likes them.
  private func shop(_ library: TestLibrary) throws {
    var rows = ["id,title,image,color,taste,sku"]
    for (place, color) in Self.colors.enumerated() {
      for shade in 0..<2 {
        let image = "images/\(color.name)\(shade).png"
        try library.paint(
          image, red: color.red * (10 - shade) / 10, green: color.green * (10 - shade) / 10,
          blue: color.blue * (10 - shade) / 10, seed: shade)
        let taste = place % 2 == 0 ? "bold" : "calm"
        rows.append(
          "\(color.name)-\(shade),\(color.name),\(image),\(color.name),\(taste),\(place)-\(shade)")
      }
    }
    try library.write("feed.csv", rows.joined(separator: "\n") + "\n")
    _ = try library.ingest("feed.csv")
  }

  private func value(_ report: EvaluationReport, _ name: String) -> Double? {
    report.measures.first { $0.name == name }?.estimate.value
  }

  @Test("a direction chooses the queries and what they are compared with")
  func directions() throws {
    let library = try TestLibrary()
    try shop(library)
    try library.write(
      "queries.jsonl",
      """
      {"query": "red", "relevant": ["red-0", "red-1"]}
      {"image": "images/red0.png", "relevant": ["red-0", "red-1"]}
      {"query": "cyan", "relevant": ["cyan-0", "cyan-1"]}
      """)
    var request = EvaluationRequest(.file(path: library.path("queries.jsonl")))
    let opened = try library.open()
    func report(_ direction: EvaluationDirection) throws -> EvaluationReport {
      request.direction = direction
      return try opened.evaluate(request)
    }
    for direction in [EvaluationDirection.textToImage, .textToText] {
      let report = try report(direction)
      #expect(report.queries == 2 && value(report, "hit@1") == 1 && value(report, "recall@5") == 1)
    }
    // A picture finds the title of its own item, but not its own item's picture.
    let titles = try report(.imageToText)
    #expect(titles.queries == 1 && value(titles, "recall@5") == 1)
    let pictures = try report(.imageToImage)
    #expect(value(pictures, "hit@1") == 1 && value(pictures, "recall@5") == 0.5)
    try library.write("queries.jsonl", #"{"query": "red", "relevant": ["red-0"]}"#)
    #expect {
      try report(.imageToText)
    } throws: { error in
      "\(error)".contains("asks with \"image\"")
    }
  }

  @Test("titles and pictures of the same items ask for each other without a file")
  func pairs() throws {
    let library = try TestLibrary()
    try shop(library)
    var request = EvaluationRequest(.pairs(part: .title, sampleCount: 7, seed: 3))
    for direction in [EvaluationDirection.textToImage, .imageToText] {
      request.direction = direction
      let report = try library.open().evaluate(request)
      // Both items of a colour have the same title: both are right.
      #expect(report.queries == 7 && value(report, "recall@5") == 1, "\(direction)")
      #expect(report == (try library.open().evaluate(request)))
    }
    request.source = .pairs(part: .description, sampleCount: 7, seed: 3)
    #expect(throws: LibraryError.self) { try library.open().evaluate(request) }
  }

  /// A library with vectors of the colour model and of one that takes each colour for its opposite.
  private func twoModels() throws -> TestLibrary {
    let library = try TestLibrary()
    library.models = [WeightLearningTests.Contrary()]
    try shop(library)
    library.models = [ColorModel()]
    _ = try library.ingest("feed.csv")
    library.models = [WeightLearningTests.Contrary(), ColorModel()]
    return library
  }

  @Test("two models answer the same queries, and the better one is told by interval and p-value")
  func models() throws {
    let library = try twoModels()
    let queries = Self.colors.map {
      "{\"query\": \"\($0.name)\", \"relevant\": [\"\($0.name)-0\", \"\($0.name)-1\"]}"
    }
    try library.write("queries.jsonl", (queries + queries).joined(separator: "\n"))
    var request = EvaluationRequest(
      .file(path: library.path("queries.jsonl")),
      EvaluationConfiguration(name: "contrary", models: ["contrary"], mode: .image))
    request.comparison = EvaluationConfiguration(name: "color", models: ["color"], mode: .image)
    var done: [Int] = []
    let report = try library.open().evaluate(request) { now, total in
      done.append(now)
      #expect(total == 24)
    }
    #expect(done == Array(1...24))
    let comparison = try #require(report.comparison)
    #expect(comparison.first == "contrary" && comparison.second == "color")
    let hit = try #require(comparison.measures.first { $0.name == "recall@5" })
    #expect(hit.first == value(report, "recall@5") && hit.second == 1)
    #expect(hit.difference.estimate.lower > 0 && hit.difference.pValue < 0.01)
    #expect(!comparison.measures.contains { $0.name == "median_rank" })
    request.comparison?.models = ["no-such-model"]
    #expect(throws: (any Error).self) { try library.open().evaluate(request) }
  }

  @Test("a model without vectors is refused, not replaced by another one")
  func missingModel() throws {
    let library = try TestLibrary()
    try shop(library)
    library.models = [ColorModel(), WeightLearningTests.Contrary()]
    var request = EvaluationRequest(.pairs(part: .title, sampleCount: 5, seed: 1))
    request.comparison = EvaluationConfiguration(name: "contrary", models: ["contrary"])
    #expect {
      try library.open().evaluate(request)
    } throws: { error in
      "\(error)".contains("contrary")
    }
  }

  @Test("near items of one colour agree by colour, and less by what pictures do not show")
  func field() throws {
    let library = try TestLibrary()
    try shop(library)
    var request = FieldEvaluationRequest(field: "Color")
    request.cutoffs = [1, 5, 11, 100]
    let report = try library.open().evaluate(request)
    #expect(report.spaces.map(\.part) == [.image, .title])
    for space in report.spaces {
      let values = Dictionary(
        uniqueKeysWithValues: space.measures.map { ($0.name, $0.estimate.value) })
      #expect(space.items == 12 && space.sampled == 12 && space.labels == 6)
      #expect(values["same-label@1"] == 1)
      #expect(abs((values["same-label@5"] ?? 0) - 0.2) < 1e-12)
      // All 11 others: one of them has the label, as by chance.
      #expect(abs((values["same-label@11"] ?? 0) - 1.0 / 11) < 1e-12)
      #expect(abs(space.chance - 1.0 / 11) < 1e-12)
      #expect(values["same-label@100"] == nil && values["knn@10"] != nil)
      #expect((values["purity"] ?? 0) >= 0.5)
    }
    #expect(report.warnings == ["k = 100 is left out: no item has so many others"])
    #expect(report == (try library.open().evaluate(request)))
    request.configuration.mode = .image
    request.field = "taste"
    request.cutoffs = [5]
    let taste = try library.open().evaluate(request)
    #expect(taste.spaces.count == 1)
    #expect((taste.spaces[0].measures.first?.estimate.value ?? 1) < 0.8)
  }

  @Test(
    "a field that cannot say which items belong together is refused",
    arguments: ["sku", "nonsense", "title"])
  func unfitField(_ field: String) throws {
    let library = try TestLibrary()
    try shop(library)
    var request = FieldEvaluationRequest(field: field)
    request.cutoffs = field == "title" ? [100] : [5]
    #expect(throws: (any Error).self) { try library.open().evaluate(request) }
  }

  @Test("two models are compared over the same sampled items")
  func comparedFields() throws {
    let library = try twoModels()
    var request = FieldEvaluationRequest(
      field: "color", EvaluationConfiguration(name: "contrary", models: ["contrary"]))
    request.cutoffs = [1]
    request.sampleCount = 8
    request.comparison = EvaluationConfiguration(name: "color", models: ["color"])
    let report = try library.open().evaluate(request)
    #expect(report.comparisons.map(\.part) == [.image, .title])
    #expect(report.spaces.map(\.model) == ["contrary", "color", "contrary", "color"])
    // Opposites lie as near to each other as the colours themselves.
    for (_, comparison) in report.comparisons {
      let nearest = try #require(comparison.measures.first { $0.name == "same-label@1" })
      #expect(nearest.first == 1 && nearest.second == 1 && nearest.difference.pValue == 1)
    }
  }
}
