internal import Glibc

/// How evidence becomes probabilities that are right as often as they say: the two scales that give the
/// labels of a collection the greatest likelihood.
///
/// The probability of a class is proportional to exp(sharpness · (scale · cosine + log vote)); `scale` is
/// chosen for the cosines alone, then `sharpness` for both, which is temperature scaling (Guo, Pleiss,
/// Sun and Weinberger, ICML 2017) of a product of experts.
public struct LabelCalibration: Sendable, Equatable {
  /// The factor of cosines beside the logarithms of votes.
  public let scale: Double
  /// The inverse of the temperature of both together.
  public let sharpness: Double

  /// The scales with which the given labels are likeliest, by a search over quarter powers of two.
  public init(fitting evidence: [LabelEvidence]) {
    let scale = Self.best(of: (0...28).map { Self.power($0) }) { scale in
      Self.loss(of: evidence) { scale * Double($0.cosines[$1]) }
    }
    sharpness = Self.best(of: (-16...4).map { Self.power($0) }) { sharpness in
      Self.loss(of: evidence) { sharpness * (scale * Double($0.cosines[$1]) + $0.votes[$1]) }
    }
    self.scale = scale
  }

  /// The probability of each class.
  public func probabilities(of evidence: LabelEvidence) -> [Double] {
    let logits = evidence.votes.indices.map { label in
      sharpness * (scale * Double(evidence.cosines[label]) + evidence.votes[label])
    }
    let largest = logits.max() ?? 0
    let weights = logits.map { exp($0 - largest) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// The mean negative log likelihood of the given labels.
  private static func loss(
    of evidence: [LabelEvidence], _ logit: (LabelEvidence, Int) -> Double
  ) -> Double {
    var sum = 0.0
    for item in evidence {
      let logits = item.votes.indices.map { logit(item, $0) }
      let largest = logits.max() ?? 0
      let total = logits.reduce(0) { $0 + exp($1 - largest) }
      sum += largest + log(total) - logits[item.given]
    }
    return sum / Double(max(1, evidence.count))
  }

  private static func best(of candidates: [Double], _ loss: (Double) -> Double) -> Double {
    var best = (value: candidates[0], loss: Double.infinity)
    for value in candidates {
      let loss = loss(value)
      if loss < best.loss { best = (value, loss) }
    }
    return best.value
  }

  /// 2 to the power of a number of quarters.
  private static func power(_ quarters: Int) -> Double {
    exp2(Double(quarters) / 4)
  }
}
