/// Byte surgery on image files, to make the ones that no encoder writes.
enum FileEditing {
  static func bigEndian(_ value: Int, bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * (bytes - 1 - $0))) }
  }

  /// CRC-32 of a PNG chunk (PNG, third edition, annex D).
  static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    var register: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      register ^= UInt32(byte)
      for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
    }
    return bigEndian(Int(~register), bytes: 4)
  }

  static func chunk(_ kind: String, _ payload: [UInt8]) -> [UInt8] {
    let body = Array(kind.utf8) + payload
    return bigEndian(payload.count, bytes: 4) + body + checksum(body)
  }

  /// The PNG with its size replaced and the header's checksum put right.
  static func png(_ bytes: [UInt8], claiming width: Int, _ height: Int) -> [UInt8] {
    let header = bigEndian(width, bytes: 4) + bigEndian(height, bytes: 4) + bytes[24..<29]
    return Array(bytes[..<8]) + chunk("IHDR", header) + bytes[33...]
  }

  /// The PNG with a chunk put behind its header.
  static func png(_ bytes: [UInt8], inserting chunk: [UInt8]) -> [UInt8] {
    bytes[..<33] + chunk + bytes[33...]
  }

  /// Where the segments with a marker begin and end, up to the end of the file, scans included.
  static func jpegSegments(_ bytes: [UInt8], marker: UInt8) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var offset = 2
    while offset + 4 <= bytes.count {
      let kind = bytes[offset + 1]
      guard bytes[offset] == 0xFF, kind != 0xD9 else { break }
      var end = offset + 2 + (Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3]))
      if kind == 0xDA {
        // Entropy-coded data goes on until a marker that is neither stuffing nor a restart.
        while end + 1 < bytes.count,
          bytes[end] != 0xFF || bytes[end + 1] == 0 || (0xD0...0xD7).contains(bytes[end + 1])
        {
          end += 1
        }
      }
      if kind == marker { found.append(offset..<end) }
      offset = end
    }
    return found
  }

  /// The JPEG with its frame header's size replaced.
  static func jpeg(_ bytes: [UInt8], claiming width: Int, _ height: Int) -> [UInt8] {
    var edited = bytes
    for marker in [0xC0, 0xC2] as [UInt8] {
      for segment in jpegSegments(bytes, marker: marker) {
        let size = segment.lowerBound + 5
        edited.replaceSubrange(
          size..<size + 4, with: bigEndian(height, bytes: 2) + bigEndian(width, bytes: 2))
      }
    }
    return edited
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014), so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
