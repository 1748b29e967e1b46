/// A matrix that training changes.
public struct Parameter: Sendable, Equatable {
  /// Its name in files.
  public let name: String
  /// Its value.
  public var value: Matrix
  /// Whether weight decay draws it to zero: matrices that multiply do, biases, scales and temperatures do not.
  public let decays: Bool

  /// A parameter with its first value.
  public init(_ name: String, _ value: Matrix, decays: Bool) {
    self.name = name
    self.value = value
    self.decays = decays
  }
}
