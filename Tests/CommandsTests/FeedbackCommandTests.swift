import Foundation
import JSON
import Testing

@testable import Commands
@testable import Library

@Suite("Feedback on the command line")
struct FeedbackCommandTests {
  private static let report = FeedbackReport(
    entries: [
      FeedbackEntry(
        query: .text("a red\u{1B}mug"), id: "MUG-001", title: "Red mug", isPresent: true, grade: 1,
        verdict: .like, clicks: 0, passes: 0),
      FeedbackEntry(
        query: .image(path: "/a/b.png"), id: "MUG-002", title: nil, isPresent: false, grade: -0.25,
        verdict: nil, clicks: 1, passes: 2),
    ], rounds: 2)

  @Test("judgements as lines, as columns and as one object")
  func rendering() {
    #expect(
      FeedbackRendering.text(Self.report, width: 80, style: .plain) == """
        a red mug
          like     MUG-001 · Red mug
        @/a/b.png
          -0.25    MUG-002 · 1 click · 2 passes · not in the library at present

        """)
    #expect(
      FeedbackRendering.tabSeparated(Self.report)
        == "1.00\ta red mug\tMUG-001\tRed mug\n-0.25\t@/a/b.png\tMUG-002\t\n")
    let json = FeedbackRendering.json(Self.report).text
    #expect(json.hasPrefix(#"{"schema":1,"rounds":2,"feedback":[{"query":"#))
    #expect(json.contains(#""image":"/a/b.png","id":"MUG-002","title":null,"present":false"#))
    #expect(
      FeedbackRendering.text(
        ClickReport(lines: 2, unusable: 1, unknown: 3, clicks: 1, passes: 4, repeated: 2))
        == "1 click and 4 passes in 2 lines, 2 had come in before, 3 on items that are not here, "
        + "1 line could not be used")
  }

  @Test("a library is told, asked and made to forget; slips are named")
  func life() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    func run(_ command: String) throws -> BuiltProgram.Outcome {
      try program.shell(
        "exec \"$MMSEARCH\" \(command) --db library.sqlite",
        environment: ["XDG_DATA_HOME": program.folder.path])
    }
    try #require(
      try program.shell(
        """
        printf 'id,title\\nMUG-001,A red mug\\nMUG-002,A blue mug\\n' > feed.csv
        exec "$MMSEARCH" ingest feed.csv --db library.sqlite
        """, environment: [:]
      ).status == 0)
    #expect(try run("feedback like 'a mug' MUG-001").errors.contains("1 like stored"))
    let slip = try run("feedback dislike 'a mug' MUG-01")
    #expect(slip.status == 2 && slip.errors.contains("did you mean 'MUG-001'?"))
    let clicks = try program.shell(
      """
      printf '{"query":"mug","clicked":["MUG-002"]}\\nnonsense\\n' \
        | exec "$MMSEARCH" feedback clicks - --strict --db library.sqlite
      """, environment: [:])
    #expect(clicks.status == 3 && clicks.errors.contains("line 2 was left out"))
    #expect(
      try run("feedback list").output
        == "1.00\ta mug\tMUG-001\tA red mug\n0.25\tmug\tMUG-002\tA blue mug\n")
    #expect(try run("feedback undo").errors.contains("1 judgement taken back"))
    #expect(try run("feedback undo 0").status == 64)
    #expect(try run("feedback undo all").status == 0)
    let empty = try run("feedback list --json")
    #expect(empty.output == #"{"schema":1,"rounds":0,"feedback":[]}"# + "\n")
  }
}
