/// A head that was trained for a model of the library.
public struct HeadRecord: Sendable, Equatable {
  /// The row of the head; 0 while it is not stored.
  public var id: Int64
  /// The name for the user; one head of a model has it.
  public var name: String
  /// What tells heads apart, hexadecimal.
  public var fingerprint: String
  /// Whether searches with the model use it.
  public var isActive: Bool
  /// A JSON object: how it was trained, and what was measured.
  public var settings: String
  /// A safetensors file.
  public var weights: [UInt8]
  /// When it was trained, in seconds since 1970.
  public var createdUnixSeconds: Int64

  /// A head as it is to be stored.
  public init(
    name: String, fingerprint: String, settings: String, weights: [UInt8],
    createdUnixSeconds: Int64
  ) {
    id = 0
    self.name = name
    self.fingerprint = fingerprint
    isActive = false
    self.settings = settings
    self.weights = weights
    self.createdUnixSeconds = createdUnixSeconds
  }
}
