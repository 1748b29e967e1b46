import Kernels
import NeuralNetwork
import Testing

@testable import Tuning

@Suite("Rounding to eight bits")
struct ShapedRoundingTests {
  /// Vectors whose spread falls off along random axes, as embeddings' does.
  private func rows(_ count: Int, _ dimension: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: 3)
    let axes = Matrix(
      rows: dimension, columns: dimension,
      scalars: (0..<dimension * dimension).map { _ in Float(generator.normal()) })
    generator = SeededGenerator(seed: seed)
    var scalars: [Float] = []
    for _ in 0..<count {
      var spread: Float = 1
      for _ in 0..<dimension {
        scalars.append(spread * Float(generator.normal()))
        spread *= 0.9
      }
    }
    return Matrix(rows: count, columns: dimension, scalars: scalars)
      .multiplied(by: axes, layout: .inputsFirst).withUnitRows
  }

  private func moment(of rows: Matrix) -> [Double] {
    var moment = SecondMoment(dimension: rows.columns)
    moment.add(rows, threads: 1)
    return SecondMoment.balanced([moment], dimension: rows.columns)
  }

  /// The mean square by which dot products with `queries` are off.
  private func error(of rounding: ShapedRounding, _ rows: Matrix, _ queries: Matrix) -> Double {
    var sum = 0.0
    for number in 0..<rows.rows {
      let (levels, scale) = rounding.round(rows.row(number))
      let error = zip(levels, rows.row(number)).map { Float($0) * scale - $1 }
      let products = queries.multiplied(
        by: Matrix(rows: 1, columns: error.count, scalars: error))
      sum += products.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }
    }
    return sum / Double(rows.rows * queries.rows)
  }

  @Test("the feedback is the moment's: its square, weighted, is the moment again")
  func decomposition() {
    // [[5, 2], [2, 1]] = Mᵀ D M with M = [[1, 0], [2, 1]], D = (1, 1); damped by a thousandth of 3.
    let feedback = ShapedRounding(of: [5, 2, 2, 1], dimension: 2).feedback
    #expect(feedback[0, 0] == 0 && feedback[1, 0] == 0 && feedback[1, 1] == 0)
    #expect(abs(feedback[0, 1] - 2 / 1.003) < 1e-6)
  }

  @Test("scalars are rounded one after the other, each for the errors before it")
  func golden() {
    let rounding = ShapedRounding(
      feedback: Matrix(rows: 3, columns: 3, scalars: [0, 2, -1, 0, 0, 4, 0, 0, 0]))
    // In levels 127, 10.4, 20.4: the first has no error, the second is down by 0.4, so that 4 · 0.4 go on the third.
    let (levels, scale) = rounding.round([127, 10.4, 20.4])
    #expect(scale == 1 && levels == [127, 10, 22])
  }

  @Test("without feedback each scalar is rounded to the nearest level")
  func nearest() {
    let rounding = ShapedRounding(feedback: Matrix(rows: 4, columns: 4))
    let (levels, scale) = rounding.round([-0.5, 0.25, 0.1, 0])
    #expect(scale == 0.5 / 127 && levels == [-127, 64, 25, 0])
    #expect(rounding.round([0, 0, 0, 0]).levels == [0, 0, 0, 0])
  }

  @Test(
    "dot products with new vectors of the same spread are off by half of what they would be, or less"
  )
  func gain() {
    let (known, new) = (rows(400, 48, seed: 5), rows(60, 48, seed: 6))
    let shaped = error(of: ShapedRounding(of: moment(of: known), dimension: 48), new, known)
    let plain = error(of: ShapedRounding(feedback: Matrix(rows: 48, columns: 48)), new, known)
    #expect(shaped < plain / 4, "\(shaped) \(plain)")
  }

  @Test("vectors of low rank are rounded without errors that grow")
  func lowRank() {
    var moment = [Double](repeating: 0, count: 16)
    moment[0] = 1
    let rounding = ShapedRounding(of: moment, dimension: 4)
    #expect(rounding.feedback.scalars.allSatisfy { $0.isFinite })
    #expect(rounding.round([1, 0, 0, 0]).levels == [127, 0, 0, 0])
    let nothing = ShapedRounding(of: [Double](repeating: 0, count: 16), dimension: 4)
    #expect(nothing.feedback.scalars.allSatisfy { $0.isFinite })
  }

  @Test("a rounding is read as it was written, and a damaged one is not")
  func file() throws {
    let rounding = ShapedRounding(of: moment(of: rows(60, 6, seed: 7)), dimension: 6)
    func read(_ tensors: [(name: String, tensor: Tensor)]) throws -> ShapedRounding? {
      try ShapedRounding(
        SafetensorsFile(bytes: SafetensorsFile.bytes(of: tensors), name: "the rounding"))
    }
    #expect(try read([rounding.tensor]) == rounding)
    #expect(try read([]) == nil)
    for tensor in [
      Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6]),
      Tensor(shape: [4], scalars: [1, 2, 3, 4]),
      Tensor(shape: [1, 1], scalars: [.infinity]),
    ] {
      #expect(throws: TuningError.self) { try read([("feedback", tensor)]) }
    }
  }
}
