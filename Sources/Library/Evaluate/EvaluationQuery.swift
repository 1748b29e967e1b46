internal import FoundationEssentials
internal import Ranking
internal import Storage
internal import SystemPackage

/// A query of an evaluation and the items that answer it.
struct EvaluationQuery {
  /// Its line in the file, or its place among sampled items, from 1.
  let number: Int
  let content: SearchTerm.Content
  /// Items by row with their grades, which are greater than 0; at least one.
  let grades: [Int64: Double]
  /// The language that the file says it is in.
  var language: String?

  var isText: Bool {
    if case .text = content { true } else { false }
  }

  /// Where the relevant items stand in a ranking, and with which grades.
  func places(in ranked: some Sequence<Int64>) -> [(item: Int64, rank: Int)] {
    ranked.enumerated().compactMap { place, item in
      grades[item] == nil ? nil : (item, place + 1)
    }
  }

  /// What became of the query in a ranking; where none of the relevant items stands in it, the worst rank
  /// counts.
  func outcome(for ranked: [Int64], worstRank: Int) -> QueryOutcome {
    let places = places(in: ranked)
    return QueryOutcome(
      relevantRanks: places.map(\.rank), grades: places.compactMap { grades[$0.item] },
      idealGrades: grades.values.sorted(by: >), worstRank: worstRank)
  }
}

extension EvaluationQuery {
  /// A line as it is written.
  private struct Line: Decodable {
    let query: String?
    let image: String?
    let language: String?
    let relevant: Relevant

    /// A line that asks with words and does not say what is relevant.
    struct Unjudged: Decodable {
      let query: String
    }

    func content(relativeTo folder: FilePath) -> SearchTerm.Content? {
      if let query { return .text(query) }
      return image.map { .image(path: EvaluationQuery.absolute($0, folder).string) }
    }
  }

  /// A list of ids or paths, or grades by id or path.
  private enum Relevant: Decodable {
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

  /// Greater grades could not be added up.
  private static let greatestGrade = 1e9

  /// Reads the queries of a file; lines and ids that cannot be used become warnings.
  ///
  /// - Parameter skipsUnjudged: whether words without anything relevant are passed over in silence.
  static func read(
    _ path: String, store: LibraryStore, skipsUnjudged: Bool = false
  ) throws -> (queries: [EvaluationQuery], warnings: [String]) {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw LibraryError("cannot read \(path); give a JSON Lines file of queries")
    }
    let folder = FilePath(path).removingLastComponent()
    let decoder = JSONDecoder()
    var queries: [EvaluationQuery] = []
    var warnings: [String] = []
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    try store.read { transaction in
      for (offset, bytes) in lines.enumerated() where bytes.contains(where: { $0 > 0x20 }) {
        let number = offset + 1
        guard let line = try? decoder.decode(Line.self, from: Data(bytes)),
          let content = line.content(relativeTo: folder)
        else {
          if skipsUnjudged, (try? decoder.decode(Line.Unjudged.self, from: Data(bytes))) != nil {
            continue
          }
          warnings.append("line \(number) of \(path) is no query with relevant items")
          continue
        }
        var grades: [Int64: Double] = [:]
        for (name, grade) in line.relevant.grades where grade > 0 {
          guard grade <= greatestGrade else {
            warnings.append(
              "line \(number): the grade of '\(name)' is more than a thousand million")
            continue
          }
          let items =
            try transaction.item(key: name).map { [$0] }
            ?? transaction.items(withImageAt: absolute(name, folder))
          if items.isEmpty { warnings.append("line \(number): no item is called '\(name)'") }
          for item in items where !item.isOffline { grades[item.id] = grade }
        }
        if !grades.isEmpty {
          queries.append(
            EvaluationQuery(
              number: number, content: content, grades: grades, language: line.language))
        }
      }
    }
    return (queries, warnings)
  }

  /// The words of each line of a file that asks with words, whether or not it names what is relevant.
  static func texts(of path: String) throws -> [String] {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw LibraryError("cannot read \(path); give a JSON Lines file of queries")
    }
    let decoder = JSONDecoder()
    return data.split(separator: UInt8(ascii: "\n")).compactMap { bytes in
      (try? decoder.decode(Line.Unjudged.self, from: Data(bytes)))?.query
    }
  }

  private static func absolute(_ name: String, _ folder: FilePath) -> FilePath {
    let path = FilePath(name)
    return path.isAbsolute ? path : folder.appending(path.components)
  }
}
