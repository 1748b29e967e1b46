import Glibc

/// A learning rate that rises in a line and then falls as a half cosine to zero (Loshchilov and Hutter
/// 2017, without restarts).
public struct LearningRate: Sendable, Equatable {
  /// The highest rate.
  public let peak: Float
  /// Steps until it is reached.
  public let warmUpSteps: Int
  /// Steps until it is zero.
  public let totalSteps: Int

  /// A schedule; `warmUpSteps` is less than `totalSteps`.
  public init(peak: Float, warmUpSteps: Int, totalSteps: Int) {
    precondition(warmUpSteps >= 0 && totalSteps > warmUpSteps)
    self.peak = peak
    self.warmUpSteps = warmUpSteps
    self.totalSteps = totalSteps
  }

  /// The rate of a step, counted from zero.
  public func callAsFunction(step: Int) -> Float {
    guard step >= warmUpSteps else { return peak * Float(step + 1) / Float(warmUpSteps + 1) }
    let progress = Double(step - warmUpSteps) / Double(totalSteps - warmUpSteps)
    return peak * Float(0.5 * (1 + cos(.pi * min(1, progress))))
  }
}
