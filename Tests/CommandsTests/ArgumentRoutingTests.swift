import Foundation
import Library
import Testing

@testable import Commands

@Suite("Which command is meant")
struct ArgumentRoutingTests {
  @Test(
    "the first word decides; without a command it is a search",
    arguments: [
      ([], ["--help"]),
      (["--version"], ["--version"]),
      (["a", "red", "mug"], ["search", "a", "red", "mug"]),
      (["search", "mug"], ["search", "mug"]),
      (["--db", "x", "info"], ["info", "--db", "x"]),
      (["--db", "index", "mug"], ["search", "--db", "index", "mug"]),
      (["--quiet", "-k", "3", "red", "index"], ["search", "--quiet", "-k", "3", "red", "index"]),
      (["-k3", "mug"], ["search", "-k3", "mug"]),
      (["--", "index"], ["search", "--", "index"]),
      (["--image", "a.jpg"], ["search", "--image", "a.jpg"]),
      (["--json", "similar", "a.jpg"], ["similar", "--json", "a.jpg"]),
      (["serch", "mug"], ["search", "serch", "mug"]),
    ] as [([String], [String])])
  func routes(_ arguments: [String], _ expected: [String]) throws {
    #expect(try ArgumentRouting.route(arguments, exists: { _ in false }) == expected)
  }

  @Test("a slip in a command is named where a file follows, and searched for where none does")
  func slips() throws {
    let error = #expect(throws: (any Error).self) {
      try ArgumentRouting.route(["idnex", "/photos"], exists: { $0 == "/photos" })
    }
    let message = error.map { "\($0)" } ?? ""
    #expect(message.contains("did you mean mmsearch index?"))
    #expect(
      try ArgumentRouting.route(["idnex", "/photos"], exists: { _ in false })
        == ["search", "idnex", "/photos"])
    #expect(ArgumentRouting.likelyCommand(forQuery: ["Simlar"]) == "similar")
    #expect(ArgumentRouting.likelyCommand(forQuery: ["mug"]) == nil)
    #expect(ArgumentRouting.likelyCommand(forQuery: ["serch", "mug"]) == nil)
  }

  @Test("knows every command, and every option that takes a value")
  func inventory() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let help = try program.run("--experimental-dump-help").output
    let dump = try JSONSerialization.jsonObject(with: Data(help.utf8))
    let root = try #require((dump as? [String: Any])?["command"] as? [String: Any])
    let commands = try #require(root["subcommands"] as? [[String: Any]])
    let known = Set(commands.compactMap { $0["commandName"] as? String })
    #expect(known.union(["help"]) == Set(ArgumentRouting.commandNames))
    var names: Set<String> = []
    for case let arguments as [[String: Any]] in commands.map({ $0["arguments"] }) {
      for argument in arguments where argument["kind"] as? String == "option" {
        for case let name as [String: String] in argument["names"] as? [Any] ?? [] {
          names.insert((name["kind"] == "long" ? "--" : "-") + (name["name"] ?? ""))
        }
      }
    }
    #expect(names == ArgumentRouting.valueOptions)
  }

  @Test(
    "weights name their parts",
    arguments: ["image", "picture=1", "image=-1", "image=x", "image=1,image=2", "image=0", ""])
  func wrongWeights(_ text: String) {
    #expect(throws: (any Error).self) { try PartWeights.parse(text) }
  }

  @Test("weights are read with or without white space")
  func weights() throws {
    #expect(try PartWeights.parse("image=1, title=0.5") == [.image: 1, .title: 0.5])
  }
}
