import Glibc

extension PairLoss {
  /// Symmetric cross-entropy towards a teacher's similarities, row by row and column by column (Hinton et al.
  /// 2015, section 2, with a batch's pictures and texts as the classes).
  static func distillation(logits: Variable, _ teacher: Matrix) -> Variable {
    (logits.crossEntropy(with: teacher.softmaxOfRows)
      + logits.transposed.crossEntropy(with: teacher.transposed.softmaxOfRows)) * 0.5
  }
}

extension Matrix {
  /// The softmax of each row.
  fileprivate var softmaxOfRows: Matrix {
    var shares = self
    for row in 0..<rows {
      let place = row * columns..<(row + 1) * columns
      let largest = scalars[place].max() ?? 0
      for index in place { shares.scalars[index] = expf(scalars[index] - largest) }
      let sum = shares.scalars[place].reduce(0, +)
      for index in place { shares.scalars[index] /= sum }
    }
    return shares
  }
}
