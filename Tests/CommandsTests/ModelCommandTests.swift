import Foundation
import Testing

@testable import Commands

@Suite("Models by name")
struct ModelCommandTests {
  /// A published checkpoint of random weights, in the format of Hugging Face.
  private static let checkpoint = BuiltProgram.checkout
    .appendingPathComponent("Tests/Fixtures/Checkpoints/hugging_face-clip").path

  @Test("a model is added, shown, indexed with, searched with beside another, and removed")
  func life() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let home = ["XDG_DATA_HOME": program.folder.path]
    func run(_ command: String) throws -> BuiltProgram.Outcome {
      try program.shell("exec \"$MMSEARCH\" \(command)", environment: home)
    }
    let listed = try run("model list").output
    #expect(listed.hasPrefix("default"))
    #expect(listed.contains("87 ms a picture, 13 ms a text of ten words"))
    let added = try run("model add '\(Self.checkpoint)' --name tiny")
    #expect(added.status == 0 && added.errors.contains("--model tiny"))
    #expect(try run("model list --json").output.contains("\"name\":\"tiny\""))
    let shown = try run("model show tiny").output
    #expect(shown.contains("Hugging Face CLIP") && shown.contains("28 × 28 pixels"))
    #expect(try run("model add '\(Self.checkpoint)' --name tiny").status == 2)

    try FileManager.default.copyItem(
      at: BuiltProgram.checkout.appendingPathComponent("catalog/images/mug-red.jpg"),
      to: program.folder.appendingPathComponent("mug.jpg"))
    #expect(try run("index mug.jpg").status == 0)
    let without = try run("--model tiny a red mug")
    #expect(without.status == 0 && without.errors.contains("searched with mmsearch-default"))
    #expect(try run("index mug.jpg --model tiny").status == 0)
    let both = try run("--model default --model 'tiny*0.5' a red mug --json")
    #expect(both.status == 0 && both.output.contains(" + tiny\""))
    #expect(try run("info --json").output.contains("\"name\":\"tiny\""))

    let removed = try run("model remove tiny")
    #expect(removed.status == 0 && removed.errors.contains("1 vector of tiny"))
    #expect(removed.errors.contains("stays"))
    #expect(try !run("info --json").output.contains("\"name\":\"tiny\""))
    #expect(try run("model show tiny").status == 2)
    #expect(try run("model remove tiny").status == 2)
    #expect(try run("model remove default").errors.contains("--force"))
    #expect(FileManager.default.fileExists(atPath: Self.checkpoint + "/config.json"))
  }

  @Test("a model is stored in fewer bits with the loss printed, and held so where it is named so")
  func compression() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    func run(_ command: String) throws -> BuiltProgram.Outcome {
      try program.shell(
        "exec \"$MMSEARCH\" \(command)", environment: ["XDG_DATA_HOME": program.folder.path])
    }
    let added = try run("model add '\(Self.checkpoint)' --name small --precision int8")
    #expect(added.status == 0, "\(added.errors)")
    #expect(added.errors.contains("became") && added.errors.contains("cosine to float32 0.99"))
    let models = program.folder.appendingPathComponent("mmsearch/models")
    #expect(try FileManager.default.contentsOfDirectory(atPath: models.path) == ["small"])
    #expect(try run("model show small").output.contains("Hugging Face CLIP"))
    #expect(try run("model show small --json").output.contains("\"cosine_to_float32\":null"))
    #expect(try run("model show default@f16").output.contains("cosine to float32 1.0"))
    let held = try run("model show '\(Self.checkpoint)@int8'").output
    #expect(held.contains("cosine to float32 0.99"))
    let own = BuiltProgram.checkout.appendingPathComponent("assets/default").path
    let refused = try run("model add '\(own)' --name half --precision float16")
    #expect(refused.status == 2 && refused.errors.contains("default@float16"))
    #expect(try run("model add '\(Self.checkpoint)' --precision int4").status == 64)
    let removed = try run("model remove small")
    #expect(removed.status == 0 && removed.errors.contains("deleted"))
  }

  @Test("what is no model, no repository and no name is refused with the way out")
  func refusals() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    func error(_ command: String) throws -> String {
      let environment = ["XDG_DATA_HOME": program.folder.path, "HF_HUB_OFFLINE": "1"]
      let outcome = try program.shell("exec \"$MMSEARCH\" \(command)", environment: environment)
      #expect(outcome.status == 2 && outcome.output.isEmpty, "\(command): \(outcome.errors)")
      return outcome.errors
    }
    #expect(try error("model add .").contains("no folder with a model"))
    #expect(try error("model add hf:nobody").contains("hf:ORGANISATION/NAME"))
    #expect(try error("model add hf:some/model").contains("HF_HUB_OFFLINE"))
    #expect(try error("model add '\(Self.checkpoint)' --name a/b").contains("--name"))
    #expect(try error("model show 'default*x'").contains("weight"))
  }
}
