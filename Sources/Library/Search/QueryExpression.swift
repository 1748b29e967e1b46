/// The query language: terms joined by ` + ` and ` - `, where `@PATH` is a picture and `*w` a weight.
///
/// ```
/// "red sofa" + @room.jpg*0.5 - "leather"
/// ```
/// The operators stand between white space, so `t-shirt` and `red+blue` are plain words. Quotes are needed
/// only where a text or a path contains an operator, begins with `@` or ends with what looks like a weight;
/// within them `\"` is a quote and `\\` a backslash. A query is read in one pass over its bytes.
public enum QueryExpression {
  /// The terms of a query given as the words of a command line.
  ///
  /// - Parameters:
  ///   - words: The words; white space within and between them counts alike.
  ///   - images: Paths of pictures that attract, each with an optional `*w`, as after `+ @`.
  ///   - minus: Texts that repel, each with an optional `*w`, as after ` - `.
  ///   - mode: Where only keywords are searched, what stands in quotes is a phrase.
  /// - Throws: `LibraryError` that points at the term which cannot be read.
  public static func parse(
    words: [String], images: [String] = [], minus: [String] = [], mode: SearchMode = .auto
  ) throws(LibraryError) -> [SearchTerm] {
    var terms: [SearchTerm] = []
    var reader = QueryTermReader(
      words.joined(separator: " "), keepsQuotes: mode == .keyword)
    while let term = try reader.next() { terms.append(term) }
    terms += try refinements(images: images, minus: minus)
    guard !terms.isEmpty else {
      throw LibraryError("the query is empty; give some words, or a picture as @PATH")
    }
    guard terms.contains(where: { $0.weight > 0 }) else {
      throw LibraryError(
        "the query only says what to stay away from; say first what to look for, as in \"sofa - leather\""
      )
    }
    return terms
  }

  /// Terms given apart from the words of a query: pictures that attract and texts that repel, each with an
  /// optional `*w`; operators in them are plain text.
  ///
  /// - Throws: `LibraryError` that points at the term which cannot be read.
  public static func refinements(
    images: [String], minus: [String]
  ) throws(LibraryError) -> [SearchTerm] {
    var terms: [SearchTerm] = []
    for path in images {
      var reader = QueryTermReader("@" + path, hasOperators: false)
      if let term = try reader.next() { terms.append(term) }
    }
    for text in minus {
      var reader = QueryTermReader(text, hasOperators: false)
      guard var term = try reader.next() else {
        throw LibraryError("the query has an empty term to stay away from; give --minus some words")
      }
      term.weight.negate()
      terms.append(term)
    }
    return terms
  }
}
