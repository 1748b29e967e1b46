internal import ArgumentParser
internal import Library

/// How a query is answered: how many results, compared in which parts.
struct AnswerOptions: ParsableArguments {
  @Option(
    name: [.customShort("k", allowingJoined: true), .customLong("count")],
    help: ArgumentHelp("How many results (default: 10).", valueName: "n"))
  var count: Int?

  @Option(
    help: ArgumentHelp(
      "What is compared; auto: pictures, and the words of products too.",
      valueName: "mode"))
  var mode = SearchMode.auto

  @Option(
    help: ArgumentHelp(
      "How much each part counts, as image=1,title=0.5,description=0.", valueName: "part=w,…"),
    transform: PartWeights.parse)
  var weights: [ItemPart: Double]?

  @Option(help: ArgumentHelp("How vectors are searched; flat is exact.", valueName: "kind"))
  var index = IndexKind.auto

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Leave out results that score lower.", valueName: "x"))
  var minScore: Double?

  @Flag(help: "Return pictures of one flat colour, too.")
  var includeBlank = false

  func validate() throws {
    if let count, count < 1 {
      throw ValidationError("-k takes a number from 1 on, not \(count)")
    }
    if let minScore, !minScore.isFinite {
      throw ValidationError("--min-score takes a finite number")
    }
  }

  func request(for terms: [SearchTerm], defaultCount: Int = 10) -> SearchRequest {
    SearchRequest(
      terms: terms, count: count ?? defaultCount, mode: mode, weights: weights,
      minimumScore: minScore, index: index, includesBlank: includeBlank)
  }
}
