import NeuralNetwork

/// An image tower's network: normalised pixels to a vector of the shared space, not yet of length
/// one.
protocol ImageNetwork: Sendable {
  /// The side of the image, in pixels.
  var side: Int { get }
  /// Scalars of the result.
  var outputs: Int { get }
  /// The floats of workspace that a call needs.
  var scratchCount: Int { get }

  /// Maps an image `[side, side, 3]` to `outputs` scalars.
  ///
  /// - Parameter observe: called with the features after each stage.
  func callAsFunction(
    _ image: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace,
    observe: (FeatureMap) -> Void)
}
