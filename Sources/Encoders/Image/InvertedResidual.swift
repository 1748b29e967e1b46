import NeuralNetwork

/// MobileNetV2's block: expand, convolve each channel, project; what comes in is added where the
/// shape stays the same.
///
/// It goes over the image in bands, so that the expanded features, six times those that come in, stay
/// in the cache.
struct InvertedResidual: Sendable {
  private let expansion: ConvolutionLayer
  private let depthwise: ConvolutionLayer
  private let projection: ConvolutionLayer
  private let isResidual: Bool

  /// Reads `0.0`, `1.0` and `2`.
  init(
    inputs: Int, outputs: Int, expansion factor: Int, stride: Int, from conv: ParameterReader
  ) throws(WeightsError) {
    let hidden = inputs * factor
    expansion = try ConvolutionLayer(
      inputs: inputs, outputs: hidden, kernel: 1, activation: .relu6, from: conv[0][0])
    depthwise = try Self.depthwise(channels: hidden, stride: stride, from: conv[1][0])
    projection = try ConvolutionLayer(
      inputs: hidden, outputs: outputs, kernel: 1, from: conv[2])
    isResidual = stride == 1 && inputs == outputs
  }

  /// Reads `0.0` and `1`: a block without an expansion, joined with the convolution before it.
  init(
    after stem: ConvolutionLayer, outputs: Int, stride: Int, from conv: ParameterReader
  ) throws(WeightsError) {
    expansion = stem
    depthwise = try Self.depthwise(channels: stem.outputs, stride: stride, from: conv[0][0])
    projection = try ConvolutionLayer(
      inputs: stem.outputs, outputs: outputs, kernel: 1, from: conv[1])
    isResidual = false
  }

  private static func depthwise(
    channels: Int, stride: Int, from parameters: ParameterReader
  ) throws(WeightsError) -> ConvolutionLayer {
    try ConvolutionLayer(
      inputs: channels, outputs: channels, kernel: 3, stride: stride, padding: 1, groups: channels,
      activation: .relu6, from: parameters)
  }

  /// The height (or width) of the output for that of an input.
  func outputExtent(_ extent: Int) -> Int {
    depthwise.outputExtent(expansion.outputExtent(extent))
  }

  /// The floats of workspace that a call needs for a square input.
  func scratchCount(_ extent: Int) -> Int {
    let band = Band(self, height: extent, width: extent)
    return Workspace.rounded(band.expandedCount) + Workspace.rounded(band.filteredCount)
      + expansion.scratchCount(width: extent)
  }

  /// How many rows of the output are computed at once, and what that takes.
  private struct Band {
    /// Rows of the output.
    let height: Int
    /// Rows of the expanded features that these depend on.
    let expandedHeight: Int
    let expandedCount: Int
    let filteredCount: Int

    /// As many rows as take about 256 kB: a part of the second-level cache.
    init(_ block: InvertedResidual, height imageHeight: Int, width imageWidth: Int) {
      let (height, width) = (
        block.expansion.outputExtent(imageHeight), block.expansion.outputExtent(imageWidth)
      )
      let (outputHeight, outputWidth) = (
        block.depthwise.outputExtent(height), block.depthwise.outputExtent(width)
      )
      let channels = block.depthwise.inputs
      func counts(_ rows: Int) -> (height: Int, expanded: Int, filtered: Int) {
        // In the middle of a high image, where no row of the kernel lies outside.
        let expanded = block.depthwise.inputRows(of: 2..<rows + 2, height: .max).count
        return (
          min(expanded, height), min(expanded, height) * width * channels,
          rows * outputWidth * channels
        )
      }
      var rows = 1
      while rows < outputHeight {
        let next = counts(rows + 1)
        guard next.expanded + next.filtered <= 64 * 1024 else { break }
        rows += 1
      }
      self.height = rows
      (expandedHeight, expandedCount, filteredCount) = counts(rows)
    }
  }

  /// Maps features to room that does not overlap them.
  func callAsFunction(
    _ input: FeatureMap, into output: UnsafeMutablePointer<Float>, workspace: Workspace
  ) -> FeatureMap {
    let band = Band(self, height: input.height, width: input.width)
    let result = FeatureMap(
      output, height: outputExtent(input.height), width: outputExtent(input.width),
      channels: projection.outputs)
    workspace.withScratch(band.expandedCount) { expandedRows in
      workspace.withScratch(band.filteredCount) { filteredRows in
        let expanded = FeatureRows(
          expandedRows, height: expansion.outputExtent(input.height),
          width: expansion.outputExtent(input.width), channels: depthwise.inputs,
          capacity: band.expandedHeight)
        var present = 0
        for first in stride(from: 0, to: result.height, by: band.height) {
          let rows = first..<min(first + band.height, result.height)
          let needed = depthwise.inputRows(of: rows, height: expanded.height).upperBound
          expanded.forEachRun(in: present..<max(present, needed)) { run in
            expansion(
              input, rows: run, into: expanded.row(run.lowerBound), workspace: workspace)
          }
          present = max(present, needed)
          for row in rows {
            depthwise(
              expanded, row: row,
              into: filteredRows + (row - first) * result.width * depthwise.outputs)
          }
          let filtered = FeatureMap(
            filteredRows, height: rows.count, width: result.width, channels: depthwise.outputs)
          let offset = first * result.width * result.channels
          projection(
            filtered, rows: 0..<rows.count, adding: isResidual ? input.base + offset : nil,
            into: output + offset, workspace: workspace)
        }
      }
    }
    return result
  }
}
