/// Why nothing could be trained: one sentence that says what, where, why and what to do next.
public struct TuningError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// An error.
  public init(_ description: String) {
    self.description = description
  }
}
