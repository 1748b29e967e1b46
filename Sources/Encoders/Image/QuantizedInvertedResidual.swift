import Kernels
import NeuralNetwork

/// MobileNetV2's block over integers: what comes in and what goes out are floats, so that residuals add
/// up exactly, and in between ReLU6 bounds everything to 0 … 6. Both are rounded to bytes with a scale
/// for each pixel where a product takes them.
struct QuantizedInvertedResidual: Sendable {
  private let expansion: Expansion
  private let depthwise: QuantizedDepthwise
  private let projection: QuantizedMatrix
  private let stride: Int
  private let isResidual: Bool

  private enum Expansion: Sendable {
    case pointwise(QuantizedMatrix)
    /// The network's first convolution, which takes a picture's bytes.
    case stem(QuantizedMatrix)
  }

  /// Bytes of expanded and filtered features in the workspace at once: a part of the second-level
  /// cache.
  private static let bandBytes = 256 * 1024

  /// Reads `0.0`, `1.0` and `2`.
  init(
    inputs: Int, outputs: Int, expansion factor: Int, stride: Int, from conv: ParameterReader
  ) throws(WeightsError) {
    let hidden = inputs * factor
    let weights = try conv[0][0].tensor("weight", shape: [hidden, inputs, 1, 1]).scalars
    let bias = try conv[0][0].tensor("bias", shape: [hidden]).scalars
    let room = Self.padded(hidden)
    let absent = [Float](repeating: 0, count: room - hidden)
    expansion = .pointwise(
      QuantizedMatrix(
        weights: weights + [Float](repeating: 0, count: absent.count * inputs),
        bias: bias + absent, taking: .numbers, making: .integers))
    depthwise = try Self.depthwise(channels: hidden, from: conv[1][0])
    projection = try Self.projection(inputs: hidden, outputs: outputs, from: conv[2])
    self.stride = stride
    isResidual = stride == 1 && inputs == outputs
  }

  /// Reads `0.0` and `1`: a block without an expansion, joined with the convolution before it, which
  /// takes bytes and makes a multiple of `Quantization.channelMultiple` channels.
  init(
    after stem: QuantizedMatrix, outputs: Int, from conv: ParameterReader
  ) throws(WeightsError) {
    expansion = .stem(stem)
    depthwise = try Self.depthwise(channels: stem.outputs, from: conv[0][0])
    projection = try Self.projection(inputs: stem.outputs, outputs: outputs, from: conv[1])
    stride = 1
    isResidual = false
  }

  /// Channels that do not exist fill up a vector; their weights are zero.
  private static func padded(_ channels: Int) -> Int {
    let multiple = Quantization.channelMultiple
    return (channels + multiple - 1) / multiple * multiple
  }

  /// From `[channels, 1, 3, 3]` to `[3, 3, channels]`.
  private static func depthwise(
    channels: Int, from parameters: ParameterReader
  ) throws(WeightsError) -> QuantizedDepthwise {
    let weights = try parameters.tensor("weight", shape: [channels, 1, 3, 3]).scalars
    let bias = try parameters.tensor("bias", shape: [channels]).scalars
    let room = padded(channels)
    var reordered = [Float](repeating: 0, count: 9 * room)
    for channel in 0..<channels {
      for tap in 0..<9 { reordered[tap * room + channel] = weights[channel * 9 + tap] }
    }
    return QuantizedDepthwise(
      weights: reordered, bias: bias + [Float](repeating: 0, count: room - channels))
  }

  private static func projection(
    inputs: Int, outputs: Int, from parameters: ParameterReader
  ) throws(WeightsError) -> QuantizedMatrix {
    let weights = try parameters.tensor("weight", shape: [outputs, inputs, 1, 1]).scalars
    let bias = try parameters.tensor("bias", shape: [outputs]).scalars
    let absent = [Float](repeating: 0, count: padded(inputs) - inputs)
    let rows = (0..<outputs).flatMap { weights[$0 * inputs..<($0 + 1) * inputs] + absent }
    return QuantizedMatrix(weights: rows, bias: bias, taking: .levels, making: .floats)
  }

  /// The height (or width) of the output for that of the depthwise convolution's input.
  func outputExtent(_ extent: Int) -> Int { (extent - 1) / stride + 1 }

  /// How many rows of the output are computed at once, and the bytes of memory that takes.
  private struct Band {
    let height: Int
    /// Rows of the expanded features that these depend on.
    let expandedHeight: Int
    let expandedCount: Int
    let filteredCount: Int

    init(_ block: QuantizedInvertedResidual, extent: Int) {
      let (channels, output) = (block.depthwise.channels, block.outputExtent(extent))
      func expanded(_ rows: Int) -> Int { min((rows - 1) * block.stride + 3, extent) }
      func counts(_ rows: Int) -> (expanded: Int, filtered: Int) {
        (expanded(rows) * extent * channels, rows * output * channels)
      }
      var rows = 1
      while rows < output {
        let next = counts(rows + 1)
        let bytes = 2 * next.expanded + 3 * next.filtered
        guard bytes <= QuantizedInvertedResidual.bandBytes else { break }
        rows += 1
      }
      height = rows
      expandedHeight = expanded(rows)
      (expandedCount, filteredCount) = counts(rows)
    }
  }

  /// The floats of workspace that a call needs where the depthwise convolution's input is square.
  func scratchCount(_ extent: Int) -> Int {
    let band = Band(self, extent: extent)
    var count = Workspace.rounded(band.height * outputExtent(extent))
    count += Workspace.rounded((band.expandedCount + 1) / 2)
    count += Workspace.rounded((band.filteredCount + 1) / 2)
    count += Workspace.rounded((band.filteredCount + 3) / 4)
    if case .pointwise(let matrix) = expansion {
      count += Workspace.rounded(extent * extent)
      count += Workspace.rounded((extent * extent * matrix.inputs + 3) / 4)
    }
    return count
  }

  /// Maps features to room that does not overlap them.
  func callAsFunction(
    _ input: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) -> FeatureMap {
    guard case .pointwise(let matrix) = expansion else {
      preconditionFailure("the first block takes bytes")
    }
    let pixels = input.height * input.width
    return workspace.withScratch(pixels) { scales in
      workspace.withBytes(pixels * matrix.inputs) { bytes in
        Quantization.quantize(
          input.base, count: pixels, width: matrix.inputs, into: bytes, scales: scales)
        return run(
          extent: input.width, residual: isResidual ? input.base : nil, into: output, workspace
        ) { rows, expanded in
          let first = rows.lowerBound * input.width
          matrix.multiply(
            bytes + first * matrix.inputs, count: rows.count * input.width,
            scales: scales + first, into: expanded)
        }
      }
    }
  }

  /// Maps a picture's bytes, padded, to features; the shape is the first convolution's.
  func callAsFunction(
    padded: UnsafePointer<UInt8>, _ shape: ConvolutionShape,
    into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) -> FeatureMap {
    guard case .stem(let matrix) = expansion else {
      preconditionFailure("only the first block takes bytes")
    }
    let row = (shape.width + 2 * shape.padding) * shape.channels
    return run(extent: shape.outputWidth, residual: nil, into: output, workspace) {
      rows, expanded in
      matrix.convolve(
        padded + rows.lowerBound * shape.stride * row, shape, rows: rows.count, into: expanded)
    }
  }

  /// Goes over the image in bands; `expand` writes some rows of expanded features.
  private func run(
    extent: Int, residual: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>,
    _ workspace: Workspace, expand: (Range<Int>, UnsafeMutablePointer<Int16>) -> Void
  ) -> FeatureMap {
    let band = Band(self, extent: extent)
    let channels = depthwise.channels
    let side = outputExtent(extent)
    let result = FeatureMap(output, height: side, width: side, channels: projection.outputs)
    let shape = ConvolutionShape(
      height: extent, width: extent, channels: channels, kernel: 3, stride: stride, padding: 1)
    workspace.withIntegers(band.expandedCount) { expanded in
      workspace.withIntegers(band.filteredCount) { filtered in
        func row(_ row: Int) -> UnsafeMutablePointer<Int16> {
          expanded + row % band.expandedHeight * extent * channels
        }
        func present(_ number: Int) -> UnsafePointer<Int16>? {
          (0..<extent).contains(number) ? UnsafePointer(row(number)) : nil
        }
        var end = 0
        for first in Swift.stride(from: 0, to: side, by: band.height) {
          let rows = first..<min(first + band.height, side)
          let needed = min((rows.upperBound - 1) * stride + 2, extent)
          while end < needed {
            // Up to where the memory begins again.
            let run = end..<min(needed, (end / band.expandedHeight + 1) * band.expandedHeight)
            expand(run, row(end))
            end = run.upperBound
          }
          for number in rows {
            let top = number * stride - 1
            depthwise.row(
              shape, present(top), present(top + 1), present(top + 2),
              into: filtered + (number - first) * side * channels)
          }
          let offset = first * side * result.channels
          project(
            filtered, pixels: rows.count * side, residual: residual.map { $0 + offset },
            into: output + offset, workspace)
        }
      }
    }
    return result
  }

  private func project(
    _ filtered: UnsafePointer<Int16>, pixels: Int, residual: UnsafePointer<Float>?,
    into output: UnsafeMutablePointer<Float>, _ workspace: Workspace
  ) {
    workspace.withScratch(pixels) { scales in
      workspace.withBytes(pixels * depthwise.channels) { bytes in
        Quantization.quantize(
          filtered, count: pixels, width: depthwise.channels, into: bytes, scales: scales)
        projection.multiply(bytes, count: pixels, scales: scales, adding: residual, into: output)
      }
    }
  }
}

extension Workspace {
  /// Lends `count` integers, of any value, until `body` returns.
  func withIntegers<Result>(_ count: Int, _ body: (UnsafeMutablePointer<Int16>) -> Result) -> Result
  {
    withScratch((count + 1) / 2) { scratch in
      body(UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Int16.self))
    }
  }

  /// Lends `count` bytes, of any value, until `body` returns.
  func withBytes<Result>(_ count: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Result) -> Result {
    withScratch((count + 3) / 4) { scratch in
      body(UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: UInt8.self))
    }
  }
}
