import Glibc

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2); `torch.optim.AdamW`.
public struct AdamW: Sendable, Equatable {
  /// How slowly the mean of the derivatives changes; β₁ of the paper.
  public let meanDecay: Float
  /// How slowly the mean of their squares changes; β₂ of the paper.
  public let squareDecay: Float
  /// Added to the root of the mean square; ε of the paper.
  public let epsilon: Float
  /// The share of a parameter, times the learning rate, that is taken away each step; λ of the paper.
  public let weightDecay: Float
  /// Steps taken.
  public internal(set) var steps = 0
  /// The running means, one of each parameter's shape; empty before the first step.
  public internal(set) var means: [Matrix] = []
  /// The running means of squares.
  public internal(set) var squares: [Matrix] = []

  /// An optimiser before its first step, with the defaults of PyTorch.
  public init(
    weightDecay: Float = 0.01, meanDecay: Float = 0.9, squareDecay: Float = 0.999,
    epsilon: Float = 1e-8
  ) {
    self.weightDecay = weightDecay
    self.meanDecay = meanDecay
    self.squareDecay = squareDecay
    self.epsilon = epsilon
  }

  /// Takes one step; `derivatives` are those of the loss by each parameter.
  public mutating func update(
    _ parameters: inout [Parameter], derivatives: [Matrix], learningRate: Float
  ) {
    precondition(parameters.count == derivatives.count, "a derivative for each parameter")
    if means.isEmpty {
      means = derivatives.map { Matrix(rows: $0.rows, columns: $0.columns) }
      squares = means
    }
    steps += 1
    let meanCorrection = Float(1 - pow(Double(meanDecay), Double(steps)))
    let squareCorrection = Float((1 - pow(Double(squareDecay), Double(steps))).squareRoot())
    for index in parameters.indices {
      let kept = parameters[index].decays ? 1 - learningRate * weightDecay : 1
      let count = derivatives[index].scalars.count
      derivatives[index].scalars.withUnsafeBufferPointer { derivative in
        means[index].scalars.withUnsafeMutableBufferPointer { mean in
          squares[index].scalars.withUnsafeMutableBufferPointer { square in
            parameters[index].value.scalars.withUnsafeMutableBufferPointer { value in
              for place in 0..<count {
                let slope = derivative[place]
                mean[place] = meanDecay * mean[place] + (1 - meanDecay) * slope
                square[place] = squareDecay * square[place] + (1 - squareDecay) * slope * slope
                let deviation = square[place].squareRoot() / squareCorrection + epsilon
                value[place] =
                  value[place] * kept
                  - learningRate / meanCorrection * mean[place] / deviation
              }
            }
          }
        }
      }
    }
  }
}
