import JSON
import Ranking
import Testing

@testable import Commands
@testable import Library

@Suite("Measures by language, written down")
struct LanguageRenderingTests {
  private func measures(_ value: Double) -> [EvaluationReport.Measure] {
    ["hit@1", "ndcg@10"].map {
      .init(
        name: $0, estimate: BootstrapEstimate(value: value, lower: value - 0.1, upper: value + 0.1))
    }
  }

  @Test("a language has a line, and an object with its difference to the first")
  func languages() {
    let languages = [
      LanguageEvaluation(language: "en", queries: 20, measures: measures(0.9), differences: []),
      LanguageEvaluation(
        language: "de\u{1B}", queries: 20, measures: measures(0.25),
        differences: Array(measures(-0.65))),
    ]
    #expect(
      LanguageRendering.text(languages, style: .plain) == """

        language  queries  hit@1  ndcg@10                difference to en
        en             20  0.900  0.900 (0.800 – 1.000)
        de             20  0.250  0.250 (0.150 – 0.350)  -0.650 (-0.750 – -0.550)

        """)
    let json = LanguageRendering.json(languages).text
    #expect(json.hasPrefix(#"{"en":{"queries":20,"hit@1":0.9,"ndcg@10":0.9,"interval":{"#))
    #expect(json.contains(#""difference":{"hit@1":-0.65,"ndcg@10":-0.65,"interval":{"#))
    #expect(LanguageRendering.text([], style: .plain).isEmpty)
  }
}
