/// Where similarities of unrelated pairs lie on one block: what "not similar" looks like there.
///
/// Similarities of sentence and picture and of sentence and sentence live on different scales
/// (the modality gap); subtracting the mean and dividing by the deviation makes them comparable.
public struct Calibration: Sendable, Hashable {
  /// Mean similarity of unrelated pairs.
  public let mean: Float
  /// Standard deviation of the similarities of unrelated pairs, greater than zero.
  public let deviation: Float

  /// The scale on which similarities stay as they are: mean 0, deviation 1.
  public static let identity = Calibration(mean: 0, deviation: 1)

  /// A calibration measured on background pairs.
  public init(mean: Float, deviation: Float) {
    precondition(mean.isFinite && deviation.isFinite && deviation > 0)
    self.mean = mean
    self.deviation = deviation
  }
}
