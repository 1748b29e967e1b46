import Foundation
import Testing

@testable import Commands

@Suite("A library from pictures to answers, on a pipe and in a terminal")
struct SearchSessionTests {
  /// A program whose library holds three pictures of the catalogue.
  private static func filled() throws -> BuiltProgram {
    let program = try BuiltProgram()
    let pictures = ["mug-red.jpg", "bowl-blue.png", "mug-black.webp"]
    for name in pictures {
      try FileManager.default.copyItem(
        at: BuiltProgram.checkout.appendingPathComponent("catalog/images/\(name)"),
        to: program.folder.appendingPathComponent(name))
    }
    let outcome = try program.run("index", pictures[0], pictures[1], pictures[2], "--json")
    try #require(outcome.status == 0, "\(outcome.errors)")
    return program
  }

  @Test("a pipe gets plain lines, and a terminal a table with links")
  func pipeAndTerminal() throws {
    let program = try Self.filled()
    defer { program.remove() }
    let piped = try program.run("a", "red", "mug", "-k", "2")
    #expect(piped.status == 0)
    let lines = piped.output.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.contains(#/^-?[0-9.]+\t/[^\t]+\t/#) })
    let shown = try program.terminal("\"$MMSEARCH\" a red mug -k 2")
    #expect(shown.status == 0)
    #expect(shown.output.contains("\u{1B}]8;;file:///"))
    for variable in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
      let plain = try program.terminal("\"$MMSEARCH\" a red mug -k 2", environment: variable)
      #expect(plain.status == 0 && !plain.output.contains("\u{1B}"))
    }
  }

  @Test("what resembles a picture can be moved away from words, and leaves the picture out")
  func similar() throws {
    let program = try Self.filled()
    defer { program.remove() }
    for refinement in [[], ["--minus", "red"]] {
      let words = (["similar", "mug-red.jpg", "-f"] + refinement).joined(separator: " ")
      let outcome = try program.shell("exec \"$MMSEARCH\" \(words)")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let names = outcome.output.split(separator: "\n").map { Path.name(String($0)) }
      #expect(Set(names) == ["bowl-blue.png", "mug-black.webp"])
    }
  }

  @Test("items that are liked and not liked are asked by, on the command line and in a file")
  func recommendation() throws {
    let program = try Self.filled()
    defer { program.remove() }
    let asked = try program.run(
      "search", "--like", "mug-red.jpg", "--unlike", "bowl-blue.png", "--json")
    #expect(asked.status == 0, "\(asked.errors)")
    #expect(asked.output.contains(#"{"item":"mug-red.jpg","weight":1}"#))
    #expect(asked.output.contains(#"{"item":"bowl-blue.png","weight":-0.333333}"#))
    #expect(asked.output.contains(#""id":"mug-black.webp""#))
    #expect(!asked.output.contains(#""id":"bowl-blue.png""#))
    try Data(#"{"like":["mug-red.jpg","mug-black.webp"]}"#.utf8)
      .write(to: program.folder.appendingPathComponent("q.jsonl"))
    let lines = try program.run("search", "--queries", "q.jsonl")
    #expect(lines.output.contains(#""id":"bowl-blue.png""#) && !lines.output.contains("error"))
    #expect(try program.run("search", "--like", "nothing-there").status == 2)
    #expect(try program.run("search", "--unlike", "mug-red.jpg").status == 2)
    #expect(try program.run("search", "mug", "--like", "a", "--mode", "keyword").status == 64)
  }

  @Test("progress is drawn and cleared in a terminal, and absent where it is not wanted")
  func progress() throws {
    let program = try Self.filled()
    defer { program.remove() }
    let shown = try program.terminal("\"$MMSEARCH\" index .")
    #expect(shown.status == 0)
    let parts = shown.output.components(separatedBy: "\r\u{1B}[K")
    #expect(parts.count >= 2)
    #expect(parts.last?.contains("unchanged") == true)
    let quiet = try program.terminal("\"$MMSEARCH\" index . --no-progress")
    #expect(!quiet.output.contains("\u{1B}[K"))
    #expect(try program.run("index", ".", "--quiet").errors.isEmpty)
  }

  @Test("thumbnails are shown in a terminal, and never garbage elsewhere")
  func preview() throws {
    let program = try Self.filled()
    defer { program.remove() }
    let shown = try program.terminal(
      "\"$MMSEARCH\" mug -k 2 --preview", environment: ["COLORTERM": "truecolor"])
    #expect(shown.status == 0)
    #expect(shown.output.contains("▀") && shown.output.contains("\u{1B}[38;2;"))
    let piped = try program.run("mug", "-k", "2", "--preview")
    #expect(piped.output == (try program.run("mug", "-k", "2").output))
    #expect(piped.errors.contains("--preview needs a terminal"))
  }

  @Test("a contact sheet is one file with the pictures in it")
  func contactSheet() throws {
    let program = try Self.filled()
    defer { program.remove() }
    let outcome = try program.run("mug", "--html", "sheet.html")
    #expect(outcome.status == 0 && outcome.output.isEmpty)
    let page = try String(
      contentsOf: program.folder.appendingPathComponent("sheet.html"), encoding: .utf8)
    #expect(page.components(separatedBy: "src=\"data:image/jpeg;base64,/9j/").count == 4)
    let elsewhere = try program.run("mug", "--html", "no/such/folder.html")
    #expect(elsewhere.status == 2 && elsewhere.errors.contains("no/such/folder.html"))
  }

  @Test("many queries are answered line by line, and a bad line is an answer, too")
  func queryFile() throws {
    let program = try Self.filled()
    defer { program.remove() }
    let lines = """
      {"query": "a red mug", "k": 1}

      {"query": oops}
      {"image": "mug-red.jpg", "query": "blue"}
      {"query": "- red"}
      """
    try Data(lines.utf8).write(to: program.folder.appendingPathComponent("queries.jsonl"))
    let outcome = try program.run("search", "--queries", "queries.jsonl")
    #expect(outcome.status == 0)
    let objects = try outcome.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(objects.map { ($0["results"] as? [Any])?.count } == [1, nil, 3, nil])
    #expect(objects.map { $0["line"] as? Int } == [nil, 3, nil, 5])
    #expect(objects.allSatisfy { $0["schema"] as? Int == 1 })
    #expect(try program.run("search", "--queries", "queries.jsonl", "--strict").status == 3)
  }
}
