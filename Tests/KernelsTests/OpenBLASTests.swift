import COpenBLAS
import Kernels
import Testing

@Suite("Products against OpenBLAS")
struct OpenBLASTests {
  @Test(
    "the layers' shapes give what OpenBLAS gives", arguments: instructionSets,
    [(12, 384, 1152), (36, 960, 320), (36, 320, 1280), (2304, 96, 24), (1, 1280, 256)])
  func product(set: InstructionSet, shape: (rows: Int, inputs: Int, outputs: Int)) {
    var numbers = Numbers(seed: shape.inputs)
    let rows = numbers.next(shape.rows * shape.inputs)
    let weights = numbers.next(shape.outputs * shape.inputs)
    let matrix = PackedMatrix(
      weights: weights, bias: nil, inputs: shape.inputs, outputs: shape.outputs,
      instructionSet: set)
    let ours = FloatStorage(count: shape.rows * shape.outputs)
    matrix.multiply(rows, count: shape.rows, into: ours.base)
    var theirs = [Float](repeating: 0, count: shape.rows * shape.outputs)
    openblas_set_num_threads(1)
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(shape.rows), blasint(shape.outputs),
      blasint(shape.inputs), 1, rows, blasint(shape.inputs), weights, blasint(shape.inputs), 0,
      &theirs, blasint(shape.outputs))
    // Two orders of summing n products of at most one differ by less than n roundings of √n.
    let bound = Float(shape.inputs) * Float(shape.inputs).squareRoot() * .ulpOfOne
    for (one, other) in zip(ours.scalars, theirs) { #expect(abs(one - other) <= bound) }
  }
}
