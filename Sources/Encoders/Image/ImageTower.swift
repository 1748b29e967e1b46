import Kernels
import NeuralNetwork

/// Maps prepared images to vectors of the shared space, not yet of length one.
final class ImageTower: Sendable {
  private let network: Network
  private let head: LinearLayer
  private let side: Int
  private let workspaces: WorkspacePool

  private enum Network: Sendable {
    /// With the value of each channel at each of its 256 levels, `[3, 256]`.
    case float32(MobileNetV2, levels: FloatStorage)
    case int8(QuantizedMobileNetV2)

    /// The floats of workspace that a call needs for images of `side × side` pixels.
    func scratchCount(side: Int) -> Int {
      switch self {
      case .float32(let network, _):
        Workspace.rounded(side * side * 3) + network.scratchCount
      case .int8(let network): network.scratchCount
      }
    }
  }

  /// Reads `visual` as the card describes it.
  init(
    _ card: ModelCard, precision: Precision = .float32, from parameters: ParameterReader
  ) throws(WeightsError) {
    let visual = parameters["visual"]
    side = card.image.size
    switch precision {
    case .float32, .float16:
      network = .float32(
        try MobileNetV2(side: side, from: visual["trunk"]), levels: Self.levels(card.image))
    case .int8:
      network = .int8(
        try QuantizedMobileNetV2(
          side: side, mean: card.image.mean, deviation: card.image.std, from: visual["trunk"]))
    }
    head = try LinearLayer(
      inputs: MobileNetV2.outputs, outputs: card.dimension, from: visual["head"]["proj"])
    workspaces = WorkspacePool(
      count: Workspace.rounded(MobileNetV2.outputs) + network.scratchCount(side: side))
  }

  static func levels(_ section: ModelCard.ImageSection) -> FloatStorage {
    let levels = FloatStorage(count: 3 * 256)
    for channel in 0..<3 {
      for level in 0..<256 {
        levels.base[channel * 256 + level] =
          (Float(level) / 255 - section.mean[channel]) / section.std[channel]
      }
    }
    return levels
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
      workspace.withScratch(MobileNetV2.outputs) { pooled in
        image.pixels.withUnsafeBufferPointer { pixels in
          pool(pixels, into: pooled, workspace, observe)
        }
        observe(FeatureMap(pooled, height: 1, width: 1, channels: MobileNetV2.outputs))
        return [Float](unsafeUninitializedCapacity: head.outputs) { buffer, count in
          if let base = buffer.baseAddress { head(pooled, count: 1, into: base) }
          count = head.outputs
        }
      }
    }
  }

  private func pool(
    _ pixels: UnsafeBufferPointer<UInt8>, into pooled: UnsafeMutablePointer<Float>,
    _ workspace: Workspace, _ observe: (FeatureMap) -> Void
  ) {
    switch network {
    case .float32(let network, let levels):
      workspace.withScratch(side * side * 3) { input in
        PixelNormalization.apply(levels.base, to: pixels, into: input)
        network(
          FeatureMap(input, height: side, width: side, channels: 3), into: pooled,
          workspace: workspace, observe: observe)
      }
    case .int8(let network):
      network(pixels, into: pooled, workspace: workspace, observe: observe)
    }
  }
}
