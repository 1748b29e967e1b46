internal import ArgumentParser
internal import Library

/// What vectors are compared with: the head behind the model, and the metric.
struct HeadOptions: ParsableArguments {
  /// By what vectors are compared.
  enum Metric: String, CaseIterable, ExpressibleByArgument {
    case cosine, dot, euclidean, learned
  }

  @Option(
    help: ArgumentHelp(
      "The head behind the model, of those that mmsearch tune trained; none: the model as it is (default: the one in use).",
      valueName: "none|name"))
  var head: String?

  @Option(
    help: ArgumentHelp(
      "How vectors are compared: those of the model by cosine, dot product or distance, or by what mmsearch tune has learned (default: learned where a head is in use).",
      valueName: "metric"))
  var metric: Metric?

  func validate() throws {
    guard let head, let metric, (metric == .learned) == (head == "none") else { return }
    throw ValidationError(
      "--metric \(metric.rawValue) compares \(metric == .learned ? "behind a head" : "without a head"), "
        + "and --head says '\(head)'; leave one of them out")
  }

  /// A configuration with the head that was chosen; says where a metric is another one's equal.
  func choosing(
    in configuration: LibraryConfiguration, _ feedback: FeedbackOptions
  ) -> LibraryConfiguration {
    var configuration = configuration
    if let head { configuration.head = HeadChoice(named: head) }
    guard let metric else { return configuration }
    if metric == .learned {
      if head == nil { configuration.head = .learned }
      return configuration
    }
    configuration.head = .none
    if metric != .cosine {
      feedback.warn(
        "the vectors of all models have length one, for which \(metric.rawValue) gives the order of cosine; "
          + "scores are cosines")
    }
    return configuration
  }
}
