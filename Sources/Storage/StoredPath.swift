import SystemPackage

/// A path as the library keeps it: relative to the database's folder if it lies below that folder,
/// absolute otherwise.
///
/// Bytes, compared byte for byte, so that names that are not UTF-8 survive and a library that moves
/// together with its folder keeps finding its files.
public struct StoredPath: Hashable, Sendable, Comparable {
  /// Without a trailing slash and without `.` or `..`; a leading slash marks an absolute path, a
  /// lone `.` the database's own folder.
  public let bytes: [UInt8]

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The path as the text that identifies a photo: the bytes themselves where they are UTF-8; else
  /// every byte that is not part of a valid character as U+FFFD and two hexadecimal digits.
  public var key: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var key = ""
    var rest = bytes[...]
    while let first = rest.first {
      let length = StoredPath.characterLength(first)
      if let character = String(validating: rest.prefix(length), as: UTF8.self) {
        key += character
        rest = rest.dropFirst(length)
      } else {
        let digits = String(first, radix: 16)
        key += "\u{FFFD}" + (digits.count == 1 ? "0" : "") + digits
        rest = rest.dropFirst()
      }
    }
    return key
  }

  /// Whether the bytes of one come before the bytes of the other.
  public static func < (left: StoredPath, right: StoredPath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// The number of bytes of the UTF-8 character that starts with this byte.
  private static func characterLength(_ first: UInt8) -> Int {
    switch first {
    case 0xC0..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0...: 4
    default: 1
    }
  }
}

/// Stored paths from `lower` on and before `upper` (nil: to the end), in byte order.
struct StoredPathRange: Equatable {
  var lower: [UInt8]
  var upper: [UInt8]?
}

extension FilePath {
  /// The bytes of the path, without the terminating zero.
  var bytes: [UInt8] {
    withPlatformString { start in
      var bytes: [UInt8] = []
      var next = start
      while next.pointee != 0 {
        bytes.append(UInt8(bitPattern: next.pointee))
        next += 1
      }
      return bytes
    }
  }

  /// A path of raw bytes; they end at the first zero, if there is one.
  init(bytes: [UInt8]) {
    let characters = bytes.map { CInterop.PlatformChar(bitPattern: $0) } + [0]
    self = characters.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return FilePath() }
      return FilePath(platformString: start)
    }
  }
}
