import Crypto

/// The SHA-256 of an image file's bytes or of a text's UTF-8: what vectors belong to.
///
/// Ordered as its bytes are, first byte first, which is also the order SQLite gives to blobs.
public struct ContentHash: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The number of bytes of a hash.
  public static let byteCount = 32

  /// Eight bytes each, the first byte the most significant, so that comparing words compares bytes.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Hashes raw bytes.
  public init(hashing bytes: UnsafeRawBufferPointer) {
    var function = SHA256()
    function.update(bufferPointer: bytes)
    self = function.finalize().withUnsafeBytes { ContentHash(stored: $0) }
  }

  /// Hashes the UTF-8 of a text.
  public init(hashing text: String) {
    var text = text
    self = text.withUTF8 { ContentHash(hashing: UnsafeRawBufferPointer($0)) }
  }

  /// Takes the 32 bytes of a hash; nil for any other number of bytes.
  public init?(bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == ContentHash.byteCount else { return nil }
    self = bytes.withUnsafeBytes { ContentHash(stored: $0) }
  }

  /// Takes 32 bytes that were checked before.
  init(stored bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count == ContentHash.byteCount)
    words = (
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    )
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
  }

  /// Hands on the 32 bytes, which are valid during the call.
  func withUnsafeBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    let ordered = (
      words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian
    )
    return Swift.withUnsafeBytes(of: ordered, body)
  }

  /// The bytes as 64 lower-case hexadecimal digits.
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    let characters = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: characters, as: UTF8.self)
  }

  /// The hexadecimal digits.
  public var description: String { hex }

  /// Whether both are the same 32 bytes.
  public static func == (left: ContentHash, right: ContentHash) -> Bool {
    left.words == right.words
  }

  /// Whether the bytes of one come before the bytes of the other.
  public static func < (left: ContentHash, right: ContentHash) -> Bool {
    left.words < right.words
  }

  /// Feeds the first eight bytes, which of a cryptographic hash are enough to spread.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
  }
}
