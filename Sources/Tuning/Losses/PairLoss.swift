/// What is wrong with unit vectors of which row n on one side belongs to row n on the other.
public enum PairLoss {
  /// Symmetric cross-entropy among all pairs of the batch (Radford et al. 2021, figure 3).
  ///
  /// - Parameters:
  ///   - first: `[pairs, dimension]`.
  ///   - second: `[pairs and more, dimension]`: rows beyond the pairs are negatives of all in `first`.
  ///   - logFactor: the logarithm of what cosines are multiplied with.
  ///   - groups: of each row of `second`; pairs of one group are not held against each other, such as those
  ///     of a title that several pictures share.
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
    let pairs = logits.value.rows
    var targets = Matrix(rows: pairs, columns: groups.count)
    for pair in 0..<pairs { targets[pair, pair] = 1 }
    func isAnother(_ row: Int, _ column: Int) -> Bool {
      row != column && groups[row] == groups[column]
    }
    // Rows beyond the pairs have no target of their own, and so are left out of the other direction, but
    // not as ones that its rows are compared with: those are the pairs alone.
    let others = logits.transposed.crossEntropy(with: targets.transposed, excluding: isAnother)
    return (logits.crossEntropy(with: targets, excluding: isAnother) + others) * 0.5
  }
}
