import Testing

@testable import Tuning

/// Every operation's value and derivatives, against PyTorch's and against differences of its own values.
@Suite("Derivatives") struct GradientTests {
  struct Operation: Sendable, CustomTestStringConvertible {
    let name: String
    /// The file of its golden values.
    var fixture = "tuning"
    /// Whether a small step changes what is compared, such as which negative is the nearest.
    var isSmooth = true
    let apply: @Sendable ([Variable]) -> Variable
    var testDescription: String { name }
  }

  static let labels = [0, 1, 2, 0, 1, 1, 0, 2, 3, 0, 2, 1]
  static let settings = LossSettings(margin: 0.2)

  static let operations = [
    Operation(name: "linear") { $0[0].linear($0[1], bias: $0[2]) },
    Operation(name: "cosines") { $0[0].normalizingRows().linear($0[1].normalizingRows()) },
    Operation(name: "gelu") { $0[0].gelu() },
    Operation(name: "columns") { $0[0].scalingColumns(by: $0[1]) },
    Operation(name: "normalise") { $0[0].normalizingRows() },
    Operation(name: "scaled") {
      $0[0].scaled(byExponentialOf: $0[1], atMost: LossSettings.largestLogFactor)
    },
    Operation(name: "scaled-limited") {
      $0[0].scaled(byExponentialOf: $0[1], atMost: LossSettings.largestLogFactor)
    },
    Operation(name: "product") { $0[0] * $0[1] },
    Operation(name: "sum") { $0[0] + $0[1] * 3 },
    Operation(name: "stacked") { $0[0].above($0[1]).transposed },
    Operation(name: "supcon") { LabelLoss.supcon.ofLogits($0[0], labels: labels) },
    Operation(name: "contrastive") { LabelLoss.contrastive.ofLogits($0[0], labels: labels) },
    Operation(name: "semi-hard", isSmooth: false) {
      $0[0].tripletHinge(labels: labels, margin: 0.2, mining: .semiHard)
    },
    Operation(name: "hard", isSmooth: false) {
      $0[0].tripletHinge(labels: labels, margin: 0.2, mining: .hard)
    },
    Operation(name: "gathered") { $0[0].gatheringRows([3, 0, 3, 1]) },
    Operation(name: "with-negatives") {
      PairLoss.symmetric(logits: $0[0], groups: [0, 1, 2, 1, 3, 4, 0, 5])
    },
    Operation(name: "symmetric") {
      PairLoss.symmetric(logits: $0[0], groups: [0, 1, 2, 3, 1, 4, 5, 2])
    },
  ]

  /// The derivatives of the sum of an operation's scalars, each times its weight.
  private func derivatives(
    of operation: Operation, at inputs: [Matrix], weights: Matrix
  ) -> (value: Matrix, derivatives: [Matrix]) {
    let tape = Tape()
    let variables = inputs.map(tape.variable)
    let result = operation.apply(variables)
    // The sum of all is a product with ones from both sides.
    let ones = { Variable(Matrix(rows: 1, columns: $0, repeating: 1)) }
    let columnSums = ones(weights.rows).linear((result * Variable(weights)).transposed)
    let sum = columnSums.linear(ones(weights.columns))
    return (result.value, tape.derivatives(of: sum, by: variables))
  }

  @Test("of operations equal PyTorch's to 1e-4", arguments: operations + towerOperations)
  func golden(_ operation: Operation) throws {
    let fixture = try TuningFixture(operation.fixture)
    let found = derivatives(
      of: operation, at: try fixture.matrices("\(operation.name)/in"),
      weights: try fixture.matrix("\(operation.name)/by"))
    let value = try fixture.matrix("\(operation.name)/out")
    #expect(
      largestDifference(found.value, value) < 1e-4 * max(1, value.scalars.map(abs).max() ?? 0))
    let expected = try fixture.matrices("\(operation.name)/d")
    #expect(found.derivatives.count == expected.count)
    for (number, pair) in zip(found.derivatives, expected).enumerated() {
      let scale = max(1, pair.1.scalars.map(abs).max() ?? 0)
      #expect(largestDifference(pair.0, pair.1) < 1e-4 * scale, "input \(number)")
    }
  }

  /// A step of 2⁻⁷ leaves an error of its square times the third derivative, and one of the rounding of
  /// values of some size divided by the step: together below 1 % of the largest derivative.
  @Test(
    "of smooth operations are the slopes of their values",
    arguments: (operations + towerOperations).filter(\.isSmooth))
  func differences(_ operation: Operation) throws {
    let fixture = try TuningFixture(operation.fixture)
    let inputs = try fixture.matrices("\(operation.name)/in")
    let weights = try fixture.matrix("\(operation.name)/by")
    let found = derivatives(of: operation, at: inputs, weights: weights).derivatives
    func value(_ inputs: [Matrix]) -> Double {
      let result = operation.apply(inputs.map { Variable($0) }).value
      return zip(result.scalars, weights.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let step: Float = 0x1p-7
    for (number, input) in inputs.enumerated() {
      let scale = max(1, found[number].scalars.map(abs).max() ?? 0)
      for place in input.scalars.indices {
        var (above, below) = (inputs, inputs)
        above[number].scalars[place] += step
        below[number].scalars[place] -= step
        let slope = Float((value(above) - value(below)) / Double(2 * step))
        #expect(
          abs(slope - found[number].scalars[place]) < 0.01 * scale,
          "input \(number), scalar \(place)")
      }
    }
  }

  @Test("a variable used twice gets the sum of both derivatives, an unused one zeros")
  func sharing() {
    let tape = Tape()
    let x = tape.variable(Matrix(3))
    let unused = tape.variable(Matrix(rows: 2, columns: 2, repeating: 1))
    let result = x * x + x
    let found = tape.derivatives(of: result, by: [x, unused])
    #expect(found == [Matrix(7), Matrix(rows: 2, columns: 2)])
  }

  @Test("constants record nothing")
  func constants() {
    let x = Variable(Matrix(3))
    #expect(!(x * x + x).isOnTape)
    let tape = Tape()
    #expect((x * tape.variable(Matrix(2))).isOnTape)
  }

  @Test("products do not depend on the number of threads", arguments: [2, 3, 7])
  func threads(_ threads: Int) {
    let (rows, weights) = (randomMatrix(101, 33, seed: 1), randomMatrix(47, 33, seed: 2))
    #expect(
      rows.multiplied(by: weights, threads: threads) == rows.multiplied(by: weights, threads: 1))
  }
}
