import Glibc
import SystemPackage

/// Where a library lies, and the one rule by which paths are stored in it.
struct LibraryLocation: Sendable {
  /// The absolute path of the database file.
  let database: FilePath
  /// The folder of the database as the user spelled it, made absolute.
  let folder: FilePath
  /// The same folder with every symbolic link resolved.
  private let resolvedFolder: FilePath

  /// Links are resolved once, here; the folder need not exist yet.
  init(_ path: String) {
    let spelled = LibraryLocation.absolute(FilePath(path))
    let resolvedDatabase = LibraryLocation.resolved(spelled)
    let spelledFolder = spelled.removingLastComponent()
    let resolvedFolder =
      resolvedDatabase?.removingLastComponent()
      ?? LibraryLocation.resolved(spelledFolder) ?? spelledFolder
    // A database that is itself a link lies where the link points.
    let isSameFolder =
      resolvedDatabase == nil || LibraryLocation.resolved(spelledFolder) == resolvedFolder
    self.resolvedFolder = resolvedFolder
    folder = isSameFolder ? spelledFolder : resolvedFolder
    database = isSameFolder ? spelled : resolvedDatabase ?? spelled
  }

  /// The database's path as text, for messages and for SQLite.
  var path: String { database.string }

  /// A file that lies beside the database and is named after it.
  func sibling(_ suffix: String) -> String { path + suffix }

  /// The path as it is stored; a relative one is taken from the working folder.
  func stored(_ path: FilePath) -> StoredPath {
    let path = LibraryLocation.absolute(path)
    for folder in [folder, resolvedFolder] {
      var below = path
      if below.removePrefix(folder) {
        return StoredPath(bytes: below.isEmpty ? Array(".".utf8) : below.bytes)
      }
    }
    return StoredPath(bytes: path.bytes)
  }

  /// The absolute path a stored one stands for while the library lies where it lies now.
  func absolute(_ stored: StoredPath) -> FilePath {
    if stored.bytes.first == UInt8(ascii: "/") { return FilePath(bytes: stored.bytes) }
    if stored.bytes == Array(".".utf8) { return folder }
    return folder.appending(FilePath(bytes: stored.bytes).components)
  }

  /// The stored paths of a file or folder and of all that lies below it, as ascending ranges.
  func ranges(under path: FilePath) -> [StoredPathRange] {
    let absolute = LibraryLocation.absolute(path)
    let slash = UInt8(ascii: "/")
    let everythingRelative = [
      StoredPathRange(lower: [], upper: [slash]),
      StoredPathRange(lower: [slash + 1], upper: nil),
    ]
    if absolute.bytes == [slash] { return [StoredPathRange(lower: [], upper: nil)] }
    let stored = stored(absolute).bytes
    if stored == Array(".".utf8) { return everythingRelative }
    // Below "a" lies what starts with "a/", which ends where "a0" would begin; "a" itself is the
    // only string from "a" up to "a" and a zero byte.
    let own = [
      StoredPathRange(lower: stored, upper: stored + [0]),
      StoredPathRange(lower: stored + [slash], upper: stored + [slash + 1]),
    ]
    if folder.starts(with: absolute) || resolvedFolder.starts(with: absolute) {
      return [everythingRelative[0]] + own + [everythingRelative[1]]
    }
    return own
  }

  private static func absolute(_ path: FilePath) -> FilePath {
    if path.isAbsolute { return path.lexicallyNormalized() }
    guard let folder = getcwd(nil, 0) else { return path.lexicallyNormalized() }
    defer { free(folder) }
    return FilePath(platformString: folder).appending(path.components).lexicallyNormalized()
  }

  private static func resolved(_ path: FilePath) -> FilePath? {
    path.withPlatformString { name in
      guard let resolved = realpath(name, nil) else { return nil }
      defer { free(resolved) }
      return FilePath(platformString: resolved)
    }
  }
}
