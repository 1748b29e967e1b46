/// What is to be thought of an item's label.
public struct LabelVerdict: Sendable, Equatable {
  /// The label that the item has.
  public let given: Int
  /// How probable the given label is.
  public let probability: Double
  /// The most probable of the other labels.
  public let suggested: Int
  /// How probable that one is.
  public let suggestedProbability: Double

  /// A label less probable than this is taken for wrong.
  public static let leastProbability = 0.05

  /// A verdict from the probability of each class, of which there are at least two.
  public init(given: Int, probabilities: [Double]) {
    precondition(probabilities.count > 1)
    self.given = given
    probability = probabilities[given]
    var suggested = given == 0 ? 1 : 0
    for label in probabilities.indices
    where label != given && probabilities[label] > probabilities[suggested] {
      suggested = label
    }
    self.suggested = suggested
    suggestedProbability = probabilities[suggested]
  }

  /// Whether another label is more probable.
  var isContested: Bool { suggestedProbability > probability }

  /// Whether the label is likely wrong: another one is more probable, and its own is improbable.
  public var isSuspect: Bool { isContested && probability < Self.leastProbability }
}

/// An estimate of how many labels are wrong, and which are taken for which, after confident learning
/// (Northcutt, Jiang and Chuang, "Confident Learning", JAIR 70, 2021, section 3.1).
///
/// An item counts as one of the class that is most probable for it if that is at least as probable as on
/// average for the items that have this label; a class that is not the most probable one never counts.
public struct ConfidentJoint: Sendable {
  /// Items that have one label and by all appearances belong to another class.
  public struct Confusion: Sendable, Equatable {
    /// The label they have.
    public let given: Int
    /// The class they seem to belong to.
    public let suggested: Int
    /// How many there are.
    public let count: Int
  }

  /// The confusions, the most frequent first.
  public let confusions: [Confusion]
  /// How many of all labels are wrong, as far as can be told.
  public let estimatedErrors: Double

  /// Counts the verdicts on all items.
  public init(_ verdicts: [LabelVerdict], classCount: Int) {
    var sums = [Double](repeating: 0, count: classCount)
    var counts = [Int](repeating: 0, count: classCount)
    for verdict in verdicts {
      sums[verdict.given] += verdict.probability
      counts[verdict.given] += 1
    }
    let thresholds = zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : .infinity }
    var agreeing = [Int](repeating: 0, count: classCount)
    var contesting: [Int: [Int: Int]] = [:]
    for verdict in verdicts {
      if !verdict.isContested {
        if verdict.probability >= thresholds[verdict.given] { agreeing[verdict.given] += 1 }
      } else if verdict.suggestedProbability >= thresholds[verdict.suggested] {
        contesting[verdict.given, default: [:]][verdict.suggested, default: 0] += 1
      }
    }
    var errors = 0.0
    var confusions: [Confusion] = []
    for (given, suggestions) in contesting {
      let wrong = suggestions.values.reduce(0, +)
      errors += Double(counts[given] * wrong) / Double(wrong + agreeing[given])
      confusions += suggestions.map { Confusion(given: given, suggested: $0.key, count: $0.value) }
    }
    estimatedErrors = errors
    self.confusions = confusions.sorted { a, b in
      (b.count, a.given, a.suggested) < (a.count, b.given, b.suggested)
    }
  }
}
