import Kernels

/// Reproducible numbers from −1 to 1 (a linear congruential generator, Knuth's MMIX constants).
struct Numbers {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 2_654_435_761 &+ 1 }

  mutating func next() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648
  }

  mutating func next(_ count: Int) -> [Float] { (0..<count).map { _ in next() } }
}

/// The sets that this processor runs: each must agree with the naive loops.
let instructionSets = InstructionSet.allCases.filter(\.isSupported)

/// Lengths around the widths of vectors and tiles.
let oddLengths = [1, 7, 8, 9, 15, 17, 33]

extension FloatStorage {
  /// A copy.
  var scalars: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// The largest difference; NaN where only one of two is NaN. Equal infinities do not differ.
func largestDifference(_ a: [Float], _ b: [Double]) -> Double {
  precondition(a.count == b.count)
  var largest = 0.0
  for (a, b) in zip(a, b) {
    if a.isNaN && b.isNaN || Double(a) == b { continue }
    let difference = abs(Double(a) - b)
    if difference.isNaN { return .nan }
    largest = max(largest, difference)
  }
  return largest
}

/// The definition: 32 sums, element i into sum i mod 32, added up by halves.
func lanewiseProducts(_ query: [Float], _ rows: [Float]) -> [Float] {
  stride(from: 0, to: rows.count, by: query.count).map { start in
    var lanes = [Float](repeating: 0, count: 32)
    for index in query.indices {
      lanes[index % 32] += query[index] * rows[start + index]
    }
    while lanes.count > 1 {
      lanes = zip(lanes.prefix(lanes.count / 2), lanes.suffix(lanes.count / 2)).map(+)
    }
    return lanes[0]
  }
}
