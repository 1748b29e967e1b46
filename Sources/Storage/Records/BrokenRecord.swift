public import SystemPackage

/// An entry of the ledger of images that could not be used.
public struct BrokenRecord: Sendable, Equatable {
  /// The absolute path of the file, unless the image never was a file.
  public var path: FilePath?
  /// The key of the item it belongs to, if one does.
  public var key: String?
  /// The reason, as one word of the ledger's vocabulary.
  public var reason: String
  /// The file format, as far as it was recognised.
  public var format: String?
  /// One sentence for the user.
  public var detail: String
  /// When the image was first found broken in this way, in seconds since 1970.
  public var sinceUnixSeconds: Int64
  /// The size of the file then; nil without a file.
  public var byteCount: Int64?
  /// The file's time of modification then, in nanoseconds since 1970; nil without a file.
  public var modifiedNanoseconds: Int64?

  /// An entry as it is to be recorded.
  public init(
    path: FilePath?, key: String? = nil, reason: String, format: String? = nil, detail: String,
    sinceUnixSeconds: Int64, byteCount: Int64? = nil, modifiedNanoseconds: Int64? = nil
  ) {
    self.path = path
    self.key = key
    self.reason = reason
    self.format = format
    self.detail = detail
    self.sinceUnixSeconds = sinceUnixSeconds
    self.byteCount = byteCount
    self.modifiedNanoseconds = modifiedNanoseconds
  }
}
