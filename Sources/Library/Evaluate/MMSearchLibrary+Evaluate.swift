internal import Encoders
internal import FoundationEssentials
public import Ranking
internal import Storage
internal import SystemPackage
internal import VectorIndex

extension MMSearchLibrary {
  /// Measures retrieval over the queries of a JSON Lines file; with `runPath` also writes a TREC run.
  ///
  /// Every query ranks all items. An item with the same picture as a query is left out of its answers.
  /// With `learnsWeights` every other query teaches how much each model of an ensemble counts, and the rest
  /// are measured.
  /// Throws: `LibraryError` where the file cannot be read or no line of it can be used.
  public func evaluate(
    queriesPath: String, mode: SearchMode = .auto, weights: [ItemPart: Double]? = nil,
    fusion: RankFusion = .linear, learnsWeights: Bool = false, runPath: String? = nil
  ) throws -> EvaluationReport {
    let searcher = try searcher()
    var (queries, warnings) = try EvaluationQuery.read(queriesPath, store: store)
    warnings = searcher.warnings + warnings
    guard !queries.isEmpty else {
      throw LibraryError(
        "\(queriesPath) holds no query whose relevant items are in the library; "
          + (warnings.first ?? "each line is {\"query\": …, \"relevant\": [\"id\", …]}"))
    }
    var request = SearchRequest(terms: [], count: Int.max, mode: mode)
    request.weights = weights
    request.fusion = fusion
    guard learnsWeights else {
      let outcomes = try searcher.outcomes(of: queries, request, runPath: runPath)
      return EvaluationReport(
        queries: outcomes.count, items: searcher.itemCount,
        measures: EvaluationReport.measures(of: outcomes), warnings: warnings)
    }
    guard searcher.members.count > 1, queries.count > 1 else {
      throw LibraryError(
        "weights are learned between several models from several queries; name the models with "
          + "--model, each of which has indexed the library")
    }
    let lesson = queries.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    queries = queries.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    let learned = try WeightLearning(searcher: searcher, request: request, queries: lesson)
      .weights()
    let ensemble = searcher.weighing(learned)
    let outcomes = try ensemble.outcomes(of: queries, request, runPath: runPath)
    var report = EvaluationReport(
      queries: outcomes.count, items: searcher.itemCount,
      measures: EvaluationReport.measures(of: outcomes), warnings: warnings)
    report.learned = EvaluationReport.LearnedWeights(
      queries: lesson.count,
      models: zip(searcher.members, learned).map { ($0.model.name, $1) },
      gains: try searcher.members.compactMap { member in
        let single = searcher.alone(member)
        do {
          let measure = RetrievalMeasure.discountedGain(10)
          let alone = try single.outcomes(of: queries, request, runPath: nil)
          return EvaluationReport.Measure(
            name: member.model.name,
            estimate: PairedDifference(
              of: outcomes.map(measure.value), from: alone.map(measure.value)
            ).estimate)
        } catch is LibraryError {
          // A model of texts, say, has no answer of its own to pictures.
          return nil
        }
      })
    return report
  }
}

extension EvaluationReport {
  private static let cutoffs = [1, 5, 10]

  /// All measures over the outcomes of queries.
  fileprivate static func measures(of outcomes: [QueryOutcome]) -> [Measure] {
    RetrievalMeasure.all(cutoffs: cutoffs).map {
      Measure(name: $0.name, estimate: $0.estimate(over: outcomes))
    }
  }
}

extension Searcher {
  /// What became of each query; with `runPath` the rankings are written, too.
  fileprivate func outcomes(
    of queries: [EvaluationQuery], _ request: SearchRequest, runPath: String?
  ) throws -> [QueryOutcome] {
    let run = try runPath.map { try TRECRun(path: $0, store: store) }
    var outcomes: [QueryOutcome] = []
    for (number, query) in queries.enumerated() {
      let ranked = try rank(request.asking(query.content), depth: itemCount)
      outcomes.append(query.outcome(for: ranked.map(\.item)))
      try run?.write(number + 1, ranked)
    }
    try run?.finish()
    return outcomes
  }

  /// The best items at least to a depth, from best to worst, without those that the query itself consists
  /// of.
  func rank(_ request: SearchRequest, depth: Int) throws -> [RankedList.Entry] {
    let question = try question(request, leavesOutSources: true)
    return ranking(question, try keywordRanking(question), depth: depth).entries
  }
}

/// A query of an evaluation and the items that answer it.
struct EvaluationQuery {
  let content: SearchTerm.Content
  /// Items by row with their grades.
  let grades: [Int64: Double]

  /// Where the relevant items stand in a ranking of all items.
  func outcome(for ranked: [Int64]) -> QueryOutcome {
    var ranks: [Int] = []
    var found: [Double] = []
    for (place, item) in ranked.enumerated() {
      guard let grade = grades[item] else { continue }
      ranks.append(place + 1)
      found.append(grade)
    }
    return QueryOutcome(
      relevantRanks: ranks, grades: found, idealGrades: grades.values.sorted(by: >),
      worstRank: ranked.count + 1)
  }

  /// A line as it is written.
  fileprivate struct Line: Decodable {
    let query: String?
    let image: String?
    fileprivate let relevant: Relevant
  }

  /// A list of ids or paths, or grades by id or path.
  fileprivate enum Relevant: Decodable {
    case ids([String])
    case grades([String: Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let ids = try? container.decode([String].self) {
        self = .ids(ids)
      } else {
        self = .grades(try container.decode([String: Double].self))
      }
    }

    var grades: [String: Double] {
      switch self {
      case .ids(let ids): Dictionary(ids.map { ($0, 1) }, uniquingKeysWith: { first, _ in first })
      case .grades(let grades): grades
      }
    }
  }

  /// Reads the queries of a file; lines and ids that cannot be used become warnings.
  static func read(
    _ path: String, store: LibraryStore
  ) throws -> (queries: [EvaluationQuery], warnings: [String]) {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw LibraryError("cannot read \(path); give a JSON Lines file of queries")
    }
    let folder = FilePath(path).removingLastComponent()
    let decoder = JSONDecoder()
    var queries: [EvaluationQuery] = []
    var warnings: [String] = []
    try store.read { transaction in
      for (number, bytes) in data.split(separator: UInt8(ascii: "\n")).enumerated() {
        guard let line = try? decoder.decode(Line.self, from: Data(bytes)),
          let content = line.content(relativeTo: folder)
        else {
          warnings.append("line \(number + 1) of \(path) is no query with relevant items")
          continue
        }
        var grades: [Int64: Double] = [:]
        for (name, grade) in line.relevant.grades where grade > 0 {
          let items =
            try transaction.item(key: name).map { [$0] }
            ?? transaction.items(withImageAt: absolute(name, folder))
          if items.isEmpty { warnings.append("line \(number + 1): no item is called '\(name)'") }
          for item in items where !item.isOffline { grades[item.id] = grade }
        }
        if !grades.isEmpty { queries.append(EvaluationQuery(content: content, grades: grades)) }
      }
    }
    return (queries, warnings)
  }

  fileprivate static func absolute(_ name: String, _ folder: FilePath) -> FilePath {
    let path = FilePath(name)
    return path.isAbsolute ? path : folder.appending(path.components)
  }
}

extension EvaluationQuery.Line {
  fileprivate func content(relativeTo folder: FilePath) -> SearchTerm.Content? {
    if let query { return .text(query) }
    return image.map { .image(path: EvaluationQuery.absolute($0, folder).string) }
  }
}
