/// How the index of a model's vectors, or of those behind a head, is made smaller than they are.
public struct CompressionRecord: Sendable, Equatable {
  /// The fingerprint of the head behind which it stands; nil for the model as it is.
  public var headFingerprint: String?
  /// What tells indexes apart, hexadecimal.
  public var fingerprint: String
  /// A JSON object: the form of the rows, and what was measured.
  public var settings: String
  /// A safetensors file with what maps and rounds vectors; nil where there is nothing of it.
  public var maps: [UInt8]?
  /// When it was made, in seconds since 1970.
  public var createdUnixSeconds: Int64

  /// A compression as it is to be stored.
  public init(
    headFingerprint: String?, fingerprint: String, settings: String, maps: [UInt8]?,
    createdUnixSeconds: Int64
  ) {
    self.headFingerprint = headFingerprint
    self.fingerprint = fingerprint
    self.settings = settings
    self.maps = maps
    self.createdUnixSeconds = createdUnixSeconds
  }
}
