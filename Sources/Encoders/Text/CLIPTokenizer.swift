import JSON
import Kernels
import NeuralNetwork
import Synchronization

/// CLIP's tokenizer: text to byte pairs, as `CLIPTokenizerFast` of `transformers` makes them.
public final class CLIPTokenizer: Sendable {
  /// The tokens of a text, ready for the text tower.
  public struct Tokens: Sendable, Equatable {
    /// Start of text, at most `contextLength − 2` tokens, end of text.
    public let ids: [Int32]
    /// The number of tokens before cutting; counting stops at `maximumCount`.
    public let count: Int
    /// Whether tokens were left out.
    public let wasCut: Bool
  }

  /// The most tokens kept, start and end of text included.
  public let contextLength: Int
  /// Where the counting of an over-long text is given up.
  public let maximumCount: Int
  private let encoding: BytePairEncoding
  private let start: Int32
  private let end: Int32
  /// Words met before: texts repeat their words.
  private let cache = Mutex<[[UInt8]: [Int32]]>([:])
  private static let maximumCachedWords = 20_000
  private static let maximumCachedLength = 64

  /// Reads `vocab.json` (`{token: id}`) and `merges.txt` (a version line, then "left right" a line).
  public init(
    vocabularyPath: String, mergesPath: String, vocabularySize: Int, contextLength: Int
  ) throws(ModelError) {
    let vocabulary = try Self.vocabulary(vocabularyPath, size: vocabularySize)
    encoding = try MappedFile.withBytes(ofFileAt: mergesPath) { bytes throws(ModelError) in
      do throws(BytePairEncoding.Refusal) {
        return try BytePairEncoding(vocabulary: vocabulary, merges: bytes)
      } catch {
        throw .malformedTokenizer(
          path: error.isVocabulary ? vocabularyPath : mergesPath, reason: error.reason)
      }
    }
    guard let start = vocabulary.token("<|startoftext|>"),
      let end = vocabulary.token("<|endoftext|>")
    else {
      throw .malformedTokenizer(
        path: vocabularyPath, reason: "it lacks <|startoftext|> or <|endoftext|>")
    }
    self.start = start
    self.end = end
    self.contextLength = contextLength
    maximumCount = 16 * contextLength
  }

  private static func vocabulary(
    _ path: String, size: Int
  ) throws(ModelError) -> TokenTable {
    func refusal(_ reason: String) -> ModelError { .malformedTokenizer(path: path, reason: reason) }
    return try MappedFile.withBytes(ofFileAt: path) { bytes throws(ModelError) in
      var vocabulary = TokenTable(capacity: min(size, bytes.count))
      try JSONParser.forEachInteger(
        in: bytes, malformed: { refusal("it is not JSON at byte \($0.offset): \($0.reason)") }
      ) { (name, token) throws(ModelError) in
        guard (0..<size).contains(token) else {
          throw refusal(
            "the id of \(String(decoding: name, as: UTF8.self)) is \(token), which must be "
              + "below \(size)")
        }
        guard vocabulary.insert(Int32(token), spelling: name) else {
          throw refusal("the token \(String(decoding: name, as: UTF8.self)) comes twice")
        }
      }
      guard vocabulary.count == size else {
        throw refusal("it has \(vocabulary.count) tokens, and the card says \(size)")
      }
      return vocabulary
    }
  }

  /// The tokens of a text; time is linear in its length up to `maximumCount` tokens.
  public func tokens(of text: String) -> Tokens {
    var ids = [start]
    var count = 2
    for word in WordSplitting(UnicodeNormalization.composed(text).unicodeScalars) {
      let encoded = encode(word)
      count += encoded.count
      ids.append(contentsOf: encoded.prefix(contextLength - 1 - ids.count))
      if count >= maximumCount { break }
    }
    ids.append(end)
    return Tokens(ids: ids, count: count, wasCut: count > ids.count)
  }

  private func encode(_ word: [UInt8]) -> [Int32] {
    if let known = cache.withLock({ $0[word] }) { return known }
    let encoded = encoding.encode(word)
    if word.count <= Self.maximumCachedLength {
      cache.withLock { cache in
        if cache.count >= Self.maximumCachedWords { cache.removeAll(keepingCapacity: true) }
        cache[word] = encoded
      }
    }
    return encoded
  }
}
