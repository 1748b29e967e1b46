import CKernels

/// A dense convolution of 3 × 3 pixels with a stride and a padding of one by Winograd's minimal
/// filtering F(4 × 4, 3 × 3) (Lavin and Gray, 2016, section 4): a quarter of the products, between
/// transforms that only add.
///
/// Results differ from the sums by definition by about 1e-5 of the largest.
public struct WinogradConvolution: Sendable {
  /// Channels of the input.
  public let inputs: Int
  /// Channels of the output.
  public let outputs: Int
  /// The transformed weights, one matrix for each of a square's 36 numbers.
  private let matrices: [PackedMatrix]
  private let bias: FloatStorage

  /// The matrix G of the transform G g Gᵀ of a kernel g.
  private static let transform: [[Float]] = [
    [1 / 4, 0, 0], [-1 / 6, -1 / 6, -1 / 6], [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6], [1 / 24, -1 / 12, 1 / 6], [0, 0, 1],
  ]

  /// Rows of matrix products that are worth reading the weights for.
  private static let tilesAtOnce = 16

  /// The bytes of transformed weights, four times those of the kernels.
  public static func byteCount(inputs: Int, outputs: Int) -> Int {
    Int(NEURAL_WINOGRAD_PRODUCTS) * inputs * outputs * MemoryLayout<Float>.stride
  }

  /// Transforms kernels `[outputs, 3, 3, inputs]`, with a bias `[outputs]`; traps on other counts.
  public init(
    weights: [Float], bias: [Float], inputs: Int, outputs: Int,
    instructionSet: InstructionSet = .best
  ) {
    precondition(weights.count == outputs * 9 * inputs && bias.count == outputs)
    self.inputs = inputs
    self.outputs = outputs
    self.bias = FloatStorage(bias)
    matrices = (0..<Int(NEURAL_WINOGRAD_PRODUCTS)).map { position in
      let (row, column) = (Self.transform[position / 6], Self.transform[position % 6])
      return PackedMatrix(
        inputs: inputs, outputs: outputs, bias: nil, instructionSet: instructionSet
      ) { range, transformed in
        weights.withUnsafeBufferPointer { weights in
          for output in range {
            let sums = transformed + (output - range.lowerBound) * inputs
            sums.update(repeating: 0, count: inputs)
            for tap in 0..<9 {
              let factor = row[tap / 3] * column[tap % 3]
              guard factor != 0 else { continue }
              let first = (output * 9 + tap) * inputs
              for input in 0..<inputs { sums[input] += factor * weights[first + input] }
            }
          }
        }
      }
    }
  }

  private static func tiles(_ extent: Int) -> Int { (extent + 3) / 4 }

  /// Rows of squares that are computed at once.
  private func bandHeight(width: Int) -> Int { max(1, Self.tilesAtOnce / Self.tiles(width)) }

  /// The floats of scratch that a call needs for images of a width.
  public func scratchCount(width: Int) -> Int {
    Int(NEURAL_WINOGRAD_PRODUCTS) * bandHeight(width: width) * Self.tiles(width)
      * (inputs + outputs)
  }

  /// Computes some rows of the output.
  ///
  /// - Parameters:
  ///   - input: `[height, width, inputs]`, not padded.
  ///   - bounds: every sum is clamped to it, before the residual is added; nil leaves it as it is.
  ///   - residual: `[rows.count, width, outputs]`; may be the output.
  ///   - scratch: room for `scratchCount(width:)` floats.
  ///   - output: `[rows.count, width, outputs]`.
  public func callAsFunction(
    _ input: UnsafePointer<Float>, height: Int, width: Int, rows: Range<Int>,
    clampedTo bounds: ClosedRange<Float>? = nil, adding residual: UnsafePointer<Float>? = nil,
    scratch: UnsafeMutablePointer<Float>, into output: UnsafeMutablePointer<Float>
  ) {
    let set = matrices[0].instructionSet.kernels
    var geometry = ConvolutionShape(
      height: height, width: width, channels: inputs, kernel: 3, padding: 1
    ).geometry
    let band = bandHeight(width: width)
    let tilesInRow = Self.tiles(width)
    for first in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: 4 * band) {
      let rowCount = min(4 * band, rows.upperBound - first)
      let tileRows = Self.tiles(rowCount)
      let tileCount = tileRows * tilesInRow
      let products = scratch + matrices.count * tileCount * inputs
      neural_winograd_input(set, &geometry, input, first, tileRows, scratch)
      for (position, matrix) in matrices.enumerated() {
        matrix.multiply(
          scratch + position * tileCount * inputs, count: tileCount,
          into: products + position * tileCount * outputs)
      }
      let offset = (first - rows.lowerBound) * width * outputs
      var epilogue = neural_epilogue(
        residual: residual.map { $0 + offset }, low: bounds?.lowerBound ?? -.infinity,
        high: bounds?.upperBound ?? .infinity)
      neural_winograd_output(
        set, &geometry, products, tileRows, rowCount, bias.base, outputs, &epilogue,
        output + offset)
    }
  }
}
