import GRDB

/// The tokenizer of the full text: what the words of a text are and what they are stemmed to.
struct WordTokenizer {
  /// A word as it stands in a text.
  struct Word: Equatable {
    /// In lower case, without diacritics, without its ending.
    var stem: String
    /// As written.
    var surface: String
  }

  private let tokenizer: any FTS5Tokenizer

  init(_ database: Database) throws {
    tokenizer = try database.makeTokenizer(.porter(wrapping: .unicode61(diacritics: .remove)))
  }

  /// The words of a text in their order.
  func words(of text: String) -> [Word] {
    var context = (bytes: Array(text.utf8), words: [Word]())
    let count = context.bytes.count
    _ = withUnsafeMutablePointer(to: &context) { context in
      text.withCString { characters in
        tokenizer.tokenize(
          context: context, tokenization: .document, pText: characters, nText: CInt(count)
        ) { context, _, token, tokenLength, start, end in
          guard let context, let token else { return 0 }
          let collected = context.assumingMemoryBound(to: (bytes: [UInt8], words: [Word]).self)
          let stem = UnsafeRawBufferPointer(start: token, count: Int(tokenLength))
          let surface = collected.pointee.bytes[Int(start)..<Int(end)]
          collected.pointee.words.append(
            Word(
              stem: String(decoding: stem, as: UTF8.self),
              surface: String(decoding: surface, as: UTF8.self)))
          return 0
        }
      }
    }
    return context.words
  }
}
