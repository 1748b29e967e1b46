internal import ArgumentParser

/// Making a re-ranker in place of a head.
struct RerankerOptions: ParsableArguments {
  @Flag(
    help:
      "Make a re-ranker of typical queries, which takes from the score of pictures that are near to all."
  )
  var reranker = false

  @Flag(help: "Forget the re-ranker.")
  var forgetReranker = false
}
