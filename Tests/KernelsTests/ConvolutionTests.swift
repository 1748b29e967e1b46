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
          (2, 1, 1), (3, 2, 0), (7, 1, 3),
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
          for y in 0..<shape.outputHeight {
            input.withUnsafeBufferPointer { input in
              let rows = (0..<kernel).map { tap -> UnsafePointer<Float>? in
                let row = y * stride - padding + tap
                guard (0..<height).contains(row), let base = input.baseAddress else { return nil }
                return base + row * width * channels
              }
              rows.withUnsafeBufferPointer { rows in
                Convolution.depthwiseRow(
                  shape, rows: rows, weights: weights, bias: bias, clampedTo: -0.5...1.5,
                  into: output.base + y * shape.outputWidth * channels, instructionSet: set)
              }
            }
          }
          let difference = largestDifference(
            Array(output.scalars.dropLast()), Self.naive(shape, input, weights, bias, -0.5...1.5))
          // At most 50 sums of size one: 50 roundings of 2⁻²⁴ of about 5.
          #expect(difference <= 1.6e-5, "\(shape): \(difference)")
          #expect(output.scalars.last == 42, "\(shape): written past the end")
        }
      }
    }
  }

  @Test("padding surrounds the chosen rows and channels with zeros")
  func padding() {
    let shape = ConvolutionShape(height: 3, width: 2, channels: 4, kernel: 3, padding: 1)
    let input = (1...24).map(Float.init)
    for channels in [1..<3, 0..<4] {
      let rows = -1..<4
      let output = FloatStorage(count: rows.count * 4 * channels.count + 1)
      output.base[output.count - 1] = 42
      Convolution.pad(shape, input: input, channels: channels, rows: rows, into: output.base)
      var expected: [Float] = []
      for row in rows {
        for column in -1..<3 {
          for channel in channels {
            let isInside = (0..<3).contains(row) && (0..<2).contains(column)
            expected.append(isInside ? input[(row * 2 + column) * 4 + channel] : 0)
          }
        }
      }
      #expect(output.scalars == expected + [42])
    }
  }

  @Test(
    "dense convolutions equal naive loops on odd sizes, kernels and strides",
    arguments: instructionSets)
  func dense(set: InstructionSet) {
    for (channels, outputs) in [(1, 1), (3, 32), (5, 17), (8, 33), (17, 7)] {
      for (kernel, stride, padding) in [(3, 1, 1), (3, 2, 1), (1, 2, 0), (5, 1, 2), (2, 2, 0)] {
        let shape = ConvolutionShape(
          height: 7, width: 16, channels: channels, kernel: kernel, stride: stride,
          padding: padding)
        var numbers = Numbers(seed: channels + outputs * 100 + kernel * 10_000)
        let input = numbers.next(shape.height * shape.width * channels)
        let weights = numbers.next(outputs * kernel * kernel * channels)
        let bias = numbers.next(outputs)
        let matrix = PackedMatrix(
          weights: weights, bias: bias, inputs: kernel * kernel * channels, outputs: outputs,
          instructionSet: set)
        let rows = shape.outputHeight
        let padded = FloatStorage(
          count: ((rows - 1) * stride + kernel) * (shape.width + 2 * padding) * channels)
        Convolution.pad(
          shape, input: input, channels: 0..<channels,
          rows: -padding..<(rows - 1) * stride + kernel - padding, into: padded.base)
        let pixels = rows * shape.outputWidth
        let added = numbers.next(pixels * outputs)
        let output = FloatStorage(added + [42])
        matrix.convolve(
          padded.base, shape, rows: rows, clampedTo: -0.5...1.5, adding: output.base,
          into: output.base)
        let expected = Self.naiveDense(shape, outputs, input, weights, bias)
        let difference = largestDifference(
          Array(output.scalars.dropLast()),
          zip(expected, added).map { min(max($0, -0.5), 1.5) + Double($1) })
        // At most 154 sums of size one: 154 roundings of 2⁻²⁴ of at most 154, rarely above a tenth.
        #expect(difference <= 2e-4, "\(shape) → \(outputs): \(difference)")
        #expect(output.scalars.last == 42, "written past the end")
      }
    }
  }

  /// Dense convolution by definition, `[pixels, outputs]`.
  static func naiveDense(
    _ shape: ConvolutionShape, _ outputs: Int, _ input: [Float], _ weights: [Float],
    _ bias: [Float]
  ) -> [Double] {
    var result: [Double] = []
    for pixel in 0..<shape.outputHeight * shape.outputWidth {
      for output in 0..<outputs {
        var sum = Double(bias[output])
        for tap in 0..<shape.kernel * shape.kernel {
          let row = pixel / shape.outputWidth * shape.stride + tap / shape.kernel - shape.padding
          let column = pixel % shape.outputWidth * shape.stride + tap % shape.kernel - shape.padding
          guard (0..<shape.height).contains(row), (0..<shape.width).contains(column) else {
            continue
          }
          for channel in 0..<shape.channels {
            sum +=
              Double(input[(row * shape.width + column) * shape.channels + channel])
              * Double(
                weights[
                  (output * shape.kernel * shape.kernel + tap) * shape.channels + channel])
          }
        }
        result.append(sum)
      }
    }
    return result
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
