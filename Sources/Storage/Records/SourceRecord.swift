public import SystemPackage

/// Where items come from: a folder or list of photos, or a product feed.
public struct SourceRecord: Sendable, Equatable {
  /// What kind of source it is.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case folder, feed
  }

  /// Where it is read from.
  public enum Location: Sendable, Hashable {
    case path(FilePath)
    /// All sources of one kind that were read from standard input count as one.
    case standardInput
  }

  /// The row of the source.
  public var id: Int64
  /// What kind of source it is.
  public var kind: Kind
  /// Where it is read from; a path is absolute.
  public var location: Location
  /// When a scan of it last ran to its end, in seconds since 1970; nil if none did.
  public var lastScanUnixSeconds: Int64?

  /// A source as the library has it.
  public init(id: Int64, kind: Kind, location: Location, lastScanUnixSeconds: Int64? = nil) {
    self.id = id
    self.kind = kind
    self.location = location
    self.lastScanUnixSeconds = lastScanUnixSeconds
  }
}
