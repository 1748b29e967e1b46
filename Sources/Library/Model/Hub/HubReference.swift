/// A repository of a model hub as a user names it: `hf:ORGANISATION/NAME`, perhaps with `@REVISION`.
public struct HubReference: Sendable, Equatable, CustomStringConvertible {
  /// The organisation or the user.
  public let organization: String
  /// The model.
  public let name: String
  /// A branch, a tag or a commit.
  public let revision: String

  /// What such references begin with.
  public static let prefix = "hf:"

  /// Reads a reference.
  ///
  /// Throws: `LibraryError` for one that names no repository.
  public init(_ text: String) throws(LibraryError) {
    let parts = text.dropFirst(Self.prefix.count).split(
      separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let path = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
    let revision = parts.count > 1 ? parts[1] : "main"
    guard text.hasPrefix(Self.prefix), path.count == 2, path.allSatisfy(Self.isName),
      revision.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(Self.isName)
    else {
      throw LibraryError(
        "'\(text)' names no repository; write hf:ORGANISATION/NAME or hf:ORGANISATION/NAME@REVISION"
      )
    }
    organization = String(path[0])
    name = String(path[1])
    self.revision = String(revision)
  }

  /// Letters, digits, `.`, `_` and `-`, but not dots alone.
  private static func isName(_ text: Substring) -> Bool {
    text.contains { $0 != "." }
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
  }

  /// As it is written.
  public var description: String {
    "\(Self.prefix)\(organization)/\(name)" + (revision == "main" ? "" : "@\(revision)")
  }
}
