internal import JSON
internal import Library
internal import Ranking
internal import Tuning

/// What training towers has gained, as a table and as JSON.
enum TowerTuningRendering {
  static func text(_ report: TowerTuningReport, style: TextStyle) -> String {
    let directions: [(String, KeyPath<PairRecall, [Int]>)] = [
      ("text → image", \.textToImage), ("image → text", \.imageToText),
    ]
    var lines = [
      "trained with \(Sentence.count(report.pictures.training, "picture")), "
        + "judged by \(Sentence.grouped(report.pictures.judging))"
    ]
    for (name, ranks) in directions {
      func shares(_ recall: PairRecall) -> String {
        PairRecall.shares(recall[keyPath: ranks])
          .map { Sentence.fixed(100 * $0, decimals: 1) }.joined(separator: " / ")
      }
      lines.append(
        "\(name)  R@1/5/10  \(shares(report.base)) → \(style.bold(shares(report.tuned)))")
      if let teacher = report.teacher {
        lines.append("  the teacher \(Sentence.printable(teacher.name)): \(shares(teacher.recall))")
      }
    }
    let difference = report.difference
    func points(_ share: Double) -> String {
      (share < 0 ? "" : "+") + Sentence.fixed(100 * share, decimals: 1)
    }
    lines.append(
      "mean recall \(style.bold(points(difference.value))) points "
        + style.dim("(\(points(difference.lower)) – \(points(difference.upper)))"))
    if let teacher = report.teacher {
      lines.append(
        "\(Sentence.fixed(100 * kept(report, teacher), decimals: 0)) % of the teacher's recall in "
          + "1/\(Sentence.fixed(teacher.speed.ratio, decimals: 1)) of its time")
    }
    lines.append(
      style.dim(
        "\(Sentence.count(report.history.count - 1, "epoch")), "
          + "\(Sentence.duration(report.seconds)), "
          + "\(Sentence.fixed(report.picturesPerSecond, decimals: 1)) pictures a second"))
    return lines.map { $0 + "\n" }.joined()
  }

  static func json(_ report: TowerTuningReport) -> JSONValue {
    func recall(_ recall: PairRecall) -> JSONValue {
      func shares(_ ranks: [Int]) -> JSONValue {
        .array(PairRecall.shares(ranks).map(JSONValue.decimal))
      }
      return .object([
        ("text_image", shares(recall.textToImage)), ("image_text", shares(recall.imageToText)),
      ])
    }
    let difference = report.difference
    var members: [JSONValue.Member] = [
      ("schema", .integer(1)), ("metric", .string("recall@k")),
      ("k", .array(PairRecall.depths.map(JSONValue.integer))),
      (
        "pictures",
        .object([
          ("training", .integer(report.pictures.training)),
          ("choosing", .integer(report.pictures.choosing)),
          ("judging", .integer(report.pictures.judging)),
        ])
      ),
      ("base", recall(report.base)), ("tuned", recall(report.tuned)),
      (
        "gain",
        .object([
          ("mean_recall", .decimal(difference.value)),
          ("interval", .array([.decimal(difference.lower), .decimal(difference.upper)])),
        ])
      ),
      ("seconds", .decimal(report.seconds)),
      ("pictures_per_second", .decimal(report.picturesPerSecond)),
      ("model", .optional(report.directory)),
    ]
    if let teacher = report.teacher {
      members.append(
        (
          "teacher",
          .object([
            ("name", .string(teacher.name)), ("recall", recall(teacher.recall)),
            ("kept", .decimal(kept(report, teacher))), ("speedup", .decimal(teacher.speed.ratio)),
          ])
        ))
    }
    return .object(members)
  }

  /// The student's mean recall as a share of the teacher's.
  private static func kept(
    _ report: TowerTuningReport, _ teacher: TowerTuningReport.Teacher
  ) -> Double {
    report.tuned.mean / max(1e-9, teacher.recall.mean)
  }

  /// One epoch on a line of a terminal.
  static func line(
    _ state: TrainingState, of epochs: Int, _ recall: PairRecall, width: Int
  ) -> String {
    let loss = (state.history.last?.loss).map { " · loss " + Sentence.fixed($0, decimals: 3) }
    func shares(_ ranks: [Int]) -> String {
      PairRecall.shares(ranks).map { Sentence.fixed(100 * $0, decimals: 0) }
        .joined(separator: "/")
    }
    return DisplayWidth.truncated(
      "epoch \(state.epochs)/\(epochs)\(loss ?? "") · R@1/5/10 text → image "
        + "\(shares(recall.textToImage)), image → text \(shares(recall.imageToText))", to: width)
  }
}
