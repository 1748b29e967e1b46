internal import JSON
internal import Library
internal import Tuning

/// What training has gained, as a table and as JSON.
enum TuningRendering {
  static func text(_ report: VectorFileTuning.Report, style: TextStyle) -> String {
    let rows = zip(report.counts, zip(report.base, report.tuned)).map { count, shares in
      let (base, tuned) = shares
      return DisplayWidth.padded("same-label@\(count)", to: 18)
        + Sentence.fixed(100 * base, decimals: 2) + " % → "
        + style.bold(Sentence.fixed(100 * tuned, decimals: 2) + " %") + "\n"
    }
    return rows.joined()
      + style.dim(
        "\(Sentence.count(report.history.count - 1, "epoch")), \(Sentence.duration(report.seconds))\n"
      )
  }

  static func json(_ report: VectorFileTuning.Report) -> JSONValue {
    .object([
      ("schema", .integer(1)),
      ("metric", .string("same-label@k")),
      ("k", .array(report.counts.map(JSONValue.integer))),
      ("base", .array(report.base.map(JSONValue.decimal))),
      ("tuned", .array(report.tuned.map(JSONValue.decimal))),
      ("seconds", .decimal(report.seconds)),
    ])
  }

  static func text(_ report: TuningReport, style: TextStyle) -> String {
    let fixed = { (value: Double) in Sentence.fixed(value, decimals: 4) }
    let sign = report.gain.mean < 0 ? "" : "+"
    return
      "\(report.measure) of \(Sentence.count(report.queries, "held-out query", plural: "held-out queries")): "
      + fixed(report.base) + " → " + style.bold(fixed(report.tuned))
      + ", \(sign)\(fixed(report.gain.mean)) (\(fixed(report.gain.lower)) – \(fixed(report.gain.upper)))\n"
      + (report.others.map { others in
        "\(report.measure) of \(Sentence.count(others.queries, "title")) of other items: "
          + "\(fixed(others.base)) → \(fixed(others.tuned))\n"
      } ?? "")
      + (report.isKept
        ? "searches use the head '\(Sentence.printable(report.head))' now; mmsearch tune --rollback undoes that\n"
        : "")
      + (report.speed.map { speed in
        "the teacher embeds in \(Sentence.fixed(speed.teacher, decimals: 1)) ms, \(Sentence.printable(report.model)) in "
          + "\(Sentence.fixed(speed.model, decimals: 1)) ms: \(Sentence.fixed(speed.ratio, decimals: 1)) times as fast\n"
      } ?? "")
      + style.dim(
        "\(Sentence.count(report.counts.training, "example")) to train with, "
          + (report.history.isEmpty
            ? "" : "\(Sentence.count(report.history.count - 1, "epoch")), ")
          + "\(Sentence.duration(report.seconds))\n"
      )
  }

  static func json(_ report: TuningReport) -> JSONValue {
    let speed = report.speed.map { speed in
      [
        (key: "teacher_ms", value: JSONValue.decimal(speed.teacher)),
        (key: "model_ms", value: JSONValue.decimal(speed.model)),
      ]
    }
    let others = report.others.map { others in
      [
        (key: "other_queries", value: JSONValue.integer(others.queries)),
        (key: "other_base", value: JSONValue.decimal(others.base)),
        (key: "other_tuned", value: JSONValue.decimal(others.tuned)),
      ]
    }
    return .object(
      [
        ("schema", .integer(1)),
        ("model", .string(report.model)),
        ("head", .string(report.head)),
        ("metric", .string(report.measure)),
        ("training", .integer(report.counts.training)),
        ("validation", .integer(report.counts.validation)),
        ("test", .integer(report.counts.test)),
        ("queries", .integer(report.queries)),
        ("base", .decimal(report.base)),
        ("tuned", .decimal(report.tuned)),
        ("gain", .decimal(report.gain.mean)),
        ("interval", .array([.decimal(report.gain.lower), .decimal(report.gain.upper)])),
        ("kept", .boolean(report.isKept)),
        ("epochs", .integer(max(0, report.history.count - 1))),
        ("seconds", .decimal(report.seconds)),
      ] + (speed ?? []) + (others ?? []))
  }

  /// One epoch on a line of a terminal.
  static func line(_ state: TrainingState, of epochs: Int, width: Int) -> String {
    guard let last = state.history.last else { return "" }
    let loss = last.loss.map { " · loss " + Sentence.fixed($0, decimals: 4) } ?? ""
    let text =
      "epoch \(state.epochs)/\(epochs)\(loss) · held out \(Sentence.fixed(last.measure, decimals: 4))"
      + " · best \(Sentence.fixed(state.bestMeasure, decimals: 4))"
    return DisplayWidth.truncated(text, to: width)
  }
}
