internal import JSON
internal import Library
internal import Ranking

/// Retrieval measures by language, as a table and as JSON.
enum LanguageRendering {
  /// A language a line: how many queries, hit@1, and nDCG@10 with its interval and its difference to the
  /// first language. Nothing where no query names its language.
  static func text(_ languages: [LanguageEvaluation], style: TextStyle) -> String {
    guard let first = languages.first else { return "" }
    let names = languages.map { Sentence.printable($0.language) }
    let width = max(8, names.map { DisplayWidth.of($0) }.max() ?? 0)
    var result =
      "\n" + DisplayWidth.padded("language", to: width)
      + "  queries  hit@1  ndcg@10                difference to \(Sentence.printable(first.language))\n"
    for (name, language) in zip(names, languages) {
      func estimate(_ measure: String, in measures: [EvaluationReport.Measure])
        -> BootstrapEstimate?
      {
        measures.first { $0.name == measure }?.estimate
      }
      let count = DisplayWidth.padded(Sentence.grouped(language.queries), to: 7, onLeft: true)
      let hit = estimate("hit@1", in: language.measures).map {
        Sentence.fixed($0.value, decimals: 3)
      }
      let gain = estimate("ndcg@10", in: language.measures).map { gain in
        "\(Sentence.fixed(gain.value, decimals: 3)) (\(Sentence.fixed(gain.lower, decimals: 3)) – "
          + "\(Sentence.fixed(gain.upper, decimals: 3)))"
      }
      result += DisplayWidth.padded(name, to: width) + "  \(count)  \(hit ?? "")  \(gain ?? "")"
      if let difference = estimate("ndcg@10", in: language.differences) {
        result += "  " + style.bold(ComparisonRendering.difference(difference))
      }
      result += "\n"
    }
    return result
  }

  /// By language the number of queries and the measures; from the second language on what they differ by.
  static func json(_ languages: [LanguageEvaluation]) -> JSONValue {
    .object(
      languages.map { language in
        var members: [JSONValue.Member] = [("queries", .integer(language.queries))]
        members += EvaluationRendering.json(language.measures)
        if !language.differences.isEmpty {
          members.append(
            ("difference", .object(EvaluationRendering.json(language.differences))))
        }
        return (language.language, .object(members))
      })
  }
}
