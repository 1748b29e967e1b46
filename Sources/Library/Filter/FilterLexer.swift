/// The words and signs of a filter expression with their places.
struct FilterLexer {
  /// What an expression is made of.
  enum Token: Equatable {
    /// Letters, digits, `_`, `-`, `.` and `:` without quotes.
    case word(String)
    case quoted(String)
    case number(Double, String)
    /// One of `= != < <= > >=`.
    case comparison(String)
    case opening, closing, comma
    case end
  }

  /// A token and where it begins, in characters from 1.
  struct PlacedToken: Equatable {
    let token: Token
    let position: Int
  }

  let text: String
  private let characters: [Character]
  private var next = 0

  init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  /// The next token; `.end` for ever at the end.
  mutating func token() throws(LibraryError) -> PlacedToken {
    while next < characters.count, characters[next].isWhitespace { next += 1 }
    let position = next + 1
    guard next < characters.count else { return PlacedToken(token: .end, position: position) }
    return PlacedToken(token: try read(), position: position)
  }

  private mutating func read() throws(LibraryError) -> Token {
    let first = characters[next]
    switch first {
    case "(", ")", ",":
      next += 1
      return first == "(" ? .opening : first == ")" ? .closing : .comma
    case "\"", "'", "“", "„":
      return try quoted(by: first)
    case "=", "!", "<", ">":
      return try comparison()
    default:
      return try word()
    }
  }

  private mutating func comparison() throws(LibraryError) -> Token {
    let start = next
    var sign = ""
    while next < characters.count, "=!<>".contains(characters[next]) {
      sign.append(characters[next])
      next += 1
    }
    guard ["=", "!=", "<", "<=", ">", ">="].contains(sign) else {
      let advice = ["==": "=", "<>": "!=", "=<": "<=", "=>": ">=", "!": "not"][sign]
      throw error(
        "'\(sign)' is no comparison; "
          + (advice.map { "write \($0)" } ?? "use one of = != < <= > >= in has like"),
        at: start + 1)
    }
    return .comparison(sign)
  }

  private mutating func quoted(by quote: Character) throws(LibraryError) -> Token {
    let start = next
    let closing: Set<Character> = quote == "“" || quote == "„" ? ["”", "“"] : [quote]
    next += 1
    var content = ""
    while next < characters.count {
      let character = characters[next]
      next += 1
      if closing.contains(character) { return .quoted(content) }
      let isEscape =
        character == "\\" && next < characters.count
        && (closing.contains(characters[next]) || characters[next] == "\\")
      content.append(isEscape ? characters[next] : character)
      if isEscape { next += 1 }
    }
    throw error("nothing closes this quote", at: start + 1)
  }

  private mutating func word() throws(LibraryError) -> Token {
    let start = next
    while next < characters.count, Self.isWordCharacter(characters[next]) { next += 1 }
    guard next > start else {
      let sign = characters[start]
      let advice = sign == "&" ? "; write and" : sign == "|" ? "; write or" : "; put text in quotes"
      throw error("'\(sign)' has no meaning here\(advice)", at: start + 1)
    }
    let word = String(characters[start..<next])
    // A code such as 0012 is no number.
    let isCode = word.first == "0" && word.dropFirst().first?.isNumber == true
    let looksLikeNumber =
      !isCode && (word.first?.isNumber == true || "-+.".contains(word.first ?? " "))
    if looksLikeNumber, let number = Double(word), number.isFinite { return .number(number, word) }
    return .word(word)
  }

  private static func isWordCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_-.:+$€£%*".contains(character)
  }

  /// An error that points at a character, counted from 1.
  func error(_ problem: String, at position: Int) -> LibraryError {
    let before = characters.prefix(position - 1).suffix(60)
    let after = characters.dropFirst(position - 1).prefix(40)
    let cutBefore = before.count < position - 1 ? "…" : ""
    let cutAfter = position - 1 + after.count < characters.count ? "…" : ""
    return LibraryError(
      "--where cannot be read at character \(position): \(problem) "
        + "[\(cutBefore)\(String(before))▸\(String(after))\(cutAfter)]")
  }
}
