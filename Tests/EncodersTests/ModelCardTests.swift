import Testing

@testable import Encoders

@Suite struct ModelCardTests {
  func card(_ text: String) throws -> ModelCard {
    try Array(text.utf8).withUnsafeBytes { try ModelCard(json: $0, path: "tiny/model.json") }
  }

  @Test("the card is read, and keys that are not its own are ignored")
  func reading() throws {
    let card = try card(TinyModel.card)
    #expect(card.name == "tiny")
    #expect(card.image.std == [0.25, 0.25, 0.25])
    #expect(card.text.activation == .quickGELU)
    #expect(card.license == nil)
  }

  @Test(
    "what is wrong is named by its key",
    arguments: [
      ("\"size\": 32, ", "", "image.size is missing"),
      ("\"size\": 32", "\"size\": \"32\"", "image.size is not of type Int"),
      ("\"size\": 32", "\"size\": 0", "image.size is 0, which must be from 32 to 1024"),
      ("\"size\": 32", "\"size\": 100000000", "image.size is 100000000"),
      ("mobilenet_v2", "resnet50", "image.architecture has a value that this version"),
      ("\"squash\"", "\"stretch\"", "image.fit has a value that this version"),
      ("[0.25, 0.25, 0.25]", "[0.25, 0.25]", "image.std is [0.25, 0.25], which must be three"),
      ("[0.25, 0.25, 0.25]", "[0.25, 0, 0.25]", "which must be three numbers above zero"),
      ("\"heads\": 3", "\"heads\": 5", "text.heads is 5, which must be a divisor of text.width"),
      ("\"heads\": 3", "\"heads\": 0", "text.heads is 0"),
      ("\"width\": 12", "\"width\": -12", "text.width is -12"),
      ("\"schema\": 1", "\"schema\": 2", "schema is 2, which must be from 1 to 1"),
      ("\"best_of_1000\": 0.6", "\"best\": 0.6", "background.text_text.best_of_1000 is missing"),
      ("\"schema\": 1,", "\"schema\": 1, \"files\": {\"a\": \"b\"},", "files.a is b"),
      ("\"deviation\": ", "\"deviation\": -", "which must be finite with a deviation above zero"),
      ("\"schema\": 1,", "\"schema\": null,", "schema is null"),
      ("}}}", "}}", "is not valid JSON"),
    ])
  func refusals(old: String, new: String, expected: String) throws {
    let text = TinyModel.card.replacing(old, with: new)
    #expect(text != TinyModel.card)
    let error = #expect(throws: ModelError.self) { try card(text) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("tiny/model.json") == true)
  }
}
