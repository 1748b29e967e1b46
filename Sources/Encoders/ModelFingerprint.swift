import Crypto
import Kernels

/// The identity of a model: two models with equal fingerprints give equal embeddings.
///
/// A SHA-256 over everything that shapes an embedding; every stored vector carries it.
public struct ModelFingerprint: Hashable, Sendable, Codable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public let hex: String

  /// Takes 64 lower-case hexadecimal digits; anything else gives `nil`.
  public init?(hex: String) {
    guard hex.utf8.count == 64, hex.utf8.allSatisfy(Self.isHexadecimalDigit) else { return nil }
    self.hex = hex
  }

  /// The SHA-256 of a text's UTF-8 bytes.
  public init(hashing text: String) {
    hex = Self.hexadecimal(SHA256.hash(data: Array(text.utf8)))
  }

  /// The SHA-256 of bytes, such as a whole file's.
  public init(hashing bytes: UnsafeRawBufferPointer) {
    var hash = SHA256()
    hash.update(bufferPointer: bytes)
    hex = Self.hexadecimal(hash.finalize())
  }

  /// The SHA-256 of a whole file, of which a small part is in memory at once.
  public init(ofFileAt path: String) throws(ModelError) {
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
    file.advise(.sequential)
    let part = 4 << 20
    var hash = SHA256()
    for first in stride(from: 0, to: file.bytes.count, by: part) {
      let range = first..<min(first + part, file.bytes.count)
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: file.bytes[range]))
      file.release(range)
    }
    hex = Self.hexadecimal(hash.finalize())
  }

  /// Reads the fingerprint from its 64 digits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let fingerprint = ModelFingerprint(hex: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a fingerprint is 64 lower-case hexadecimal digits")
    }
    self = fingerprint
  }

  /// Writes the 64 digits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }

  /// The first 12 digits, for people.
  public var short: String { String(hex.prefix(12)) }

  /// The 64 digits.
  public var description: String { hex }

  private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  private static func hexadecimal(_ digest: SHA256Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
