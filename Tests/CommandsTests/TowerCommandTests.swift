import Foundation
import Testing

@Suite("mmsearch tune --towers, run from outside")
struct TowerCommandTests {
  @Test(
    "what cannot be trained is said before anything is written",
    arguments: [
      (["--towers", "pairs.jsonl"], "--name"),
      (["--towers", "pairs.jsonl", "--name", "new", "--by", "color"], "--pairs title"),
      (["--towers", "pairs.jsonl", "--name", "new", "--image-blocks", "14"], "0 to 13"),
      (["pairs.jsonl", "--held-out", "others.jsonl"], "--towers"),
      (["--towers", "pairs.jsonl", "--name", "new"], "cannot read"),
      (["--towers", "pairs.jsonl", "--name", "default"], "already"),
    ])
  func refusals(_ arguments: [String], _ words: String) throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let models = program.folder.appendingPathComponent("models")
    let outcome = try program.shell(
      "exec \"$MMSEARCH\" tune \(arguments.joined(separator: " "))",
      environment: ["MMSEARCH_MODELS": models.path])
    #expect(outcome.status != 0 && outcome.output.isEmpty)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    let made = (try? FileManager.default.contentsOfDirectory(atPath: models.path)) ?? []
    #expect(made.isEmpty)
  }
}
