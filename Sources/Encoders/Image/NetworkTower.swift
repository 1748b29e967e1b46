import Kernels
import NeuralNetwork

/// Maps prepared images to vectors of the shared space by any network.
final class NetworkTower: Sendable {
  private let network: any ImageNetwork
  /// The value of each channel at each of its 256 levels, `[3, 256]`.
  private let levels: FloatStorage
  private let workspaces: WorkspacePool

  /// Takes a network and the levels of its input, `[3, 256]`.
  init(_ network: any ImageNetwork, levels: [Float]) {
    precondition(levels.count == 3 * 256)
    self.network = network
    self.levels = FloatStorage(levels)
    workspaces = WorkspacePool(
      count: Workspace.rounded(network.side * network.side * 3) + network.scratchCount)
  }

  /// Embeds one image; traps when it was prepared for another size.
  ///
  /// - Parameter observe: called with the input, then with the features after each stage.
  func callAsFunction(
    _ image: PreparedImage, observe: (FeatureMap) -> Void = { _ in }
  ) -> [Float] {
    let side = network.side
    precondition(image.side == side, "an image prepared for \(image.side) pixels, not \(side)")
    return workspaces.withWorkspace { workspace in
      workspace.withScratch(side * side * 3) { input in
        image.pixels.withUnsafeBufferPointer { pixels in
          PixelNormalization.apply(levels.base, to: pixels, into: input)
        }
        let features = FeatureMap(input, height: side, width: side, channels: 3)
        observe(features)
        return [Float](unsafeUninitializedCapacity: network.outputs) { buffer, count in
          if let base = buffer.baseAddress {
            network(features, into: base, workspace: workspace, observe: observe)
          }
          count = network.outputs
        }
      }
    }
  }
}
