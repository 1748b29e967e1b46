import Kernels
import Testing

@testable import Encoders
@testable import NeuralNetwork

@Suite struct VisionTransformerTests {
  @Test("patches as large as configurations allow find room in the workspace")
  func largePatches() throws {
    let (side, patch) = (1_024, 128)
    let count = (side / patch) * (side / patch) + 1
    let plan = VisionTransformer.Plan(
      side: side, patch: patch, width: 2, heads: 1, layers: 0, hiddenWidth: 1, activation: .gelu,
      outputs: 2, normalizesFirst: false, pooling: .mean, normalizesAfterPooling: true)
    // Each patch becomes (sum of its scalars, 0), which is normalised to (1, −1).
    let taps = 3 * patch * patch
    let network = try VisionTransformer(
      plan,
      from: ParameterReader([
        "conv1.weight": Tensor(
          shape: [2, 3, patch, patch], scalars: (0..<2 * taps).map { $0 < taps ? 1 : 0 }),
        "class_embedding": Tensor(shape: [2], scalars: [5, 7]),
        "positional_embedding": Tensor(
          shape: [count, 2], scalars: Array(repeating: 0, count: 2 * count)),
        "ln_post.weight": Tensor(shape: [2], scalars: [1, 1]),
        "ln_post.bias": Tensor(shape: [2], scalars: [0, 0]),
        "proj": Tensor(shape: [2, 2], scalars: [1, 0, 0, 1]),
      ]))
    let levels = (0..<3 * 256).map { Float($0 % 256) }
    let pixels = [UInt8](repeating: 1, count: side * side * 3)
    let found = NetworkTower(network, levels: levels)(PreparedImage(side: side, pixels: pixels))
    // An epsilon of 1e-5 beside a variance of millions is below the precision of float32.
    #expect(found == [1, -1])
  }
}
