import Glibc
import NeuralNetwork

/// Scales each channel by what a small network makes of the means of all (Hu et al., 2018);
/// `timm.layers.SqueezeExcite`.
struct SqueezeExcitation: Sendable {
  private let reduction: LinearLayer
  private let expansion: LinearLayer

  /// Reads `fc1` and `fc2`, convolutions of one pixel.
  init(channels: Int, reduced: Int, from parameters: ParameterReader) throws(WeightsError) {
    reduction = LinearLayer(
      weights: try parameters["fc1"].pointwiseWeights(inputs: channels, outputs: reduced),
      bias: try parameters["fc1"].tensor("bias", shape: [reduced]), activation: .relu)
    expansion = LinearLayer(
      weights: try parameters["fc2"].pointwiseWeights(inputs: reduced, outputs: channels),
      bias: try parameters["fc2"].tensor("bias", shape: [channels]))
  }

  /// The floats of workspace that a call needs.
  var scratchCount: Int {
    Workspace.rounded(expansion.outputs) + Workspace.rounded(reduction.outputs)
  }

  /// Scales features in place.
  func callAsFunction(_ features: FeatureMap, workspace: Workspace) {
    workspace.withScratch(features.channels) { gates in
      workspace.withScratch(reduction.outputs) { reduced in
        features.average(into: gates)
        reduction(gates, count: 1, into: reduced)
        expansion(reduced, count: 1, into: gates)
        for channel in 0..<features.channels {
          gates[channel] = 1 / (1 + expf(-gates[channel]))
        }
        for pixel in 0..<features.pixels {
          let scalars = features.base + pixel * features.channels
          for channel in 0..<features.channels { scalars[channel] *= gates[channel] }
        }
      }
    }
  }
}

extension ParameterReader {
  /// The weights of a convolution of one pixel as a matrix `[outputs, inputs]`.
  func pointwiseWeights(inputs: Int, outputs: Int) throws(WeightsError) -> Tensor {
    Tensor(
      shape: [outputs, inputs],
      scalars: try tensor("weight", shape: [outputs, inputs, 1, 1]).scalars)
  }
}
