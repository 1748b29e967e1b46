internal import ArgumentParser
internal import JSON
internal import Library

/// The frame around every command that fills a library: progress, interruption, summary, exit status.
struct IngestRun {
  let feedback: FeedbackOptions
  var isStrict = false
  var writesJSON = false
  /// Where rejected rows are written as JSON lines.
  var errorsPath: String?
  /// Whether each broken picture and rejected row is named while the run goes on.
  var showsInputWarnings = true

  typealias Work = (
    _ isCancelled: @escaping @Sendable () -> Bool,
    _ report: @escaping @Sendable (IngestEvent) -> Void
  ) throws -> IngestReport

  /// Carries `work` out and reports on it.
  ///
  /// - Throws: `ExitStatus` where the work was interrupted, or some inputs failed and the run is strict.
  func callAsFunction(_ work: Work) throws {
    Interruption.finishWorkFirst()
    let display = ProgressDisplay(feedback, showsInputWarnings: showsInputWarnings)
    let rejections = try errorsPath.map { try RejectionFile(path: $0) }
    let report: IngestReport
    do {
      report = try work({ Interruption.isRequested }) { event in
        rejections?.receive(event)
        display.receive(event)
      }
    } catch {
      display.finish()
      throw error
    }
    display.finish()
    try rejections?.close()
    let style = feedback.style(onTerminal: StandardError.isTerminal)
    feedback.note(IngestSummary.line(report, style: style))
    if writesJSON { StandardOutput.write(IngestSummary.json(report).text + "\n") }
    if report.wasInterrupted {
      feedback.note("interrupted; what is done is kept, and the same command goes on from there")
      throw ExitStatus.interrupted
    }
    if isStrict, report.hasFailures { throw ExitStatus.someInputsFailed }
  }
}
