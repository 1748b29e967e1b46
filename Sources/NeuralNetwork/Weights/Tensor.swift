/// Floats in memory with a shape, outermost extent first.
public struct Tensor: Sendable, Equatable {
  /// The extents; empty for a single scalar.
  public let shape: [Int]
  /// The scalars, the last extent's neighbours side by side.
  public var scalars: [Float]

  /// Joins a shape and as many scalars; traps on another number.
  public init(shape: [Int], scalars: [Float]) {
    precondition(shape.reduce(1, *) == scalars.count, "\(shape) needs other than \(scalars.count)")
    self.shape = shape
    self.scalars = scalars
  }
}
