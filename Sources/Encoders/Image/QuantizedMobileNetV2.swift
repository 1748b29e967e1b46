import Kernels
import NeuralNetwork

/// `MobileNetV2` over 8-bit integers, from a picture's bytes; made from the same weights when they are
/// read.
///
/// Scales need no calibration: ReLU6 bounds the wide features, and every pixel has its own scale where a
/// product takes bytes. Depthwise convolutions, whose nine terms average little rounding out, have
/// 16-bit weights and inputs.
struct QuantizedMobileNetV2: Sendable {
  private let first: QuantizedInvertedResidual
  private let blocks: [QuantizedInvertedResidual]
  private let last: QuantizedMatrix
  private let side: Int
  /// What stands for zero in each channel of a picture, once the mean is subtracted.
  private let zeros: [UInt8]
  private let trunkCount: Int
  /// The floats of workspace that a call needs.
  let scratchCount: Int

  /// Reads `features.0` to `features.18` for images of `side × side` pixels, from which the mean is
  /// subtracted and which are divided by the deviation.
  init(
    side: Int, mean: [Float], deviation: [Float], from parameters: ParameterReader
  ) throws(WeightsError) {
    let features = parameters["features"]
    let stem = try Self.stem(mean: mean, deviation: deviation, from: features[0][0])
    var extent = Self.stemShape(side).outputWidth
    var trunkCount = 0
    var blockScratch = 0
    var blocks: [QuantizedInvertedResidual] = []
    var channels = stem.outputs
    for stage in MobileNetV2.stages {
      for repetition in 0..<stage.repetitions {
        let conv = features[blocks.count + 1]["conv"]
        let block =
          blocks.isEmpty
          ? try QuantizedInvertedResidual(after: stem, outputs: stage.channels, from: conv)
          : try QuantizedInvertedResidual(
            inputs: channels, outputs: stage.channels, expansion: stage.expansion,
            stride: repetition == 0 ? stage.stride : 1, from: conv)
        blockScratch = max(blockScratch, block.scratchCount(extent))
        extent = block.outputExtent(extent)
        trunkCount = max(trunkCount, extent * extent * stage.channels)
        channels = stage.channels
        blocks.append(block)
      }
    }
    let outputs = MobileNetV2.outputs
    let convolution = features[blocks.count + 1][0]
    last = QuantizedMatrix(
      weights: try convolution.tensor("weight", shape: [outputs, channels, 1, 1]).scalars,
      bias: try convolution.tensor("bias", shape: [outputs]).scalars, taking: .numbers,
      making: .floats)
    first = blocks.removeFirst()
    self.blocks = blocks
    self.side = side
    zeros = mean.map { UInt8(($0 * 255).rounded().clamped(to: 0...255)) }
    self.trunkCount = max(trunkCount, extent * extent * outputs)
    let lastScratch =
      Workspace.rounded(extent * extent) + Workspace.rounded((extent * extent * channels + 3) / 4)
    scratchCount =
      2 * Workspace.rounded(self.trunkCount) + Workspace.rounded((Self.paddedBytes(side) + 3) / 4)
      + max(blockScratch, lastScratch)
  }

  private static func stemShape(_ side: Int) -> ConvolutionShape {
    ConvolutionShape(height: side, width: side, channels: 3, kernel: 3, stride: 2, padding: 1)
  }

  private static func paddedBytes(_ side: Int) -> Int {
    (side + 2) * (side + 2) * 3 + Quantization.slack
  }

  /// The first convolution with the normalisation of pixels in its weights: w · (x / 255 − m) / d.
  private static func stem(
    mean: [Float], deviation: [Float], from parameters: ParameterReader
  ) throws(WeightsError) -> QuantizedMatrix {
    let weights = try parameters.tensor("weight", shape: [32, 3, 3, 3]).scalars
    var bias = try parameters.tensor("bias", shape: [32]).scalars
    var folded = [Float](repeating: 0, count: weights.count)
    for output in 0..<32 {
      for channel in 0..<3 {
        for tap in 0..<9 {
          let weight = weights[(output * 3 + channel) * 9 + tap] / deviation[channel]
          folded[(output * 9 + tap) * 3 + channel] = weight / 255
          bias[output] -= weight * mean[channel]
        }
      }
    }
    return QuantizedMatrix(
      weights: folded, bias: bias, kernel: 3, taking: .plain, making: .integers)
  }

  /// Maps the bytes of an image `[side, side, 3]` to `MobileNetV2.outputs` scalars.
  ///
  /// - Parameter observe: called with the features after each of the 17 blocks and after the last
  ///   convolution.
  func callAsFunction(
    _ pixels: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<Float>,
    workspace: Workspace, observe: (FeatureMap) -> Void = { _ in }
  ) {
    precondition(pixels.count == side * side * 3, "the network takes \(side) pixels")
    workspace.withScratch(trunkCount) { one in
      workspace.withScratch(trunkCount) { other in
        workspace.withBytes(Self.paddedBytes(side)) { padded in
          pad(pixels, into: padded)
          var features = first(
            padded: padded, Self.stemShape(side), into: one, workspace: workspace)
          observe(features)
          for block in blocks {
            let free = features.base == one ? other : one
            features = block(features, into: free, workspace: workspace)
            observe(features)
          }
          let free = features.base == one ? other : one
          features = convolveLast(features, into: free, workspace)
          observe(features)
          features.average(into: output)
        }
      }
    }
  }

  private func convolveLast(
    _ features: FeatureMap, into output: UnsafeMutablePointer<Float>, _ workspace: Workspace
  ) -> FeatureMap {
    let pixels = features.height * features.width
    workspace.withScratch(pixels) { scales in
      workspace.withBytes(features.count) { bytes in
        Quantization.quantize(
          features.base, count: pixels, width: features.channels, into: bytes, scales: scales)
        last.multiply(bytes, count: pixels, scales: scales, clampedTo: 0...6, into: output)
      }
    }
    return FeatureMap(
      output, height: features.height, width: features.width, channels: last.outputs)
  }

  /// Surrounds a picture with what its zeros are.
  private func pad(
    _ pixels: UnsafeBufferPointer<UInt8>, into padded: UnsafeMutablePointer<UInt8>
  ) {
    guard let source = pixels.baseAddress else { return }
    let row = (side + 2) * 3
    for index in 0..<row + Quantization.slack {
      padded[index] = zeros[index % 3]
      padded[(side + 1) * row + index] = zeros[index % 3]
    }
    for number in 0..<side {
      let target = padded + (number + 1) * row
      for channel in 0..<3 {
        target[channel] = zeros[channel]
        target[row - 3 + channel] = zeros[channel]
      }
      (target + 3).update(from: source + number * side * 3, count: side * 3)
    }
  }
}

extension Float {
  fileprivate func clamped(to range: ClosedRange<Float>) -> Float {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
