/// What is trained: where batches come from, what is wrong with them, and how good the result is on
/// what was held out.
public protocol TrainingTask {
  /// What one step of the optimiser looks at.
  associatedtype Batch

  /// The parameters before the first step.
  var parameters: [Parameter] { get }

  /// The batches of an epoch, counted from zero, in their order; the same for the same epoch, whatever came before.
  func batches(ofEpoch epoch: Int) -> [Batch]

  /// The loss of a batch, `[1, 1]`.
  func loss(of batch: Batch, parameters: [Variable]) -> Variable

  /// How good things are on what was held out without anything trained; what training has to beat.
  var baseMeasure: Double { get }

  /// How good parameters are on what was held out; more is better.
  func heldOutMeasure(_ parameters: [Parameter]) -> Double
}
