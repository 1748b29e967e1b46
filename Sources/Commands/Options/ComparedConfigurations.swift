internal import ArgumentParser
internal import Library
internal import Ranking

/// The two sides of `--compare A,B`, each of which says in what it differs from the other options.
enum ComparedConfigurations {
  /// Reads both sides. The settings of a side are joined by colons: a mode, a fusion, the weight of a part as
  /// `image=1`, a head as `head=NAME` or `head=none`, a depth of re-ranking as `rerank=N`, and otherwise a model; several models are an ensemble.
  ///
  /// - Parameter base: What the other options say.
  /// - Throws: `ValidationError` that names what cannot be read.
  static func parse(
    _ text: String, base: EvaluationConfiguration
  ) throws -> (EvaluationConfiguration, EvaluationConfiguration) {
    let sides = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0).trimmed }
    guard sides.count == 2, !sides.contains("") else {
      throw ValidationError(
        "--compare takes two sides with a comma between them, as in default,minilm or image,hybrid:rrf"
      )
    }
    let first = try configuration(sides[0], base: base)
    let second = try configuration(sides[1], base: base)
    var unnamed = second
    unnamed.name = first.name
    guard unnamed != first else {
      throw ValidationError("both sides of --compare are the same; say in what they differ")
    }
    return (first, second)
  }

  private static func configuration(
    _ text: String, base: EvaluationConfiguration
  ) throws -> EvaluationConfiguration {
    var configuration = base
    configuration.name = text
    var models: [String] = []
    var weights: [ItemPart: Double] = [:]
    for setting in text.split(separator: ":").map({ String($0).trimmed }) where !setting.isEmpty {
      if let mode = SearchMode(rawValue: setting) {
        configuration.mode = mode
      } else if let fusion = RankFusion(rawValue: setting) {
        configuration.fusion = fusion
      } else if setting.hasPrefix("head=") {
        configuration.head = HeadChoice(named: String(setting.dropFirst("head=".count)))
      } else if setting.hasPrefix("rerank=") {
        let text = setting.dropFirst("rerank=".count)
        guard let depth = Int(text) else {
          throw ValidationError("--compare takes rerank=N with a number, not rerank=\(text)")
        }
        try RerankDepth.check(depth)
        configuration.rerankDepth = depth
      } else if setting.contains("="), setting.split(separator: "=").count == 2 {
        weights.merge(try PartWeights.parse(setting)) { $1 }
      } else {
        models.append(setting)
      }
    }
    if !models.isEmpty { configuration.models = models }
    if !weights.isEmpty { configuration.weights = weights }
    return configuration
  }
}

extension String {
  fileprivate var trimmed: String {
    split(separator: " ").joined(separator: " ")
  }
}
