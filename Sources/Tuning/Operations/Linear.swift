import Kernels

extension Variable {
  /// self · weightsᵀ + bias, as `torch.nn.functional.linear`; without a bias also the dot products of
  /// all rows of two matrices.
  ///
  /// - Parameters:
  ///   - weights: `[outputs, columns]`.
  ///   - bias: `[1, outputs]`.
  public func linear(_ weights: Variable, bias: Variable? = nil) -> Variable {
    let (rows, matrix) = (value, weights.value)
    let threads = max(self.threads, weights.threads)
    let (needsRows, needsWeights) = (isOnTape, weights.isOnTape)
    let needsBias = bias?.isOnTape ?? false
    return .recording(
      rows.multiplied(by: matrix, bias: bias?.value, threads: threads),
      from: [self, weights] + (bias.map { [$0] } ?? [])
    ) { derivatives in
      [
        needsRows
          ? derivatives.multiplied(by: matrix, layout: .inputsFirst, threads: threads) : nil,
        needsWeights
          ? derivatives.transposed.multiplied(by: rows, layout: .inputsFirst, threads: threads)
          : nil,
        needsBias ? derivatives.sumOfRows : nil,
      ]
    }
  }
}
