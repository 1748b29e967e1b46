import Foundation
import Testing

@testable import Encoders

/// Expected tokens come from `transformers`' CLIPTokenizer (`Fixtures/Tokenizer/make_tokenizer.py`).
@Suite struct CLIPTokenizerTests {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/Tokenizer")
  static let vocabularySize = 814

  static func path(_ name: String) -> String {
    fixtures.appending(path: name).path(percentEncoded: false)
  }

  static func tokenizer(contextLength: Int) throws -> CLIPTokenizer {
    try CLIPTokenizer(
      vocabularyPath: path("vocab.json"), mergesPath: path("merges.txt"),
      vocabularySize: vocabularySize, contextLength: contextLength)
  }

  struct Golden: Decodable, Sendable, CustomTestStringConvertible {
    let text: String
    let ids: [Int32]
    var testDescription: String { text.debugDescription }
  }

  static let wide = try? tokenizer(contextLength: 1000)

  static let goldens =
    (try? JSONDecoder().decode(
      [Golden].self, from: Data(contentsOf: fixtures.appending(path: "goldens.json")))) ?? []

  @Test("there are texts to compare")
  func present() {
    #expect(Self.goldens.count >= 90)
  }

  @Test("tokens equal those of transformers", arguments: goldens)
  func reference(golden: Golden) throws {
    let tokens = try #require(Self.wide).tokens(of: golden.text)
    #expect(tokens.ids == golden.ids)
    #expect(tokens.count == golden.ids.count)
    #expect(!tokens.wasCut)
  }

  @Test("a text longer than the context keeps its first tokens and its end, and says so")
  func cutting() throws {
    let tokenizer = try Self.tokenizer(contextLength: 8)
    for golden in Self.goldens {
      let tokens = tokenizer.tokens(of: golden.text)
      #expect(tokens.ids == golden.ids.dropLast().prefix(7) + golden.ids.suffix(1))
      #expect(tokens.wasCut == (golden.ids.count > 8))
    }
  }

  @Test("the windows of a text hold all its tokens once and in order, and none is too long")
  func windows() throws {
    let tokenizer = try Self.tokenizer(contextLength: 8)
    for golden in Self.goldens {
      let windows = tokenizer.windows(of: golden.text)
      #expect(
        windows.ids.flatMap { $0.dropFirst().dropLast() } == golden.ids.dropFirst().dropLast())
      #expect(windows.ids.allSatisfy { $0.count <= 8 })
      #expect(windows.count == golden.ids.count)
      if golden.ids.count <= 8 { #expect(windows.ids == [golden.ids]) }
    }
  }

  @Test("a text that fills the context exactly is not cut")
  func exactFit() throws {
    let tokens = try Self.tokenizer(contextLength: 6).tokens(of: "1 2 3 4")
    #expect(tokens.ids.count == 6)
    #expect(tokens.count == 6)
    #expect(!tokens.wasCut)
    #expect(try Self.tokenizer(contextLength: 5).tokens(of: "1 2 3 4").wasCut)
  }

  @Test(
    "a very long text is cut, and text is read to its end when it is space",
    arguments: ["a", "red mug, ", "日本", "e\u{301}", "!", " "])
  func longText(unit: String) throws {
    let text = String(repeating: unit, count: 100_000) + "end"
    let tokens = try Self.tokenizer(contextLength: 64).tokens(of: text)
    #expect(tokens.wasCut == (unit != " "))
    #expect(tokens.ids.count == min(tokens.count, 64))
  }

  @Test("marks of start and end spelt out in a text are words like others")
  func noForgery() throws {
    let tokens = try Self.tokenizer(contextLength: 64).tokens(of: "a <|endoftext|> b").ids
    #expect(tokens.filter { $0 >= Self.vocabularySize - 2 }.count == 2)
  }

  @Test("a damaged tokenizer is refused by name of file and reason")
  func damage() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let vocabulary = try String(contentsOfFile: Self.path("vocab.json"), encoding: .utf8)
    let merges = try String(contentsOfFile: Self.path("merges.txt"), encoding: .utf8)

    func refusal(vocabulary: String, merges: String) throws -> String? {
      let paths = ["vocab.json", "merges.txt"].map {
        folder.appending(path: $0).path(percentEncoded: false)
      }
      try vocabulary.write(toFile: paths[0], atomically: true, encoding: .utf8)
      try merges.write(toFile: paths[1], atomically: true, encoding: .utf8)
      do {
        _ = try CLIPTokenizer(
          vocabularyPath: paths[0], mergesPath: paths[1], vocabularySize: Self.vocabularySize,
          contextLength: 64)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(try refusal(vocabulary: vocabulary, merges: merges) == nil)
    let cases: [(String, String, String)] = [
      (String(vocabulary.prefix(vocabulary.count / 2)), merges, "vocab.json"),
      ("{}", merges, "it has 0 tokens, and the card says 814"),
      (vocabulary.replacing("\"!\": 0", with: "\"!\": 814"), merges, "the id of !"),
      (vocabulary.replacing("\"!\": 0", with: "\"!!?\": 0"), merges, "no token !"),
      (vocabulary.replacing("\"#\": 2", with: "\"!\": 2"), merges, "! comes twice"),
      (vocabulary.replacing("\"#\": 2", with: "\"#\": 2.5"), merges, "no whole one"),
      (vocabulary.replacing("\"#\": 2", with: "\"#\": null"), merges, "neither a value"),
      (vocabulary + "x", merges, "text follows the value"),
      (vocabulary, merges + "qq zz\n", "no token"),
      (vocabulary, merges + "lonely\n", "not two symbols"),
      (vocabulary, merges + merges.split(separator: "\n")[1] + "\n", "comes twice"),
    ]
    for (vocabulary, merges, expected) in cases {
      let found = try refusal(vocabulary: vocabulary, merges: merges)
      #expect(found?.contains(expected) == true, "\(expected): \(found ?? "accepted")")
    }
    #expect(throws: ModelError.self) {
      try CLIPTokenizer(
        vocabularyPath: folder.path + "/none.json", mergesPath: folder.path + "/none.txt",
        vocabularySize: 814, contextLength: 64)
    }
  }
}
