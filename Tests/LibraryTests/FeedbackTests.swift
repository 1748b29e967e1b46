import Foundation
import Storage
import SystemPackage
import Testing

@testable import Library

@Suite("What users say of answers")
struct FeedbackTests {
  let library: TestLibrary

  init() throws {
    library = try TestLibrary()
    try library.paint("red.png", red: 200)
    try library.paint("blue.png", blue: 200)
    try library.write(
      "feed.csv", "id,title,image\nMUG-001,Red mug,red.png\nMUG-002,Blue mug,blue.png\n")
    _ = try library.ingest("feed.csv")
  }

  func judge(_ verdict: FeedbackVerdict, _ query: String, _ items: String...) throws -> Int {
    try MMSearchLibrary.judge(library.configuration, verdict, query: query, items: items)
  }

  func entries() throws -> [FeedbackEntry] {
    try MMSearchLibrary.feedback(library.configuration).entries
  }

  func undo(_ rounds: Int? = 1) throws -> Int {
    try MMSearchLibrary.undoFeedback(library.configuration, rounds: rounds)
  }

  @Test("words, pictures and ids are queries; items are named by id or by picture")
  func queries() throws {
    #expect(try judge(.like, "a  red\nmug", "MUG-001", library.path("blue.png")) == 2)
    #expect(try judge(.dislike, "@" + library.path("red.png"), "MUG-002") == 1)
    #expect(try judge(.like, "MUG-001", "MUG-002") == 1)
    #expect(
      try entries().map(\.query) == [
        .text("a red mug"), .text("a red mug"), .image(path: library.path("red.png")),
        .item("MUG-001"),
      ])
    #expect(try entries().map(\.id) == ["MUG-001", "MUG-002", "MUG-002", "MUG-002"])
    #expect(try entries().map(\.grade) == [1, 1, -1, 1])
  }

  @Test("what is said last counts, and undoing it brings back what was said before")
  func replaced() throws {
    _ = try judge(.dislike, "mug", "MUG-001")
    _ = try judge(.like, "mug", "MUG-001")
    #expect(try entries().map(\.verdict) == [.like])
    #expect(try undo() == 1)
    #expect(try entries().map(\.verdict) == [.dislike])
    // A copy of the picture asks the same.
    try library.paint("copy.png", red: 200)
    _ = try judge(.like, "@" + library.path("red.png"), "MUG-002")
    _ = try judge(.dislike, "@" + library.path("copy.png"), "MUG-002")
    #expect(try entries().map(\.grade) == [-1, -1])
    #expect(try undo(nil) == 3)
    #expect(try entries().isEmpty && undo() == 0)
  }

  @Test("an unknown id names the nearest, and nothing of its command is stored")
  func unknown() throws {
    let error = #expect(throws: LibraryError.self) {
      try judge(.like, "mug", "MUG-002", "mug-01")
    }
    #expect(error?.description.contains("did you mean 'MUG-001'?") == true)
    let far = #expect(throws: LibraryError.self) { try judge(.like, "mug", "something else") }
    #expect(far?.description.contains("did you mean") == false)
    #expect(try entries().isEmpty)
  }

  @Test(
    "what is no single query is refused",
    arguments: ["", "mug + cup", "mug - cup", "mug*2", "@feed.csv", "@nowhere.png"])
  func refused(_ query: String) throws {
    let written = query.hasPrefix("@") ? "@" + library.path(String(query.dropFirst())) : query
    #expect(throws: LibraryError.self) { try judge(.like, written, "MUG-001") }
  }

  @Test("feedback outlives items that go and come back")
  func offline() throws {
    _ = try judge(.like, "mug", "MUG-001")
    let feed = try String(contentsOfFile: library.path("feed.csv"), encoding: .utf8)
    try library.write("feed.csv", "id,title,image\nMUG-002,Blue mug,blue.png\n")
    _ = try library.ingest("feed.csv", prune: true)
    #expect(try entries().map(\.isPresent) == [false])
    #expect(throws: LibraryError.self) { try judge(.like, "mug", "MUG-001") }
    try library.write("feed.csv", feed)
    _ = try library.ingest("feed.csv")
    #expect(try entries().map(\.isPresent) == [true] && entries().map(\.grade) == [1])
  }

  private func clicks(_ lines: String) throws -> (report: ClickReport, warnings: [String]) {
    var warnings: [String] = []
    let report = try MMSearchLibrary.recordClicks(
      library.configuration, Array(lines.utf8), folder: library.folder.path
    ) { warnings.append($0) }
    return (report, warnings)
  }

  @Test("a click is a quarter of a like, a pass of a dislike; what was said counts more")
  func clicked() throws {
    let line = #"{"query": "mug", "clicked": ["MUG-002"], "shown": ["MUG-001", "MUG-002", "GONE"]}"#
    let (report, _) = try clicks("\(line)\n\n\(line)\n")
    #expect(report == ClickReport(lines: 2, clicks: 2, passes: 2))
    func grades() throws -> [String: Double] {
      Dictionary(try entries().map { ($0.id, $0.grade) }, uniquingKeysWith: { $1 })
    }
    #expect(try grades() == ["MUG-002": 0.5, "MUG-001": -0.5])
    _ = try clicks(String(repeating: line + "\n", count: 4))
    #expect(try grades() == ["MUG-002": 1, "MUG-001": -1])
    _ = try judge(.like, "mug", "MUG-001")
    #expect(try grades() == ["MUG-002": 1, "MUG-001": 1])
  }

  @Test("a log with times that comes in twice counts once; times may be numbers or dates")
  func timed() throws {
    let log = """
      {"image": "red.png", "clicked": ["MUG-001"], "time": 1763712000.5}
      {"item": "MUG-001", "clicked": ["MUG-002", "GONE"], "time": "2025-11-21T08:00:00Z"}
      """
    let first = try clicks(log).report
    #expect(first.clicks == 2 && first.unknown == 1 && first.repeated == 0)
    #expect(try clicks(log).report.repeated == 2)
    #expect(try entries().map(\.clicks) == [1, 1])
    #expect(try undo() == 2 && undo(nil) == 0)
  }

  @Test(
    "a line that cannot be used is told with its number and stops nothing",
    arguments: [
      "nonsense", "[]", #"{"query": "mug"}"#, #"{"clicked": ["MUG-001"]}"#,
      #"{"query": "mug", "item": "MUG-001", "clicked": []}"#, #"{"query": " ", "clicked": []}"#,
      #"{"image": "none.png", "clicked": ["MUG-001"]}"#, #"{"item": "X", "clicked": []}"#,
      #"{"query": "mug", "clicked": ["MUG-001"], "time": "yesterday"}"#,
    ])
  func unusable(_ line: String) throws {
    let (report, warnings) = try clicks(line + "\n{\"query\": \"mug\", \"clicked\": [\"MUG-001\"]}")
    #expect(report.unusable == 1 && report.lines == 1 && report.clicks == 1)
    #expect(warnings.count == 1 && warnings[0].hasPrefix("line 1 "), "\(warnings)")
  }
}
