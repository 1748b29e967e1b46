/// How long and how fast to train.
public struct TrainingSettings: Sendable, Equatable {
  /// The most passes over the training set.
  public var epochs: Int
  /// The highest learning rate.
  public var learningRate: Float
  /// The share of all steps in which the learning rate rises.
  public var warmUpShare: Double
  /// Of ``AdamW``.
  public var weightDecay: Float
  /// Training stops after so many epochs without a better measure on what was held out.
  public var patience: Int
  /// Threads of matrix products.
  public var threads: Int

  /// Settings; the defaults are those of a head.
  public init(
    epochs: Int = 40, learningRate: Float = 1e-3, warmUpShare: Double = 0.1,
    weightDecay: Float = 0.05, patience: Int = 8, threads: Int = 1
  ) {
    self.epochs = epochs
    self.learningRate = learningRate
    self.warmUpShare = warmUpShare
    self.weightDecay = weightDecay
    self.patience = patience
    self.threads = threads
  }
}
