import Kernels
import Testing

@Suite struct QuantizedTests {
  /// Weights that are whole multiples of a scale are rounded to themselves, so that products are exact
  /// integers; the largest of each output, ±127 steps, sets the scale.
  static func wholeWeights(_ outputs: Int, _ inputs: Int, step: Float, seed: Int) -> [Float] {
    var numbers = Numbers(seed: seed)
    return (0..<outputs).flatMap { _ in
      let places = (0..<inputs).map { _ in (numbers.next() * 127).rounded() }
      return ([127] + places.dropFirst()).map { $0 * step }
    }
  }

  static func bytes(_ count: Int, seed: Int) -> [UInt8] {
    var numbers = Numbers(seed: seed)
    return (0..<count).map { _ in UInt8(min(max((numbers.next() + 1) * 128, 0), 255)) }
  }

  static let sizes = [
    (inputs: 4, outputs: 1), (8, 7), (12, 16), (16, 17), (28, 32), (36, 33), (320, 24), (1280, 40),
  ]

  @Test("products of bytes are exact where weights are whole steps", arguments: instructionSets)
  func products(set: InstructionSet) {
    for (inputs, outputs) in Self.sizes {
      for count in [1, 2, 3, 5, 13, 14, 15, 29] {
        let weights = Self.wholeWeights(outputs, inputs, step: 1, seed: inputs)
        var rows = Self.bytes(count * inputs, seed: count)
        // A row of extremes: sums of two products exceed 16 bits.
        for index in 0..<inputs { rows[index] = 255 }
        let bias = (0..<outputs).map { Float($0) - 7 }
        let added = (0..<count * outputs).map { Float($0 % 11) }
        let matrix = QuantizedMatrix(
          weights: weights, bias: bias, taking: .plain, making: .floats, instructionSet: set)
        let output = FloatStorage(added + [42])
        matrix.multiply(
          rows, count: count, clampedTo: -1e5...1e6, adding: output.base, into: output.base)
        var expected: [Float] = []
        for row in 0..<count {
          for index in 0..<outputs {
            var sum = 0
            for input in 0..<inputs {
              sum += Int(rows[row * inputs + input]) * Int(weights[index * inputs + input])
            }
            let value = Float(sum) + bias[index]
            expected.append(min(max(value, -1e5), 1e6) + added[row * outputs + index])
          }
        }
        // 1280 products of at most 255 · 127 may pass 2²⁴, from where floats have steps of four.
        let difference = zip(output.scalars, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(difference <= 8, "\(count) × \(inputs) → \(outputs): \(difference)")
        #expect(output.scalars.last == 42, "written past the end")
      }
    }
  }

  @Test("scaled rows give products as precise as their steps", arguments: instructionSets)
  func scaledRows(set: InstructionSet) {
    for (inputs, outputs) in Self.sizes {
      var numbers = Numbers(seed: inputs + outputs)
      let count = 5
      var rows = numbers.next(count * inputs)
      for index in 0..<inputs { rows[inputs + index] *= 1000 }
      for index in 0..<inputs { rows[2 * inputs + index] = 0 }
      let weights = numbers.next(outputs * inputs)
      let bias = numbers.next(outputs)
      var bytes = [UInt8](repeating: 0, count: count * inputs)
      let scales = FloatStorage(count: count)
      Quantization.quantize(
        rows, count: count, width: inputs, into: &bytes, scales: scales.base, instructionSet: set)
      #expect(bytes[2 * inputs..<3 * inputs].allSatisfy { $0 == 128 }, "zero is in the middle")
      let matrix = QuantizedMatrix(
        weights: weights, bias: bias, taking: .numbers, making: .floats, instructionSet: set)
      let output = FloatStorage(count: count * outputs)
      matrix.multiply(bytes, count: count, scales: scales.base, into: output.base)
      let exact = PackedMatrixTests.naive(rows, weights, bias, inputs: inputs, outputs: outputs)
      for row in 0..<count {
        // Half a step of each input and of each weight, which is at most 1.
        let step = Double(scales.base[row])
        let bound = Double(inputs) * (step / 2 + step * 127 / 254 + 1e-5) + 1e-5
        for index in row * outputs..<(row + 1) * outputs {
          let difference = abs(Double(output.base[index]) - exact[index])
          #expect(difference <= bound)
        }
      }
    }
  }

  @Test("every set rounds rows alike, halves up, and lets no NaN pass for a number")
  func rows() {
    let rows: [Float] = [127, -127, 0.5, -0.5, 1.49, -1.51, 0, 64, 3, .nan, 1, 2, 0, -0.0, 5]
    for set in instructionSets {
      for (start, width) in [(0, 9), (8, 4), (12, 3)] {
        var bytes = [UInt8](repeating: 0, count: width)
        let scale = FloatStorage(count: 1)
        Quantization.quantize(
          Array(rows[start..<start + width]), count: 1, width: width, into: &bytes,
          scales: scale.base, instructionSet: set)
        switch start {
        case 0:
          #expect(bytes == [255, 1, 129, 128, 129, 126, 128, 192, 131])
          #expect(scale.base[0] == 1)
        case 8: #expect(scale.base[0].isNaN)
        default: #expect(bytes == [128, 128, 255])
        }
      }
    }
  }

  @Test("every set rounds rows of levels alike, and leaves small ones as they are")
  func levels() {
    let width = 96
    var row = (0..<width).map { Int16($0 * 344) }
    row[5] = 32767
    let small = (0..<width).map { Int16($0 * 2 + 65) }
    let none = [Int16](repeating: 0, count: width)
    for set in instructionSets {
      var bytes = [UInt8](repeating: 9, count: 3 * width + 1)
      let scales = FloatStorage(count: 3)
      Quantization.quantize(
        row + small + none, count: 3, width: width, into: &bytes, scales: scales.base,
        instructionSet: set)
      for (byte, level) in zip(bytes, row) {
        // Half a step of 32767 / 255 levels.
        let difference = abs(Float(byte) * scales.base[0] - Float(level))
        #expect(difference <= 65)
      }
      #expect(bytes[5] == 255)
      #expect(bytes[width..<2 * width].elementsEqual(small.map { UInt8($0) }))
      #expect(bytes[2 * width..<3 * width].allSatisfy { $0 == 0 })
      #expect(scales.base[1] == 1 && scales.base[2] == 1 && bytes.last == 9)
    }
  }

  @Test("integers between layers are rounded and clamped to 0 … 32767", arguments: instructionSets)
  func integers(set: InstructionSet) {
    for (inputs, outputs, count) in [(4, 32, 1), (24, 160, 17), (96, 64, 29)] {
      var numbers = Numbers(seed: inputs)
      let rows = numbers.next(count * inputs)
      let weights = numbers.next(outputs * inputs)
      let bias = numbers.next(outputs)
      var bytes = [UInt8](repeating: 0, count: rows.count)
      let scales = FloatStorage(count: count)
      Quantization.quantize(
        rows, count: count, width: inputs, into: &bytes, scales: scales.base, instructionSet: set)
      func matrix(_ result: QuantizedMatrix.Result) -> QuantizedMatrix {
        QuantizedMatrix(
          weights: weights, bias: bias, taking: .numbers, making: result, instructionSet: set)
      }
      let floats = FloatStorage(count: count * outputs)
      matrix(.floats).multiply(
        bytes, count: count, scales: scales.base, clampedTo: 0...6, into: floats.base)
      var integers = [Int16](repeating: -1, count: count * outputs + 1)
      matrix(.integers).multiply(bytes, count: count, scales: scales.base, into: &integers)
      for (float, integer) in zip(floats.scalars, integers) {
        // Half a step, and float32's rounding near 32767.
        let difference = abs(float * (32767.0 / 6) - Float(integer))
        #expect(difference <= 0.51)
      }
      #expect(integers.last == -1, "written past the end")
      #expect(integers.contains(0) && integers.max() ?? 0 > 4095)
    }
  }

  @Test("a convolution of bytes equals naive loops", arguments: instructionSets)
  func convolution(set: InstructionSet) {
    let shape = ConvolutionShape(
      height: 9, width: 13, channels: 3, kernel: 3, stride: 2, padding: 1)
    let weights = Self.wholeWeights(32, 27, step: 1e-4, seed: 4)
    let bias = (0..<32).map { Float($0) / 16 }
    let columns = shape.width + 2
    let padded = Self.bytes((shape.height + 2) * columns * 3 + Quantization.slack, seed: 8)
    let matrix = QuantizedMatrix(
      weights: weights, bias: bias, kernel: 3, taking: .plain, making: .integers,
      instructionSet: set)
    let pixels = shape.outputHeight * shape.outputWidth
    var result = [Int16](repeating: 0, count: pixels * 32)
    matrix.convolve(padded, shape, rows: shape.outputHeight, into: &result)
    for pixel in 0..<pixels {
      for output in 0..<32 {
        var sum = Double(bias[output])
        for ky in 0..<3 {
          for index in 0..<9 {
            let row = pixel / shape.outputWidth * 2 + ky
            let column = pixel % shape.outputWidth * 2
            sum +=
              Double(padded[(row * columns + column) * 3 + index])
              * Double(weights[output * 27 + ky * 9 + index])
          }
        }
        let level = min(max(sum, 0), 6) * (32767.0 / 6)
        let difference = abs(level - Double(result[pixel * 32 + output]))
        #expect(difference <= 0.55)
      }
    }
  }

  @Test(
    "depthwise convolutions of integers equal naive loops at every edge",
    arguments: instructionSets)
  func depthwise(set: InstructionSet) {
    for (height, width) in [(1, 1), (2, 2), (3, 5), (4, 7), (6, 6), (5, 12), (3, 24), (7, 9)] {
      for stride in [1, 2] {
        for channels in [32, 96] {
          let shape = ConvolutionShape(
            height: height, width: width, channels: channels, kernel: 3, stride: stride,
            padding: 1)
          var numbers = Numbers(seed: width * 10 + stride)
          let weights = numbers.next(9 * channels)
          let bias = numbers.next(channels)
          // The extremes among them: sums of nine products must not overflow.
          let input = (0..<height * width * channels).map { index in
            index % 5 == 0 ? 32767 : Int16((numbers.next() + 1) * 16383)
          }
          let exact = ConvolutionTests.naive(
            shape, input.map { Float($0) * 6 / 32767 }, weights, bias, 0...6)
          let layer = QuantizedDepthwise(weights: weights, bias: bias, instructionSet: set)
          let count = shape.outputWidth * channels
          for row in 0..<shape.outputHeight {
            var output = [Int16](repeating: 7, count: count + 1)
            input.withUnsafeBufferPointer { input in
              func present(_ number: Int) -> UnsafePointer<Int16>? {
                (0..<height).contains(number)
                  ? input.baseAddress.map { $0 + number * width * channels } : nil
              }
              let top = row * stride - 1
              layer.row(shape, present(top), present(top + 1), present(top + 2), into: &output)
            }
            for (found, exact) in zip(output, exact[row * count..<(row + 1) * count]) {
              // Half a step, and nine inputs times half a step of the weights, which is less than
              // 9 / 65,000 here.
              let difference = abs(Double(found) - exact * (32767.0 / 6))
              #expect(difference <= 22)
            }
            #expect(output.last == 7, "written past the end")
          }
        }
      }
    }
  }
}
