internal import Ranking
internal import Storage

/// Judges the value of a field of each item by its picture: what the means of all values and the nearest
/// neighbours make of it, the item itself and the variants of its product left out.
struct LabelAudit {
  /// Twice as many as vote, since some have no label or belong to the same product.
  static let neighborCount = 2 * LabelEvidence.neighborCount

  let space: PictureSpace
  /// The nearest items of each one.
  let neighborhoods: [[PictureSpace.Neighbor]]
  let field: String

  /// Items by whose labels probabilities are calibrated, taken at equal distances.
  private static let calibrationItems = 2000
  private static let confusionsListed = 10

  /// What was found out: a verdict for each place of the space that could be judged.
  struct Outcome {
    let verdicts: [(place: Int, verdict: LabelVerdict)]
    let names: [String]
    let summary: LabelSummary
  }

  /// Throws: `LibraryError` for a field that divides the items into no classes.
  func run(_ transaction: ReadTransaction) throws -> Outcome {
    let (names, labels) = try transaction.labels(field: field)
    let labelOf = space.items.map { labels[$0] }
    try check(labelOf.compactMap { $0 })
    let groups = try transaction.groups(of: space.items)

    var means = ClassMeans(classCount: names.count, dimension: space.dimension)
    for (place, label) in labelOf.enumerated() {
      if let label { means.add(space.vector(place), to: label) }
    }
    // What nobody else is called cannot be judged by others.
    let judged = labelOf.enumerated().compactMap { place, label in
      label.flatMap { means.counts[$0] > 1 ? (place: place, label: $0) : nil }
    }
    func evidence(_ place: Int, _ given: Int, _ neighbors: [PictureSpace.Neighbor]) -> LabelEvidence
    {
      let group = groups[space.items[place]]
      let votes = neighbors.compactMap { neighbor -> (label: Int, similarity: Float)? in
        guard let label = labelOf[neighbor.place],
          group == nil || groups[space.items[neighbor.place]] != group
        else { return nil }
        return (label, neighbor.similarity)
      }
      return LabelEvidence(
        given: given, cosines: means.cosines(of: space.vector(place), countedTowards: given),
        votes: LabelEvidence.votes(of: votes, given: given, counts: means.counts))
    }
    let step = max(1, judged.count / Self.calibrationItems)
    let calibration = LabelCalibration(
      fitting: stride(from: 0, to: judged.count, by: step).map { position in
        let (place, label) = judged[position]
        return evidence(place, label, neighborhoods[place])
      })
    let verdicts = judged.map { place, label in
      let evidence = evidence(place, label, neighborhoods[place])
      let probabilities = calibration.probabilities(of: evidence)
      return (place: place, verdict: LabelVerdict(given: label, probabilities: probabilities))
    }
    let joint = ConfidentJoint(verdicts.map(\.verdict), classCount: names.count)
    return Outcome(
      verdicts: verdicts, names: names,
      summary: LabelSummary(
        field: field, values: names.count, estimatedErrors: joint.estimatedErrors,
        confusions: joint.confusions.prefix(Self.confusionsListed).map { confusion in
          LabelSummary.Confusion(
            given: names[confusion.given], suggested: names[confusion.suggested],
            count: confusion.count)
        }))
  }

  /// A field whose values are all alike or all different says nothing about classes.
  private func check(_ labels: [Int]) throws(LibraryError) {
    var counts: [Int: Int] = [:]
    for label in labels { counts[label, default: 0] += 1 }
    let shared = counts.values.count { $0 > 1 }
    guard shared > 1, 2 * counts.count <= labels.count else {
      throw LibraryError(
        "the field \(field) has \(counts.count) different values on \(labels.count) items with "
          + "pictures, which are no classes to compare; name a field such as the category with --by"
      )
    }
  }
}
