internal import Glibc
public import SystemPackage

/// A shell pattern such as `*.tmp`, `thumbs` or `raw/**`, matched as `.gitignore` does without its anchors.
///
/// A pattern without a slash is compared with the last component, any other with the whole path or its
/// end after a slash (`fnmatch`, POSIX.1 section 2.13).
public struct GlobPattern: Sendable, Equatable {
  private let pattern: String

  /// Takes a pattern as a shell would; any text is a pattern.
  public init(_ pattern: String) {
    self.pattern = pattern
  }

  /// Whether a path is meant by the pattern.
  public func matches(_ path: FilePath) -> Bool {
    if !pattern.contains("/") {
      return path.lastComponent.map { $0.withPlatformString { fnmatch(pattern, $0, 0) == 0 } }
        ?? false
    }
    let anchored = pattern.hasPrefix("/") ? pattern : "*/" + pattern
    return path.withPlatformString { fnmatch(anchored, $0, 0) == 0 }
  }
}
