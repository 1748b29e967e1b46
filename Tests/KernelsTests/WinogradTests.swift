import Kernels
import Testing

@Suite("Winograd's convolutions") struct WinogradTests {
  @Test(
    "all rows, and some of them, equal naive loops on sizes that no square divides",
    arguments: instructionSets)
  func convolution(set: InstructionSet) {
    for (channels, outputs) in [(1, 1), (5, 33), (16, 16), (33, 7)] {
      for (height, width) in [(1, 1), (4, 4), (7, 5), (9, 70)] {
        let shape = ConvolutionShape(
          height: height, width: width, channels: channels, kernel: 3, padding: 1)
        var numbers = Numbers(seed: channels + outputs * 100 + height * 10_000)
        let input = numbers.next(height * width * channels)
        let weights = numbers.next(outputs * 9 * channels)
        let bias = numbers.next(outputs)
        let convolution = WinogradConvolution(
          weights: weights, bias: bias, inputs: channels, outputs: outputs, instructionSet: set)
        let sums = ConvolutionTests.naiveDense(shape, outputs, input, weights, bias)
        let scratch = FloatStorage(count: convolution.scratchCount(width: width) + 1)
        scratch.base[scratch.count - 1] = 42
        for rows in [0..<height, height / 3..<(height + 1) / 2] where !rows.isEmpty {
          let residual = numbers.next(rows.count * width * outputs)
          let output = FloatStorage(residual + [42])
          convolution(
            input, height: height, width: width, rows: rows, clampedTo: -1...2,
            adding: output.base, scratch: scratch.base, into: output.base)
          let part = sums[rows.lowerBound * width * outputs..<rows.upperBound * width * outputs]
          let difference = largestDifference(
            Array(output.scalars.dropLast()),
            zip(part, residual).map { min(max($0, -1), 2) + Double($1) })
          // The transforms multiply by up to 8 · 5 · 5 what cancels in the end: hundreds of roundings
          // of 2⁻²⁴ of sums of up to about 30.
          #expect(difference <= 3e-4, "\(shape) → \(outputs), rows \(rows): \(difference)")
          #expect(output.scalars.last == 42, "written past the end")
          #expect(scratch.scalars.last == 42, "written past the end of the scratch")
        }
      }
    }
  }
}
