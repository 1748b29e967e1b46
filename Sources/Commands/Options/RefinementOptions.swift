internal import ArgumentParser
internal import Library

/// Pictures and texts that move an answer, given as options.
struct RefinementOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A picture to come near to; the same as + @PATH.", valueName: "path"),
    completion: .file(extensions: ["jpg", "jpeg", "png", "webp"]))
  var image: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("What to stay away from; the same as - TEXT.", valueName: "text"))
  var minus: [String] = []

  var isEmpty: Bool { image.isEmpty && minus.isEmpty }

  /// The terms to add to another one; none where no option is given.
  ///
  /// - Throws: `ValidationError` that points at the term which cannot be read.
  func terms() throws -> [SearchTerm] {
    do {
      return try QueryExpression.refinements(images: image, minus: minus)
    } catch {
      throw ValidationError(error.description)
    }
  }
}
