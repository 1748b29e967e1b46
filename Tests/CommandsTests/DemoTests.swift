import Foundation
import Testing

/// The whole way on real input: the bundled catalogue, the default model, the built program.
@Suite("The demo")
struct DemoTests {
  @Test(
    "it answers with products beyond dispute, keeps a ledger of its bad rows, says what to do next")
  func demo() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let library = program.folder.appendingPathComponent("demo.sqlite").path
    let expected = [
      "a red mug": "mug-red", "a green sofa": "sofa-green", "yellow rain boots": "boot-yellow",
    ]
    for (query, picture) in expected {
      let outcome = try program.run("demo", query, "-k", "1", "--db", library)
      #expect(outcome.status == 0)
      #expect(outcome.output.contains(picture), "\(query): \(outcome.output)")
      #expect(outcome.errors.contains("next:"))
    }
    let ledger = try program.run("broken", "--db", library).output.split(separator: "\n")
      .map { $0.split(separator: "\t")[0] }
    #expect(
      ledger.sorted() == ["blank", "empty", "missing", "not-an-image", "too-large", "truncated"])
  }
}
