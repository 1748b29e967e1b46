import Kernels
import Testing

@Suite struct Float16ConversionTests {
  @Test("every half-precision number widens exactly", arguments: instructionSets)
  func everyHalf(set: InstructionSet) {
    let halves = (0...UInt16.max).map { $0 }
    let output = FloatStorage(count: halves.count)
    halves.withUnsafeBytes {
      guard let base = $0.baseAddress else { return }
      Float16Conversion.widen(
        float16: base, count: halves.count, into: output.base, instructionSet: set)
    }
    var wrong: [UInt16] = []
    for half in halves {
      let found = output.base[Int(half)]
      let sign: Float = half & 0x8000 == 0 ? 1 : -1
      let fraction = Float(half & 0x3FF)
      let exponent = Int(half >> 10 & 31)
      let isRight =
        switch exponent {
        case 0: found == sign * fraction * 0x1p-24 && found.sign == (sign < 0 ? .minus : .plus)
        case 31: fraction == 0 ? found == sign * .infinity : found.isNaN
        default:
          found == sign * Float(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
        }
      if !isRight { wrong.append(half) }
    }
    #expect(wrong.isEmpty)
  }

  @Test("odd counts at odd addresses are read whole and no further", arguments: instructionSets)
  func unaligned(set: InstructionSet) {
    for count in oddLengths {
      let bytes: [UInt8] = [0] + (0..<count).flatMap { _ in [0x00, 0x3E] as [UInt8] }
      let output = FloatStorage([Float](repeating: 42, count: count + 1))
      let brain = FloatStorage([Float](repeating: 42, count: count + 1))
      bytes.withUnsafeBytes {
        guard let base = $0.baseAddress else { return }
        Float16Conversion.widen(
          float16: base + 1, count: count, into: output.base, instructionSet: set)
        Float16Conversion.widen(bfloat16: base + 1, count: count, into: brain.base)
      }
      #expect(output.scalars == [Float](repeating: 1.5, count: count) + [42])
      #expect(brain.scalars == [Float](repeating: 0.125, count: count) + [42])
    }
  }
}
