internal import ArgumentParser

/// Items of the library that attract or repel, given as options.
struct RecommendationOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Items to come near to, by id or path; they are left out of the answer.", valueName: "id,…"))
  var like: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Items to stay away from, likewise.", valueName: "id,…"))
  var unlike: [String] = []

  var isEmpty: Bool { like.isEmpty && unlike.isEmpty }
}
