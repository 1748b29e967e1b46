import JSON
import Kernels

extension CLIPTokenizer {
  /// Reads `tokenizer.json` of the library `tokenizers`: a byte-pair encoding whose vocabulary and
  /// merges it holds. Anything but CLIP's way with text is refused.
  convenience init(
    tokenizerPath path: String, vocabularySize: Int, contextLength: Int
  ) throws(ModelError) {
    let file = try ConfigurationFile(path: path)
    let model = try file.section("model")
    let type = try model.text("type", default: "BPE")
    guard type == "BPE", try model.text("end_of_word_suffix", default: "") == "</w>" else {
      throw .unsupported(
        path: path,
        reason: "model is \(type) without CLIP's mark for the end of a word, </w>; "
          + "only CLIP's byte-pair encoding is run here")
    }
    try model.refuse(
      ["dropout", "continuing_subword_prefix", "byte_fallback", "ignore_merges"],
      because: "is not CLIP's")
    func refusal(_ reason: String) -> ModelError { .malformedTokenizer(path: path, reason: reason) }
    let entries = try model.members(of: "vocab")
    var vocabulary = TokenTable(capacity: min(entries.count, vocabularySize) + 16)
    func insert(_ name: String, _ token: Int?) throws(ModelError) {
      guard let token, (0..<vocabularySize).contains(token) else {
        throw refusal("the id of \(name) is not a number below \(vocabularySize)")
      }
      let spelling = Array(name.utf8)
      let known = vocabulary.token(name)
      guard known == nil else {
        guard known == Int32(token) else { throw refusal("the token \(name) has two ids") }
        return
      }
      guard spelling.withUnsafeBytes({ vocabulary.insert(Int32(token), spelling: $0) }) else {
        throw refusal("it has more tokens than the \(vocabularySize) of the model")
      }
    }
    for (name, value) in entries { try insert(name, value.integer) }
    for token in try file.objects("added_tokens") {
      guard let name = try token.optionalText("content") else { continue }
      try insert(name, try token.optionalInteger("id", 0...vocabularySize - 1))
    }
    let merges = try Self.merges(of: model)
    let encoding = try merges.withUnsafeBufferPointer { merges throws(ModelError) in
      do throws(BytePairEncoding.Refusal) {
        return try BytePairEncoding(
          vocabulary: vocabulary, merges: UnsafeRawBufferPointer(merges))
      } catch {
        throw refusal(error.reason)
      }
    }
    try self.init(
      vocabulary: vocabulary, encoding: encoding, contextLength: contextLength, path: path)
  }

  /// The merges as the lines of `merges.txt`; they are stored as "left right" or as two texts.
  private static func merges(of model: ConfigurationFile) throws(ModelError) -> [UInt8] {
    var text: [UInt8] = Array("#version: 0.2\n".utf8)
    for merge in try model.elements("merges") {
      switch merge {
      case .string(let line): text += line.utf8
      case .array(let pair):
        guard pair.count == 2, case .string(let left) = pair[0], case .string(let right) = pair[1]
        else { throw model.malformed("merges", "has a merge that is not two texts") }
        text += left.utf8
        text.append(UInt8(ascii: " "))
        text += right.utf8
      default: throw model.malformed("merges", "has a merge that is not two texts")
      }
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }
}
