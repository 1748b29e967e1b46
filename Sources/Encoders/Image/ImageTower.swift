import Kernels
import NeuralNetwork

/// Maps prepared images to vectors of the shared space, not yet of length one.
final class ImageTower: Sendable {
  private let network: MobileNetV2
  private let head: LinearLayer
  private let side: Int
  /// The value of each channel at each of its 256 levels, `[3, 256]`.
  private let levels: FloatStorage
  private let workspaces: WorkspacePool

  /// Reads `visual` as the card describes it.
  init(_ card: ModelCard, from parameters: ParameterReader) throws(WeightsError) {
    let visual = parameters["visual"]
    side = card.image.size
    network = try MobileNetV2(side: side, from: visual["trunk"])
    head = try LinearLayer(
      inputs: MobileNetV2.outputs, outputs: card.dimension, from: visual["head"]["proj"])
    levels = FloatStorage(count: 3 * 256)
    for channel in 0..<3 {
      for level in 0..<256 {
        levels.base[channel * 256 + level] =
          (Float(level) / 255 - card.image.mean[channel]) / card.image.std[channel]
      }
    }
    workspaces = WorkspacePool(
      count: Workspace.rounded(side * side * 3) + Workspace.rounded(MobileNetV2.outputs)
        + network.scratchCount)
  }

  /// Embeds one image; traps when it was prepared for another size.
  ///
  /// - Parameter observe: called with the features after each stage of the network, the last time
  ///   with their mean.
  func callAsFunction(
    _ image: PreparedImage, observe: (FeatureMap) -> Void = { _ in }
  ) -> [Float] {
    precondition(image.side == side, "an image prepared for \(image.side) pixels, not \(side)")
    return workspaces.withWorkspace { workspace in
      workspace.withScratch(side * side * 3) { input in
        workspace.withScratch(MobileNetV2.outputs) { pooled in
          image.pixels.withUnsafeBufferPointer { pixels in
            PixelNormalization.apply(levels.base, to: pixels, into: input)
          }
          network(
            FeatureMap(input, height: side, width: side, channels: 3), into: pooled,
            workspace: workspace, observe: observe)
          observe(FeatureMap(pooled, height: 1, width: 1, channels: MobileNetV2.outputs))
          return [Float](unsafeUninitializedCapacity: head.outputs) { buffer, count in
            if let base = buffer.baseAddress { head(pooled, count: 1, into: base) }
            count = head.outputs
          }
        }
      }
    }
  }
}
