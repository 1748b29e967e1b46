/// A search for words as a user types it: words, `"phrases in quotes"` and `prefix*`.
///
/// Everything else is taken for what separates words. No character has any other meaning, so that no
/// text is a wrong query. At most 64 distinct terms are kept, the first ones.
public struct KeywordQuery: Sendable, Equatable {
  /// A word, the beginning of one, or words in a row.
  public struct Term: Sendable, Hashable {
    /// The text as the user wrote it, without quotes and asterisk.
    public let text: String
    /// Whether every word that begins so is meant.
    public let isPrefix: Bool

    /// Nil where the text has neither a letter nor a digit.
    init?(_ text: String, isPrefix: Bool) {
      // A zero character would end the expression.
      let scalars = text.unicodeScalars.prefix(Term.lengthLimit).map { $0.value == 0 ? " " : $0 }
      guard scalars.contains(where: Term.isPartOfWord) else { return nil }
      self.text = String(String.UnicodeScalarView(scalars))
      self.isPrefix = isPrefix
    }

    /// The term in the syntax of FTS5: in quotes, so that nothing within has a meaning.
    var expression: String {
      var quoted = "\""
      for scalar in text.unicodeScalars {
        if scalar == "\"" { quoted += "\"" }
        quoted.unicodeScalars.append(scalar)
      }
      return quoted + (isPrefix ? "\" *" : "\"")
    }

    /// Whether a character belongs to words: letters, numbers and what stands on them.
    static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber, .letterNumber, .otherNumber, .privateUse:
        true
      default: false
      }
    }

    private static let lengthLimit = 1000
  }

  /// The terms in their order, each once.
  public let terms: [Term]

  private static let termLimit = 64

  /// Reads what a user typed. A quotation mark without its like opens a phrase to the end.
  public init(_ text: String) {
    var terms: [Term] = []
    var known: Set<Term> = []
    var word = String.UnicodeScalarView()
    var isInPhrase = false
    func finish(isPrefix: Bool) {
      let term = Term(String(word), isPrefix: isPrefix)
      word = String.UnicodeScalarView()
      if let term, known.insert(term).inserted { terms.append(term) }
    }
    for scalar in text.unicodeScalars {
      if terms.count == KeywordQuery.termLimit { break }
      switch scalar {
      case "\"", "\u{201C}", "\u{201D}", "\u{201E}":
        finish(isPrefix: false)
        isInPhrase.toggle()
      case "*" where !isInPhrase: finish(isPrefix: true)
      case _ where !isInPhrase && (scalar.value <= 0x20 || scalar.properties.isWhitespace):
        finish(isPrefix: false)
      default: word.append(scalar)
      }
    }
    if terms.count < KeywordQuery.termLimit { finish(isPrefix: false) }
    self.terms = terms
  }

  /// Whether there is nothing to search for.
  public var isEmpty: Bool { terms.isEmpty }

  /// The plain words among the terms: what can be misspelt.
  public var words: [String] {
    terms.filter { !$0.isPrefix && !$0.text.contains(" ") }.map(\.text)
  }
}
