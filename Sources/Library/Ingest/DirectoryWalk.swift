internal import Glibc
public import SystemPackage

/// A regular file met on a walk, with what tells whether it changed.
public struct WalkedFile: Sendable, Equatable {
  /// Where it lies, below the root of the walk.
  public let path: FilePath
  /// What the file system says of it.
  public let status: FileStatus
}

/// The files below a folder in byte order of their paths, depth first, without hidden folders.
///
/// Symbolic links to files are followed, links to folders are not, so that a walk always ends.
/// Memory grows with the widest folder on the way down, not with the number of files.
public struct DirectoryWalk: Sequence, IteratorProtocol {
  private struct Level {
    let folder: FilePath
    var names: [FilePath.Component]
  }

  private var levels: [Level] = []
  private let isExcluded: (FilePath) -> Bool
  /// Folders that could not be read, with the reason.
  public private(set) var unreadable: [(path: FilePath, reason: String)] = []

  /// Starts at `root`; a path for which `isExcluded` holds is left out with all that is below it.
  public init(root: FilePath, isExcluded: @escaping (FilePath) -> Bool = { _ in false }) {
    self.isExcluded = isExcluded
    push(root)
  }

  /// The next file; nil at the end.
  public mutating func next() -> WalkedFile? {
    while !levels.isEmpty {
      guard let name = levels[levels.count - 1].names.popLast() else {
        levels.removeLast()
        continue
      }
      let path = levels[levels.count - 1].folder.appending(name)
      if isExcluded(path) { continue }
      switch FileStatus(of: path, followingLinks: false)?.kind {
      case .folder where !name.string.hasPrefix("."):
        push(path)
      case .regular, .link:
        if let status = FileStatus(of: path, followingLinks: true), status.kind == .regular {
          return WalkedFile(path: path, status: status)
        }
      default:
        continue
      }
    }
    return nil
  }

  private mutating func push(_ folder: FilePath) {
    guard let stream = folder.withPlatformString({ opendir($0) }) else {
      unreadable.append((folder, String(cString: strerror(errno))))
      return
    }
    defer { closedir(stream) }
    var names: [FilePath.Component] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        FilePath(
          platformString: Array(bytes.bindMemory(to: CChar.self).prefix { $0 != 0 }) + [0]
        ).lastComponent
      }
      // FilePath reports "." and ".." as special components.
      if let name, name.kind == .regular { names.append(name) }
    }
    names.sort { left, right in
      left.withPlatformString { left in right.withPlatformString { strcmp($0, left) < 0 } }
    }
    levels.append(Level(folder: folder, names: names))
  }
}

/// What the file system says of a path.
public struct FileStatus: Sendable, Equatable {
  /// What kind of thing a path names.
  public enum Kind: Sendable { case regular, folder, link, other }

  /// What kind of thing it is.
  public let kind: Kind
  /// The size in bytes.
  public let byteCount: Int64
  /// The time of the last change, in nanoseconds since 1970.
  public let modifiedNanoseconds: Int64

  /// Nil where nothing is there or it may not be looked at.
  public init?(of path: FilePath, followingLinks: Bool = true) {
    var status = stat()
    let result = path.withPlatformString {
      followingLinks ? stat($0, &status) : lstat($0, &status)
    }
    guard result == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    byteCount = Int64(status.st_size)
    modifiedNanoseconds =
      Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
  }
}
