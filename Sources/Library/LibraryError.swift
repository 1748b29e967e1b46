/// Why a use case could not be carried out: what, where, why, and what to do next, in one sentence.
public struct LibraryError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// An error that says this sentence.
  public init(_ description: String) {
    self.description = description
  }
}
