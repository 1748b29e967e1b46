/// What is wrong with unit vectors of which row n on one side belongs to row n on the other.
public enum PairLoss {
  /// Symmetric cross-entropy among all pairs of the batch (Radford et al. 2021, figure 3).
  ///
  /// - Parameters:
  ///   - first, second: `[count, dimension]`.
  ///   - logFactor: the logarithm of what cosines are multiplied with.
  ///   - groups: pairs of one group are not held against each other, such as those of a title that
  ///     several pictures share.
  public static func symmetric(
    _ first: Variable, _ second: Variable, logFactor: Variable, groups: [Int]
  ) -> Variable {
    symmetric(
      logits: first.linear(second).scaled(
        byExponentialOf: logFactor, atMost: LossSettings.largestLogFactor),
      groups: groups)
  }

  /// The loss of the cosines of all pairs, multiplied by their factor.
  static func symmetric(logits: Variable, groups: [Int]) -> Variable {
    let targets = Matrix.identity(groups.count)
    func isAnother(_ row: Int, _ column: Int) -> Bool {
      row != column && groups[row] == groups[column]
    }
    return
      (logits.crossEntropy(with: targets, excluding: isAnother)
      + logits.transposed.crossEntropy(with: targets, excluding: isAnother)) * 0.5
  }
}
