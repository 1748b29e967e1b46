/// What is wrong with unit vectors that should be near where their labels are the same.
public enum LabelLoss: String, Sendable, CaseIterable {
  /// The hinge of triplets of anchor, positive and negative.
  case triplet
  /// Symmetric cross-entropy of pairs among all others with other labels: InfoNCE (van den Oord et al. 2018;
  /// Radford et al. 2021).
  case contrastive
  /// Cross-entropy towards all of the same label at once (Khosla et al. 2020, equation 2).
  case supcon
}

/// The settings of losses.
public struct LossSettings: Sendable, Equatable {
  /// The margin of triplets, in cosines.
  public var margin: Float
  /// The negatives of triplets.
  public var mining: TripletMining
  /// The temperature by which cosines are divided, before training; it is learned.
  public var temperature: Float

  /// Settings.
  public init(
    margin: Float = 0.2, mining: TripletMining = .semiHard, temperature: Float = 0.07
  ) {
    self.margin = margin
    self.mining = mining
    self.temperature = temperature
  }

  /// The logarithm of the factor of cosines is learned, and kept at most at that of 100, as in CLIP.
  static let largestLogFactor: Float = 4.605_170_2
}

extension LabelLoss {
  /// The loss of a batch of unit vectors.
  ///
  /// - Parameters:
  ///   - vectors: `[count, dimension]`.
  ///   - labels: of each row.
  ///   - logFactor: the logarithm of what cosines are multiplied with; triplets ignore it.
  public func callAsFunction(
    _ vectors: Variable, labels: [Int], logFactor: Variable, _ settings: LossSettings
  ) -> Variable {
    let cosines = vectors.linear(vectors)
    if self == .triplet {
      return cosines.tripletHinge(
        labels: labels, margin: settings.margin, mining: settings.mining)
    }
    return ofLogits(
      cosines.scaled(byExponentialOf: logFactor, atMost: LossSettings.largestLogFactor),
      labels: labels)
  }

  /// The loss of a batch's cosines of all pairs, multiplied by their factor; not for triplets.
  func ofLogits(_ logits: Variable, labels: [Int]) -> Variable {
    guard self == .contrastive else {
      return logits.crossEntropy(with: Self.shares(labels)) { $0 == $1 }
    }
    // Others of the label are no negatives, and each record has one partner.
    let partners = Self.partners(labels)
    return logits.crossEntropy(with: partners) { row, column in
      labels[row] == labels[column] && partners[row, column] == 0
    }
  }

  /// The same share for each other row with the label.
  private static func shares(_ labels: [Int]) -> Matrix {
    var counts: [Int: Int] = [:]
    for label in labels { counts[label, default: 0] += 1 }
    var targets = Matrix(rows: labels.count, columns: labels.count)
    for (row, label) in labels.enumerated() {
      let others = (counts[label] ?? 1) - 1
      for (column, other) in labels.enumerated() where column != row && other == label {
        targets[row, column] = 1 / Float(others)
      }
    }
    return targets
  }

  /// One for the next row with the label, in turn; a label that occurs once has none.
  private static func partners(_ labels: [Int]) -> Matrix {
    var places: [Int: [Int]] = [:]
    for (row, label) in labels.enumerated() { places[label, default: []].append(row) }
    var targets = Matrix(rows: labels.count, columns: labels.count)
    for rows in places.values where rows.count > 1 {
      for (position, row) in rows.enumerated() {
        targets[row, rows[(position + 1) % rows.count]] = 1
      }
    }
    return targets
  }
}
