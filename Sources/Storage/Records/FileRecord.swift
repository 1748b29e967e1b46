public import SystemPackage

/// A file the library knows, and the content it had when last read.
public struct FileRecord: Sendable, Equatable {
  /// The row of the file.
  public var id: Int64
  /// The absolute path, where the library lies now.
  public var path: FilePath
  /// The size when last read.
  public var byteCount: Int64
  /// The time of modification when last read, in nanoseconds since 1970.
  public var modifiedNanoseconds: Int64
  /// The hash of the bytes; nil for a file that is broken.
  public var content: ContentHash?
  /// Whether the last scan of its source did not find it.
  public var isOffline: Bool

  /// A file as the library has it.
  public init(
    id: Int64, path: FilePath, byteCount: Int64, modifiedNanoseconds: Int64,
    content: ContentHash?, isOffline: Bool
  ) {
    self.id = id
    self.path = path
    self.byteCount = byteCount
    self.modifiedNanoseconds = modifiedNanoseconds
    self.content = content
    self.isOffline = isOffline
  }
}
