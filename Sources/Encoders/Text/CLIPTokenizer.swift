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

  /// A text in as many pieces as the context asks for.
  public struct Windows: Sendable, Equatable {
    /// Each begins with start and ends with end of text and fits into the context.
    public let ids: [[Int32]]
    /// The number of tokens of the text, with one start and one end.
    public let count: Int
    /// Whether the text is so long that its end was left out.
    public let wasCut: Bool
  }

  /// The most windows a text is read in.
  public static let mostWindows = 16

  private let encoding: BytePairEncoding
  private let start: Int32
  private let end: Int32
  /// Words met before: texts repeat their words.
  private let cache = Mutex<[[UInt8]: [Int32]]>([:])
  private static let maximumCachedWords = 20_000
  private static let maximumCachedLength = 64

  /// Reads `vocab.json` (`{token: id}`) and `merges.txt` (a version line, then "left right" a line).
  public convenience init(
    vocabularyPath: String, mergesPath: String, vocabularySize: Int, contextLength: Int
  ) throws(ModelError) {
    let vocabulary = try Self.vocabulary(vocabularyPath, size: vocabularySize)
    let encoding = try MappedFile.withBytes(ofFileAt: mergesPath) { bytes throws(ModelError) in
      do throws(BytePairEncoding.Refusal) {
        return try BytePairEncoding(vocabulary: vocabulary, merges: bytes)
      } catch {
        throw .malformedTokenizer(
          path: error.isVocabulary ? vocabularyPath : mergesPath, reason: error.reason)
      }
    }
    try self.init(
      vocabulary: vocabulary, encoding: encoding, contextLength: contextLength,
      path: vocabularyPath)
  }

  /// Joins a vocabulary with the marks of start and end, its encoding and a length of at least 3;
  /// `path` is what messages call the vocabulary.
  init(
    vocabulary: TokenTable, encoding: BytePairEncoding, contextLength: Int, path: String
  ) throws(ModelError) {
    guard let start = vocabulary.token("<|startoftext|>"),
      let end = vocabulary.token("<|endoftext|>")
    else {
      throw .malformedTokenizer(path: path, reason: "it lacks <|startoftext|> or <|endoftext|>")
    }
    self.encoding = encoding
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
      guard bytes.count <= ConfigurationFile.mostBytes else {
        throw refusal("\(bytes.count) bytes are too many")
      }
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

  /// The tokens of a text in windows of the context's length, of about equal sizes, split between
  /// words; a text that fits is one window, the same as ``tokens(of:)``.
  public func windows(of text: String) -> Windows {
    let capacity = contextLength - 2
    var words: [[Int32]] = []
    var count = 0
    var wasCut = false
    for word in WordSplitting(UnicodeNormalization.composed(text).unicodeScalars) {
      guard count < Self.mostWindows * capacity else {
        wasCut = true
        break
      }
      let encoded = encode(word)
      count += encoded.count
      words.append(encoded)
    }
    let wanted = max(1, (count + capacity - 1) / capacity)
    let size = (count + wanted - 1) / wanted
    var windows: [[Int32]] = [[]]
    for word in words {
      for piece in stride(from: 0, to: word.count, by: capacity) {
        let tokens = word[piece..<min(piece + capacity, word.count)]
        let filled = windows[windows.count - 1].count
        if filled >= size || filled + tokens.count > capacity { windows.append([]) }
        windows[windows.count - 1] += tokens
      }
    }
    wasCut = wasCut || windows.count > Self.mostWindows
    return Windows(
      ids: windows.prefix(Self.mostWindows).map { [start] + $0 + [end] }, count: count + 2,
      wasCut: wasCut)
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
