internal import Glibc
internal import SystemPackage

/// What a feed writes where a picture belongs.
enum ImageReference: Equatable {
  case file(FilePath)
  /// The bytes of a `data:` address (RFC 2397).
  case bytes([UInt8])
  /// An address on the network, which is not fetched.
  case remote(String)
  /// Something that cannot be a picture, with the reason.
  case unusable(String)

  /// Reads a path (relative to `root`), or a `file:`, `data:` or `http(s):` address.
  init(_ written: String, root: FilePath) {
    let lowered = written.prefix(8).lowercased()
    if lowered.hasPrefix("http://") || lowered.hasPrefix("https://") || lowered.hasPrefix("//") {
      self = .remote(written)
    } else if lowered.hasPrefix("data:") {
      self = Self.data(written.dropFirst(5))
    } else if lowered.hasPrefix("file:") {
      self = Self.fileAddress(written.dropFirst(5))
    } else if written.utf8.contains(0) {
      self = .unusable("the path holds a NUL character")
    } else {
      let path = FilePath(written)
      self = .file((path.isAbsolute ? path : root.appending(path.components)).lexicallyNormalized())
    }
  }

  /// `file:///path`, `file://localhost/path` and `file:/path` (RFC 8089).
  private static func fileAddress(_ rest: Substring) -> ImageReference {
    var path = rest
    if path.hasPrefix("//") {
      guard let slash = path.dropFirst(2).firstIndex(of: "/") else {
        return .unusable("the file: address has no path")
      }
      let host = path[path.index(path.startIndex, offsetBy: 2)..<slash]
      guard host.isEmpty || host.lowercased() == "localhost" else {
        return .unusable("the file: address names the host \(host); only local files are read")
      }
      path = path[slash...]
    }
    guard path.hasPrefix("/"), let bytes = percentDecoded(path), !bytes.contains(0) else {
      return .unusable("the file: address has no absolute path")
    }
    return .file(FilePath(String(decoding: bytes, as: UTF8.self)).lexicallyNormalized())
  }

  private static func data(_ rest: Substring) -> ImageReference {
    guard let comma = rest.firstIndex(of: ",") else {
      return .unusable("the data: address has no comma")
    }
    guard let payload = percentDecoded(rest[rest.index(after: comma)...]) else {
      return .unusable("the data: address has a wrong percent escape")
    }
    guard rest[..<comma].lowercased().hasSuffix(";base64") else { return .bytes(payload) }
    guard let bytes = base64Decoded(payload) else {
      return .unusable("the data: address is not valid base64")
    }
    return .bytes(bytes)
  }

  private static func percentDecoded(_ text: Substring) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      else { return nil }
      result.append(value)
      rest = rest.dropFirst(2)
    }
    return result
  }

  /// RFC 4648, both alphabets, padding optional, white space skipped.
  private static func base64Decoded(_ text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    for byte in text {
      let value: UInt32
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(byte) - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(byte) - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(byte) + 4
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      case UInt8(ascii: "="), 9, 10, 13, 32: continue
      default: return nil
      }
      bits = bits << 6 | value
      count += 1
      if count == 4 {
        result += [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
        (bits, count) = (0, 0)
      }
    }
    switch count {
    case 0: break
    case 2: result.append(UInt8(bits >> 4 & 255))
    case 3: result += [UInt8(bits >> 10 & 255), UInt8(bits >> 2 & 255)]
    default: return nil
    }
    return result
  }
}
