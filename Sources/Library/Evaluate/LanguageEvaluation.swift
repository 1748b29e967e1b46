internal import Ranking

/// How well the queries of one language are answered.
public struct LanguageEvaluation: Sendable, Equatable {
  /// The language, as the queries name it.
  public let language: String
  /// The queries in it that were measured.
  public let queries: Int
  /// The same measures as those of all queries.
  public let measures: [EvaluationReport.Measure]
  /// How much greater each mean is than that of the first language; none for the first itself. The
  /// interval takes the queries of both for independent, translations of each other or not.
  public let differences: [EvaluationReport.Measure]

  /// One for each language of the answered queries, in the order in which they appear; queries that name
  /// none are left out.
  static func evaluations(
    of answers: [AnsweredQuery], measures: [RetrievalMeasure]
  ) -> [LanguageEvaluation] {
    var languages: [String] = []
    var outcomes: [String: [QueryOutcome]] = [:]
    for answer in answers {
      guard let language = answer.query.language else { continue }
      if outcomes[language] == nil { languages.append(language) }
      outcomes[language, default: []].append(answer.outcome)
    }
    return languages.map { language in
      let own = outcomes[language] ?? []
      let first = language == languages[0] ? nil : outcomes[languages[0]]
      return LanguageEvaluation(
        language: language, queries: own.count,
        measures: measures.map {
          EvaluationReport.Measure(name: $0.name, estimate: $0.estimate(over: own))
        },
        differences: first.map { first in
          measures.filter { $0 != .firstRank }.map { measure in
            EvaluationReport.Measure(
              name: measure.name,
              estimate: .difference(of: own.map(measure.value), from: first.map(measure.value)))
          }
        } ?? [])
    }
  }
}
