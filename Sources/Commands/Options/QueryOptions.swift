internal import ArgumentParser
internal import Library

/// The query itself, as words and options.
struct QueryOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Words, @PATH for a picture, joined by + and -.", valueName: "query"))
  var words: [String] = []

  @OptionGroup var refinement: RefinementOptions

  var isEmpty: Bool { words.isEmpty && refinement.isEmpty }

  /// The terms of the query, for a search in a mode.
  ///
  /// - Throws: `ValidationError` that points at the term which cannot be read.
  func terms(for mode: SearchMode) throws -> [SearchTerm] {
    do {
      return try QueryExpression.parse(
        words: words, images: refinement.image, minus: refinement.minus, mode: mode)
    } catch {
      throw ValidationError(error.description)
    }
  }
}
