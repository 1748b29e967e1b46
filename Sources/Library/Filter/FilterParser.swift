internal import Storage

/// Reads a filter expression by recursive descent; see ``FilterExpression`` for the grammar.
struct FilterParser {
  private var lexer: FilterLexer
  private var current = FilterLexer.PlacedToken(token: .end, position: 1)
  private var depth = 0

  /// Parentheses and negations within each other; more would be no question but an attack.
  private static let mostLevels = 64

  init(_ text: String) {
    lexer = FilterLexer(text)
  }

  /// The condition of the whole text.
  mutating func parse() throws(LibraryError) -> ItemCondition {
    try advance()
    let condition = try expression()
    guard current.token == .end else {
      if case .closing = current.token { throw expected("no ')' without its '('") }
      throw expected("'and', 'or' or the end")
    }
    return condition
  }

  private mutating func expression() throws(LibraryError) -> ItemCondition {
    var conditions = [try conjunction()]
    while try takes("or") { conditions.append(try conjunction()) }
    return conditions.count == 1 ? conditions[0] : .or(conditions)
  }

  private mutating func conjunction() throws(LibraryError) -> ItemCondition {
    var conditions = [try negation()]
    while try takes("and") { conditions.append(try negation()) }
    return conditions.count == 1 ? conditions[0] : .and(conditions)
  }

  private mutating func negation() throws(LibraryError) -> ItemCondition {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.mostLevels else {
      throw lexer.error("it is nested too deeply", at: current.position)
    }
    if try takes("not") { return .not(try negation()) }
    guard current.token == .opening else { return try comparison() }
    try advance()
    let condition = try expression()
    guard current.token == .closing else { throw expected("')', 'and' or 'or'") }
    try advance()
    return condition
  }

  private mutating func comparison() throws(LibraryError) -> ItemCondition {
    let field: String
    switch current.token {
    case .word(let word) where !Self.isReserved(word): field = word
    case .quoted(let text) where !text.isEmpty: field = text
    default: throw expected("the name of a field, such as price")
    }
    try advance()
    let isNegated = try takes("not")
    let condition = try relation(of: field, allowsSigns: !isNegated)
    return isNegated ? .not(condition) : condition
  }

  private mutating func relation(
    of field: String, allowsSigns: Bool
  ) throws(LibraryError) -> ItemCondition {
    if case .comparison(let sign) = current.token, allowsSigns {
      try advance()
      let operand = try value(after: "'\(sign)'")
      guard let comparison = ItemCondition.Comparison(rawValue: sign) else {
        throw expected("a comparison")
      }
      return .comparison(field: field, comparison, operand)
    }
    if try takes("has") {
      return .comparison(field: field, .has, try value(after: "'has'"))
    }
    if try takes("like") {
      return .comparison(field: field, .like, try value(after: "'like'"))
    }
    guard try takes("in") else {
      throw expected(
        allowsSigns
          ? "one of = != < <= > >= in has like after the field '\(field)'"
          : "'in', 'has' or 'like' after 'not'")
    }
    return .oneOf(field: field, try list())
  }

  private mutating func list() throws(LibraryError) -> [ItemCondition.Operand] {
    guard current.token == .opening else { throw expected("'(' after 'in'") }
    try advance()
    var values = [try value(after: "'('")]
    while current.token == .comma {
      try advance()
      values.append(try value(after: "','"))
    }
    guard current.token == .closing else { throw expected("',' or ')'") }
    try advance()
    return values
  }

  private mutating func value(after place: String) throws(LibraryError) -> ItemCondition.Operand {
    let operand: ItemCondition.Operand
    switch current.token {
    case .number(let number, _): operand = .number(number)
    case .quoted(let text): operand = .text(text)
    case .word(let word) where !Self.isReserved(word): operand = .text(word)
    default: throw expected("a value after \(place): a number, or text in quotes")
    }
    try advance()
    return operand
  }

  private static func isReserved(_ word: String) -> Bool {
    ["and", "or", "not", "in", "has", "like"].contains(word.lowercased())
  }

  /// Passes over a word of the grammar if it is the next one.
  private mutating func takes(_ keyword: String) throws(LibraryError) -> Bool {
    guard case .word(let word) = current.token, word.lowercased() == keyword else { return false }
    try advance()
    return true
  }

  private mutating func advance() throws(LibraryError) {
    current = try lexer.token()
  }

  private func expected(_ what: String) -> LibraryError {
    let found =
      switch current.token {
      case .end: "the end"
      case .word(let text), .number(_, let text), .comparison(let text): "'\(text)'"
      case .quoted(let text): "\"\(text.prefix(40))\""
      case .opening: "'('"
      case .closing: "')'"
      case .comma: "','"
      }
    return lexer.error("expected \(what), found \(found)", at: current.position)
  }
}
