/// BERT's tokenizer: text to words and punctuation, words to the longest pieces of a vocabulary
/// (Wu et al., 2016, section 4.1); `BertNormalizer`, `BertPreTokenizer` and `WordPiece` of the
/// library `tokenizers`.
final class WordPieceTokenizer: Tokenizer {
  /// How text is changed before it is split.
  struct Normalization: Sendable, Equatable {
    /// Control characters left out, white space made blanks.
    let cleansText: Bool
    /// Ideographs made words of their own.
    let separatesIdeographs: Bool
    let stripsAccents: Bool
    let lowercases: Bool
  }

  /// Longer words are unknown, in characters.
  private static let longestWord = 100
  private static let continuation: [UInt8] = Array("##".utf8)

  private let vocabulary: TokenTable
  private let normalization: Normalization
  private let contextLength: Int
  /// Put before each text.
  private let prompt: String
  private let start: Int32
  private let end: Int32
  private let absent: Int32

  /// Joins a vocabulary with the marks `[CLS]`, `[SEP]` and `[UNK]` and a length of at least 3;
  /// `path` is what messages call the vocabulary.
  init(
    vocabulary: TokenTable, normalization: Normalization, contextLength: Int, prompt: String,
    path: String
  ) throws(ModelError) {
    guard let start = vocabulary.token("[CLS]"), let end = vocabulary.token("[SEP]"),
      let absent = vocabulary.token("[UNK]")
    else {
      throw .malformedTokenizer(path: path, reason: "it lacks [CLS], [SEP] or [UNK]")
    }
    self.vocabulary = vocabulary
    self.normalization = normalization
    self.contextLength = contextLength
    self.prompt = prompt
    self.start = start
    self.end = end
    self.absent = absent
  }

  /// One window: a text is cut at the context, as sentence-transformers do it. Counting is given up
  /// at sixteen contexts.
  func windows(of text: String) -> CLIPTokenizer.Windows {
    var ids = [start]
    var count = 2
    var words = BERTWords(prompt.isEmpty ? text : prompt + text, normalization)
    while count < 16 * contextLength, let word = words.next() {
      let pieces = pieces(of: word)
      count += pieces.count
      ids.append(contentsOf: pieces.prefix(contextLength - 1 - ids.count))
    }
    ids.append(end)
    return CLIPTokenizer.Windows(ids: [ids], count: count, wasCut: count > ids.count)
  }

  /// The longest piece first, again and again; a word of which a part is in no piece is unknown.
  private func pieces(of word: [Unicode.Scalar]) -> [Int32] {
    guard word.count <= Self.longestWord else { return [absent] }
    var text: [UInt8] = []
    /// Where each character ends.
    var ends: [Int] = []
    for scalar in word {
      text += Array(String(Character(scalar)).utf8)
      ends.append(text.count)
    }
    var pieces: [Int32] = []
    var first = 0
    while first < ends.count {
      let start = first == 0 ? 0 : ends[first - 1]
      var last = ends.count
      var found: Int32?
      while last > first, found == nil {
        found = text.withUnsafeBytes { text in
          let piece = UnsafeRawBufferPointer(rebasing: text[start..<ends[last - 1]])
          guard start > 0 else { return vocabulary.token(piece) }
          return Self.continuation.withUnsafeBytes { vocabulary.token($0, piece) }
        }
        last -= 1
      }
      guard let found else { return [absent] }
      pieces.append(found)
      first = last + 1
    }
    return pieces
  }
}
