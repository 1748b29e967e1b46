/// All that training knows after an epoch: enough to go on from there as if it had never stopped.
public struct TrainingState: Sendable, Equatable {
  /// The parameters now.
  public var parameters: [Parameter]
  /// The optimiser and its means.
  public var optimizer: AdamW
  /// The parameters with the best measure after any epoch; those before training at first.
  public var best: [Parameter]
  /// The epochs so far, in order, the measure before training as the first of all.
  public var history: [Epoch]

  /// One pass over the training set.
  public struct Epoch: Sendable, Equatable {
    /// The mean loss of its batches; nil before training.
    public let loss: Double?
    /// The measure on what was held out, after it.
    public let measure: Double

    /// An epoch.
    public init(loss: Double?, measure: Double) {
      self.loss = loss
      self.measure = measure
    }
  }

  /// Epochs that are done.
  public var epochs: Int { history.count - 1 }
  /// The epoch of the best measure, the first of equals; zero is before training.
  public var bestEpoch: Int {
    history.indices.max { (history[$0].measure, $1) < (history[$1].measure, $0) } ?? 0
  }
  /// The best measure.
  public var bestMeasure: Double { history[bestEpoch].measure }
}
