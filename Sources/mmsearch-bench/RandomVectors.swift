internal import Glibc

/// Unit vectors in uniform directions, the same on every machine.
struct RandomVectors {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(dimension: Int) -> [Float] {
    var vector = (0..<dimension).map { _ in normal() }
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for position in vector.indices { vector[position] /= norm }
    return vector
  }

  /// Box and Muller 1958.
  private mutating func normal() -> Float {
    (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  private mutating func uniform() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Float(state >> 40) + 1) / Float(1 << 24)
  }
}
