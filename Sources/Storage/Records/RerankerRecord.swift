/// A re-ranker that was made for a model of the library.
public struct RerankerRecord: Sendable, Equatable {
  /// A JSON object: how it was made, and what was measured.
  public var settings: String
  /// A safetensors file.
  public var weights: [UInt8]
  /// When it was made, in seconds since 1970.
  public var createdUnixSeconds: Int64

  /// A re-ranker as it is to be stored.
  public init(settings: String, weights: [UInt8], createdUnixSeconds: Int64) {
    self.settings = settings
    self.weights = weights
    self.createdUnixSeconds = createdUnixSeconds
  }
}
