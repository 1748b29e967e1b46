import Kernels
import Testing

@Suite struct PackedMatrixTests {
  static func naive(
    _ rows: [Float], _ weights: [Float], _ bias: [Float]?, inputs: Int, outputs: Int
  ) -> [Double] {
    var result: [Double] = []
    for row in 0..<rows.count / inputs {
      for output in 0..<outputs {
        var sum = Double(bias?[output] ?? 0)
        for input in 0..<inputs {
          sum += Double(rows[row * inputs + input]) * Double(weights[output * inputs + input])
        }
        result.append(sum)
      }
    }
    return result
  }

  @Test("products equal naive loops on lengths around every width", arguments: instructionSets)
  func product(set: InstructionSet) {
    for inputs in oddLengths {
      for outputs in oddLengths {
        for count in [1, 2, 5, 6, 7, 13, 14, 15, 29] {
          var numbers = Numbers(seed: inputs * 10_000 + outputs * 100 + count)
          let rows = numbers.next(count * inputs)
          let weights = numbers.next(outputs * inputs)
          let bias = numbers.next(outputs)
          let matrix = PackedMatrix(
            weights: weights, bias: bias, inputs: inputs, outputs: outputs, instructionSet: set)
          let output = FloatStorage(count: count * outputs + 1)
          output.base[count * outputs] = 42
          matrix.multiply(rows, count: count, into: output.base)
          let difference = largestDifference(
            Array(output.scalars.dropLast()),
            Self.naive(rows, weights, bias, inputs: inputs, outputs: outputs))
          // At most 34 sums of size one: 34 roundings of 2⁻²⁴ of at most 34.
          #expect(difference <= 7e-5 / 2, "\(count) × \(inputs) → \(outputs): \(difference)")
          #expect(output.scalars.last == 42, "written past the end")
        }
      }
    }
  }

  /// Weights as a format holds them.
  static func held(_ weights: [Float], inputs: Int, as format: WeightFormat) -> [Float] {
    switch format {
    case .float32: return weights
    case .float16: return weights.map { Float(Float16(max(-65_504, min($0, 65_504)))) }
    case .int8:
      return stride(from: 0, to: weights.count, by: inputs).flatMap { first in
        let row = weights[first..<first + inputs]
        let largest = row.map(abs).max() ?? 0
        return row.map { ($0 * (127 / largest)).rounded() * (largest / 127) }
      }
    }
  }

  @Test(
    "products with weights in fewer bits equal naive loops with the weights rounded",
    arguments: instructionSets, WeightFormat.allCases)
  func formats(set: InstructionSet, format: WeightFormat) {
    for inputs in [1, 9, 33, 1_040] {
      for outputs in oddLengths {
        for count in [1, 7, 29] {
          var numbers = Numbers(seed: inputs * 10_000 + outputs * 100 + count)
          let rows = numbers.next(count * inputs)
          var weights = numbers.next(outputs * inputs)
          // Beyond the largest half, below the least, and between two of the subnormal ones.
          if inputs == 9 { weights.replaceSubrange(0..<4, with: [1e5, 1e-9, 3.1e-7, -6.2e-5]) }
          let bias = numbers.next(outputs)
          let residual = numbers.next(count * outputs)
          let matrix = PackedMatrix(
            weights: weights, bias: bias, inputs: inputs, outputs: outputs, format: format,
            instructionSet: set)
          let output = FloatStorage(residual + [42])
          matrix.multiply(rows, count: count, adding: output.base, into: output.base)
          let sums = Self.naive(
            rows, Self.held(weights, inputs: inputs, as: format), bias, inputs: inputs,
            outputs: outputs)
          let largest = weights.map(abs).max() ?? 0
          // As for float32, times the size of the weights.
          let bound = max(Double(largest), 1) * Double(inputs + 30) * 1.2e-7
          let expected = zip(sums, residual).map { $0 + Double($1) }
          let difference = largestDifference(Array(output.scalars.dropLast()), expected)
          #expect(difference <= bound, "\(count) × \(inputs) → \(outputs): \(difference)")
          #expect(output.scalars.last == 42, "written past the end")
        }
      }
    }
  }

  @Test("weights that are not numbers stay so in every format", arguments: instructionSets)
  func notNumbers(set: InstructionSet) {
    for format in WeightFormat.allCases {
      let matrix = PackedMatrix(
        weights: [1, .nan, 1, 1], bias: nil, inputs: 2, outputs: 2, format: format,
        instructionSet: set)
      let output = FloatStorage(count: 2)
      matrix.multiply([1, 1], count: 1, into: output.base)
      #expect(output.base[0].isNaN && abs(output.base[1] - 2) < 1e-6)
    }
  }

  @Test("both layouts of weights give the same product", arguments: instructionSets)
  func layouts(set: InstructionSet) {
    var numbers = Numbers(seed: 5)
    let weights = numbers.next(9 * 33)
    var transposed: [Float] = []
    for input in 0..<9 {
      for output in 0..<33 { transposed.append(weights[output * 9 + input]) }
    }
    let rows = FloatStorage(numbers.next(4 * 9))
    func product(_ weights: [Float], _ layout: PackedMatrix.Layout) -> [Float] {
      let output = FloatStorage(count: 4 * 33)
      let matrix = PackedMatrix(
        weights: weights, bias: nil, inputs: 9, outputs: 33, layout: layout, instructionSet: set)
      matrix.multiply(rows.base, count: 4, into: output.base)
      return output.scalars
    }
    #expect(product(weights, .outputsFirst) == product(transposed, .inputsFirst))
  }

  @Test("sums are clamped, then the residual is added, within strides", arguments: instructionSets)
  func epilogue(set: InstructionSet) {
    var numbers = Numbers(seed: 9)
    let (inputs, outputs, count, stride, outputStride) = (7, 19, 17, 11, 23)
    let rows = numbers.next(count * stride)
    let weights = numbers.next(outputs * inputs)
    let bias = numbers.next(outputs)
    let before = numbers.next(count * outputStride)
    let output = FloatStorage(before)
    PackedMatrix(
      weights: weights, bias: bias, inputs: inputs, outputs: outputs, instructionSet: set
    ).multiply(
      rows, count: count, stride: stride, clampedTo: 0...0.5,
      adding: output.base, into: output.base, outputStride: outputStride)
    let dense = (0..<count).flatMap { rows[$0 * stride..<$0 * stride + inputs] }
    let sums = Self.naive(dense, weights, bias, inputs: inputs, outputs: outputs)
    let expected = (0..<count * outputStride).map { index in
      let (row, column) = (index / outputStride, index % outputStride)
      let kept = Double(before[index])
      return column < outputs ? kept + min(max(sums[row * outputs + column], 0), 0.5) : kept
    }
    // Eight products of size one.
    #expect(largestDifference(output.scalars, expected) <= 2e-6)
  }

  @Test(
    "many inputs, which are summed in blocks, give the same as naive loops, residuals included",
    arguments: instructionSets, [1_024, 1_040, 2_048, 3_072])
  func blocks(set: InstructionSet, inputs: Int) {
    var numbers = Numbers(seed: inputs)
    let outputs = 41
    let weights = numbers.next(outputs * inputs)
    let bias = numbers.next(outputs)
    let matrix = PackedMatrix(
      weights: weights, bias: bias, inputs: inputs, outputs: outputs, instructionSet: set)
    for count in [1, 15, 71] {
      let rows = numbers.next(count * inputs)
      let residual = numbers.next(count * outputs)
      let sums = Self.naive(rows, weights, bias, inputs: inputs, outputs: outputs)
      for bounds in [nil, Float(-9)...Float(9)] {
        let output = FloatStorage(residual + [42])
        matrix.multiply(
          rows, count: count, clampedTo: bounds, adding: output.base, into: output.base)
        let expected = zip(sums, residual).map { sum, residual in
          (bounds == nil ? sum : min(max(sum, -9), 9)) + Double(residual)
        }
        // Sums of n products of at most one are about √n / 3 and seldom above √n; each of n roundings
        // adds at most 2⁻²⁴ of that, and they cancel.
        let bound = Double(inputs) * 1.2e-7
        #expect(largestDifference(Array(output.scalars.dropLast()), expected) <= bound)
        #expect(output.scalars.last == 42, "written past the end")
      }
    }
  }

  @Test("a row's product does not depend on the rows beside it", arguments: instructionSets)
  func independence(set: InstructionSet) {
    var numbers = Numbers(seed: 3)
    let (inputs, outputs, count) = (1_280, 40, 31)
    let rows = FloatStorage(numbers.next(count * inputs))
    let matrix = PackedMatrix(
      weights: numbers.next(outputs * inputs), bias: nil, inputs: inputs, outputs: outputs,
      instructionSet: set)
    let together = FloatStorage(count: count * outputs)
    matrix.multiply(rows.base, count: count, into: together.base)
    for row in 0..<count {
      let alone = FloatStorage(count: outputs)
      matrix.multiply(rows.base + row * inputs, count: 1, into: alone.base)
      #expect(alone.scalars == Array(together.scalars[row * outputs..<(row + 1) * outputs]))
    }
  }

  @Test("extreme values behave as in arithmetic", arguments: instructionSets)
  func extremes(set: InstructionSet) {
    let values: [Float] = [
      .infinity, -.infinity, .nan, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .leastNonzeroMagnitude, 0, -0.0, 1,
    ]
    for outputs in [1, 9, 33] {
      let matrix = PackedMatrix(
        weights: [Float](repeating: 1, count: outputs), bias: nil, inputs: 1, outputs: outputs,
        instructionSet: set)
      let plain = FloatStorage(count: values.count * outputs)
      matrix.multiply(values, count: values.count, into: plain.base)
      let clamped = FloatStorage(count: values.count * outputs)
      matrix.multiply(
        values, count: values.count, clampedTo: 0...6, into: clamped.base)
      for (index, value) in values.enumerated() {
        for output in 0..<outputs {
          let place = index * outputs + output
          let limit = value.isNaN ? value : min(max(value, 0), 6)
          #expect(plain.base[place] == value || value.isNaN && plain.base[place].isNaN)
          #expect(clamped.base[place] == limit || value.isNaN && clamped.base[place].isNaN)
        }
      }
    }
  }
}
