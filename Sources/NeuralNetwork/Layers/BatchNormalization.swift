/// Batch normalisation at inference: per channel (x − mean) / √(variance + epsilon) · weight + bias
/// (Ioffe and Szegedy, 2015). It exists only to be folded into the convolution before it.
public struct BatchNormalization: Sendable {
  private let scale: [Float]
  private let shift: [Float]

  /// Reads `weight`, `bias`, `running_mean` and `running_var`, each `[channels]`.
  public init(
    channels: Int, epsilon: Float = 1e-5, from parameters: ParameterReader
  ) throws(WeightsError) {
    let weight = try parameters.tensor("weight", shape: [channels]).scalars
    let bias = try parameters.tensor("bias", shape: [channels]).scalars
    let mean = try parameters.tensor("running_mean", shape: [channels]).scalars
    let variance = try parameters.tensor("running_var", shape: [channels]).scalars
    var scale: [Float] = []
    var shift: [Float] = []
    for channel in 0..<channels {
      let factor = weight[channel] / (variance[channel] + epsilon).squareRoot()
      scale.append(factor)
      shift.append(bias[channel] - mean[channel] * factor)
    }
    self.scale = scale
    self.shift = shift
  }

  /// The weights, outputs first, and bias of a convolution that also normalises.
  public func folded(into weights: Tensor, bias: [Float]) -> (weights: Tensor, bias: [Float]) {
    var weights = weights
    let count = weights.scalars.count / scale.count
    for channel in scale.indices {
      for index in channel * count..<(channel + 1) * count {
        weights.scalars[index] *= scale[channel]
      }
    }
    return (weights, bias.indices.map { bias[$0] * scale[$0] + shift[$0] })
  }
}
