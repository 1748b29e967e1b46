import Kernels
import Testing

@Suite struct ConvolutionTests {
  /// Depthwise convolution by definition.
  static func naive(
    _ shape: ConvolutionShape, _ input: [Float], _ weights: [Float], _ bias: [Float],
    _ bounds: ClosedRange<Double>
  ) -> [Double] {
    var result: [Double] = []
    for y in 0..<shape.outputHeight {
      for x in 0..<shape.outputWidth {
        for channel in 0..<shape.channels {
          var sum = Double(bias[channel])
          for ky in 0..<shape.kernel {
            for kx in 0..<shape.kernel {
              let row = y * shape.stride + ky - shape.padding
              let column = x * shape.stride + kx - shape.padding
              guard (0..<shape.height).contains(row), (0..<shape.width).contains(column) else {
                continue
              }
              sum +=
                Double(input[(row * shape.width + column) * shape.channels + channel])
                * Double(weights[(ky * shape.kernel + kx) * shape.channels + channel])
            }
          }
          result.append(min(max(sum, bounds.lowerBound), bounds.upperBound))
        }
      }
    }
    return result
  }

  @Test(
    "depthwise convolutions equal naive loops on odd sizes, kernels and strides",
    arguments: instructionSets)
  func depthwise(set: InstructionSet) {
    for channels in oddLengths {
      for (height, width) in [(1, 1), (2, 9), (7, 8), (9, 5), (12, 17)] {
        for (kernel, stride, padding) in [
          (3, 1, 1), (3, 2, 1), (3, 1, 2), (3, 3, 1), (5, 1, 2), (5, 2, 4), (1, 1, 0), (3, 1, 0),
          (2, 1, 1), (3, 2, 0),
        ] where min(height, width) + 2 * padding >= kernel {
          let shape = ConvolutionShape(
            height: height, width: width, channels: channels, kernel: kernel, stride: stride,
            padding: padding)
          var numbers = Numbers(seed: channels + height * 100 + kernel * 10_000)
          let input = numbers.next(height * width * channels)
          let weights = numbers.next(kernel * kernel * channels)
          let bias = numbers.next(channels)
          let count = shape.outputHeight * shape.outputWidth * channels
          let output = FloatStorage(count: count + 1)
          output.base[count] = 42
          Convolution.depthwise(
            shape, input: input, weights: weights,
            bias: bias, clampedTo: -0.5...1.5, into: output.base,
            instructionSet: set)
          let difference = largestDifference(
            Array(output.scalars.dropLast()), Self.naive(shape, input, weights, bias, -0.5...1.5))
          // At most 26 sums of size one: 26 roundings of 2⁻²⁴ of at most 10.
          #expect(difference <= 1.6e-5, "\(shape): \(difference)")
          #expect(output.scalars.last == 42, "\(shape): written past the end")
        }
      }
    }
  }

  @Test("patches are the receptive fields, zero outside the image")
  func patches() {
    let shape = ConvolutionShape(
      height: 5, width: 4, channels: 3, kernel: 3, stride: 2, padding: 1)
    let input = (1...60).map(Float.init)
    let pixels = 1..<6
    let output = FloatStorage(count: pixels.count * 9 * 2)
    Convolution.gatherPatches(
      shape, input: input, channels: 1..<3, pixels: pixels, into: output.base)
    var expected: [Float] = []
    for pixel in pixels {
      for ky in 0..<3 {
        for kx in 0..<3 {
          let row = pixel / shape.outputWidth * 2 + ky - 1
          let column = pixel % shape.outputWidth * 2 + kx - 1
          for channel in 1..<3 {
            let isInside = (0..<5).contains(row) && (0..<4).contains(column)
            expected.append(isInside ? input[(row * 4 + column) * 3 + channel] : 0)
          }
        }
      }
    }
    #expect(output.scalars == expected)
  }

  @Test("the mean is taken over pixels", arguments: instructionSets)
  func mean(set: InstructionSet) {
    for channels in oddLengths {
      for pixels in [1, 2, 36] {
        var numbers = Numbers(seed: channels)
        let input = numbers.next(pixels * channels)
        let output = FloatStorage(count: channels)
        Convolution.mean(
          input, pixels: pixels, channels: channels, into: output.base,
          instructionSet: set)
        let expected = (0..<channels).map { channel in
          (0..<pixels).reduce(0.0) { $0 + Double(input[$1 * channels + channel]) } / Double(pixels)
        }
        #expect(largestDifference(output.scalars, expected) <= 1e-6)
      }
    }
  }
}
