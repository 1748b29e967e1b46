import Glibc
import Kernels
import Testing

@Suite struct AttentionTests {
  /// Attention by definition: `[tokens, 3, heads, headWidth]` to `[tokens, heads, headWidth]`.
  static func naive(
    _ projected: [Float], tokens: Int, heads: Int, headWidth: Int, isCausal: Bool
  ) -> [Double] {
    func value(_ token: Int, _ part: Int, _ head: Int, _ index: Int) -> Double {
      Double(projected[((token * 3 + part) * heads + head) * headWidth + index])
    }
    var result = [Double](repeating: 0, count: tokens * heads * headWidth)
    for head in 0..<heads {
      for token in 0..<tokens {
        let seen = isCausal ? token + 1 : tokens
        let scores = (0..<seen).map { other in
          (0..<headWidth).reduce(0) {
            $0 + value(token, 0, head, $1) * value(other, 1, head, $1)
          } / Double(headWidth).squareRoot()
        }
        let largest = scores.max() ?? 0
        let weights = scores.map { exp($0 - largest) }
        let total = weights.reduce(0, +)
        for index in 0..<headWidth {
          result[(token * heads + head) * headWidth + index] =
            (0..<seen).reduce(0) { $0 + weights[$1] * value($1, 2, head, index) } / total
        }
      }
    }
    return result
  }

  @Test("attention equals its definition", arguments: instructionSets, [false, true])
  func attention(set: InstructionSet, isCausal: Bool) {
    for headWidth in oddLengths {
      for tokens in [1, 2, 9, 17, 70] {
        var numbers = Numbers(seed: headWidth * 100 + tokens)
        let projected = numbers.next(tokens * 3 * 2 * headWidth).map { $0 * 3 }
        let output = FloatStorage(count: tokens * 2 * headWidth)
        let scratch = FloatStorage(
          count: Attention.scratchCount(
            tokens: tokens, headWidth: headWidth, instructionSet: set) + 1)
        scratch.base[scratch.count - 1] = 42
        Attention.apply(
          to: projected, tokens: tokens, heads: 2, headWidth: headWidth,
          isCausal: isCausal, scratch: scratch.base, into: output.base,
          instructionSet: set)
        let expected = Self.naive(
          projected, tokens: tokens, heads: 2, headWidth: headWidth, isCausal: isCausal)
        // Scores of size 50 are good to 3e-6, which the exponential passes on to values of size 3.
        #expect(
          largestDifference(output.scalars, expected) <= 2e-5, "\(tokens) tokens, \(headWidth)")
        #expect(scratch.scalars.last == 42, "written past the end of the scratch")
      }
    }
  }

  @Test("scores far apart or large do not overflow", arguments: instructionSets)
  func extremes(set: InstructionSet) {
    let projected: [Float] = [1e4, 1e4, 1, 1e4, -1e4, 2, -1e4, 1e4, 3]
    let output = FloatStorage(count: 3)
    let scratch = FloatStorage(
      count: Attention.scratchCount(tokens: 3, headWidth: 1, instructionSet: set))
    Attention.apply(
      to: projected, tokens: 3, heads: 1, headWidth: 1, isCausal: false,
      scratch: scratch.base, into: output.base, instructionSet: set)
    #expect(output.scalars == [2, 2, 2])
  }

  @Test("layer normalisation equals its definition", arguments: instructionSets)
  func normalization(set: InstructionSet) {
    for width in oddLengths where width > 1 {
      var numbers = Numbers(seed: width)
      let input = numbers.next(3 * width).map { $0 * 4 + 10 }
      let scale = numbers.next(width)
      let shift = numbers.next(width)
      let output = FloatStorage(input)
      Attention.normalizeLayer(
        output.base, rows: 3, width: width, scale: scale,
        shift: shift, epsilon: 1e-5, into: output.base, instructionSet: set)
      var expected: [Double] = []
      for row in 0..<3 {
        let values = input[row * width..<(row + 1) * width].map(Double.init)
        let mean = values.reduce(0, +) / Double(width)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        for (index, value) in values.enumerated() {
          expected.append(
            (value - mean) / (variance + 1e-5).squareRoot() * Double(scale[index])
              + Double(shift[index]))
        }
      }
      // The mean of numbers near ten is good to 1e-6, the deviation is about two.
      #expect(largestDifference(output.scalars, expected) <= 5e-6, "width \(width)")
    }
  }
}
