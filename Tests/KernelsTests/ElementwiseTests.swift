import Glibc
import Kernels
import Testing

@Suite struct ElementwiseTests {
  static func exact(_ function: Elementwise.Function, _ x: Double) -> Double {
    switch function {
    case .gelu: x / 2 * erfc(-x / 2.0.squareRoot())
    case .quickGELU: x / (1 + exp(-1.702 * x))
    case .silu: x / (1 + exp(-x))
    case .hardSwish: x * min(max(x + 3, 0), 6) / 6
    }
  }

  @Test(
    "functions equal their definitions within 4e-7, relative above one",
    arguments: instructionSets, Elementwise.Function.allCases)
  func functions(set: InstructionSet, function: Elementwise.Function) {
    let inputs = (-4_000...4_000).map { Float($0) / 200 }
    let output = FloatStorage(inputs)
    Elementwise.apply(function, to: output.base, count: output.count, instructionSet: set)
    for (x, found) in zip(inputs, output.scalars) {
      let expected = Self.exact(function, Double(x))
      // erf's approximation is good to 1.5e-7, the exponential and the division to 1e-7 each.
      #expect(abs(Double(found) - expected) <= 4e-7 * max(1, abs(expected)), "at \(x)")
    }
  }

  @Test("odd lengths are done to their last scalar and no further", arguments: instructionSets)
  func lengths(set: InstructionSet) {
    for length in oddLengths {
      let output = FloatStorage([Float](repeating: 2, count: length + 1))
      Elementwise.apply(.hardSwish, to: output.base, count: length, instructionSet: set)
      let expected = Float(2.0 * 5 / 6)
      #expect(output.scalars.dropLast().allSatisfy { abs($0 - expected) < 1e-6 })
      #expect(output.scalars.last == 2)
    }
  }

  @Test(
    "far values go to zero or to themselves, NaN stays NaN", arguments: instructionSets,
    Elementwise.Function.allCases)
  func extremes(set: InstructionSet, function: Elementwise.Function) {
    let output = FloatStorage([-3e4, 3e4, 1e20, 0, -0.0, .nan, .leastNonzeroMagnitude])
    Elementwise.apply(function, to: output.base, count: output.count, instructionSet: set)
    let found = output.scalars
    #expect(abs(found[0]) < 1e-30)
    #expect(abs(found[1] - 3e4) <= 0.01)
    #expect(found[2] / 1e20 > 0.9999)
    #expect(found[3] == 0 && found[4] == 0 && found[5].isNaN && found[6] < 1e-37)
  }

  @Test("pixels are looked up channel by channel")
  func pixels() {
    let table = FloatStorage((0..<768).map(Float.init))
    let output = FloatStorage(count: 6)
    let pixels: [UInt8] = [0, 1, 255, 7, 255, 0]
    pixels.withUnsafeBufferPointer {
      PixelNormalization.apply(table.base, to: $0, into: output.base)
    }
    #expect(output.scalars == [0, 257, 767, 7, 511, 512])
  }
}
