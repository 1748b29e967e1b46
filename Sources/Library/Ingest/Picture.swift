internal import Imaging
internal import SystemPackage

/// A picture to be read: a file with its status (nil where there is none), or bytes given in a feed.
enum Picture: Sendable, Equatable {
  case file(FilePath, FileStatus?)
  case bytes([UInt8])

  /// Looks at what lies at `path` now.
  init(at path: FilePath) {
    self = .file(path, FileStatus(of: path))
  }

  /// The path of a file; nil for bytes.
  var path: FilePath? {
    if case .file(let path, _) = self { path } else { nil }
  }

  /// The whole content.
  func read(limits: DecodingLimits) throws(ImageError) -> [UInt8] {
    switch self {
    case .file(let path, _):
      let outcome = path.withPlatformString { name in
        Result { () throws(ImageError) in try ImageDecoder.readFile(at: name, limits: limits) }
      }
      return try outcome.get()
    case .bytes(let bytes):
      return bytes
    }
  }
}
