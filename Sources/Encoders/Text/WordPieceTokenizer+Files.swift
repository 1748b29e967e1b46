import JSON
import Kernels

extension WordPieceTokenizer {
  /// Reads `tokenizer.json` of the library `tokenizers` with BERT's normaliser, splitting and pieces;
  /// anything else is refused.
  convenience init(
    tokenizerPath path: String, vocabularySize: Int, contextLength: Int, prompt: String
  ) throws(ModelError) {
    let file = try ConfigurationFile(path: path)
    let model = try file.section("model")
    let type = try model.text("type", default: "WordPiece")
    guard type == "WordPiece", try model.text("continuing_subword_prefix", default: "##") == "##"
    else {
      throw .unsupported(
        path: path, reason: "model is \(type), and BERT's pieces of words (WordPiece) are run here")
    }
    let splitting = try file.optionalSection("pre_tokenizer")?.text("type", default: "") ?? "none"
    guard splitting == "BertPreTokenizer" else {
      throw file.unsupported("pre_tokenizer", "is \(splitting), and BertPreTokenizer is run")
    }
    guard let normalizer = try file.optionalSection("normalizer"),
      try normalizer.text("type", default: "") == "BertNormalizer"
    else { throw file.unsupported("normalizer", "is not BertNormalizer") }
    let entries = try model.members(of: "vocab")
    var vocabulary = TokenTable(capacity: min(entries.count, vocabularySize))
    for (name, value) in entries {
      guard let token = value.integer, (0..<vocabularySize).contains(token),
        Array(name.utf8).withUnsafeBytes({ vocabulary.insert(Int32(token), spelling: $0) })
      else {
        throw .malformedTokenizer(
          path: path,
          reason: "the id of \(name) is not a number below \(vocabularySize), or there are more "
            + "tokens")
      }
    }
    let lowercases = try normalizer.boolean("lowercase", default: true)
    try self.init(
      vocabulary: vocabulary,
      normalization: Normalization(
        cleansText: try normalizer.boolean("clean_text", default: true),
        separatesIdeographs: try normalizer.boolean("handle_chinese_chars", default: true),
        stripsAccents: try normalizer.boolean("strip_accents", default: lowercases),
        lowercases: lowercases),
      contextLength: contextLength, prompt: prompt, path: path)
  }

  /// Reads `vocab.txt`, a token a line in the order of their numbers, and what
  /// `tokenizer_config.json` says about it, if there is one.
  convenience init(
    vocabularyPath path: String, configuration: ConfigurationFile?, vocabularySize: Int,
    contextLength: Int, prompt: String
  ) throws(ModelError) {
    let vocabulary = try MappedFile.withBytes(ofFileAt: path) { bytes throws(ModelError) in
      guard bytes.count <= ConfigurationFile.mostBytes else {
        throw .malformedTokenizer(path: path, reason: "\(bytes.count) bytes are too many")
      }
      var vocabulary = TokenTable(capacity: min(bytes.count, vocabularySize))
      var token = 0
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        var line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        if line.last == UInt8(ascii: "\r") {
          line = UnsafeRawBufferPointer(rebasing: line.dropLast())
        }
        guard token < vocabularySize, vocabulary.insert(Int32(token), spelling: line) else {
          throw .malformedTokenizer(
            path: path,
            reason: "line \(token + 1) comes twice or is one more than the model's "
              + "\(vocabularySize) tokens")
        }
        token += 1
        start = end + 1
      }
      return vocabulary
    }
    let lowercases = try configuration?.boolean("do_lower_case", default: true) ?? true
    try self.init(
      vocabulary: vocabulary,
      normalization: Normalization(
        cleansText: true,
        separatesIdeographs: try configuration?.boolean("tokenize_chinese_chars", default: true)
          ?? true,
        stripsAccents: try configuration?.boolean("strip_accents", default: lowercases)
          ?? lowercases,
        lowercases: lowercases),
      contextLength: contextLength, prompt: prompt, path: path)
  }
}
