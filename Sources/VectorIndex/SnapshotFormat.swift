import Kernels

/// The layout of a snapshot file, version 3. Integers are little-endian; every section begins on a
/// multiple of 64 bytes (matrices and codes) or 8 bytes (the rest), padded with zeros.
///
/// ```
/// header, 64 bytes
///    0  magic              8 bytes
///    8  format version     UInt32
///   12  dimension          UInt32
///   16  generation         Int64     of the library the snapshot was made from
///   24  byte count         UInt64    of the whole file
///   32  checksum           UInt64    of the whole file, this field counted as zero
///   40  directory offset   UInt64
///   48  item count         UInt64
///   56  block count        UInt32
///   60  fingerprint count  UInt32    bytes
/// fingerprint              UTF-8
/// matrices                 one a block, [rows, dimension] IEEE 754 binary16
/// for each block of many rows
///   codes                  [rows, stride] bytes, as `NibbleCode` makes them of the matrix
///   scales                 [rows] IEEE 754 binary32
/// directory
///   items                  [item count] Int64, strictly ascending
///   for each block
///     name count           UInt64    bytes
///     row count            UInt64
///     matrix offset        UInt64
///     placement count      UInt64
///     code offset          UInt64    0 for a block without codes
///     largest row norm     UInt64    the bits of a binary32; 0 without codes
///     largest error        UInt64    the bits of a binary32; 0 without codes
///     name                 UTF-8
///     first placements     [item count + 1] UInt32, ascending: the placements of item i are
///                          first[i] ..< first[i + 1]
///     placements           [placement count] UInt32, each a row of the block's matrix
/// ```
enum SnapshotFormat {
  static let magic: UInt64 = 0x1a0a_0d56_534d_4d89  // 0x89 "MMSV" CR LF 0x1A
  static let version: UInt32 = 3
  static let headerCount = 64
  static let matrixAlignment = 64
  static let fieldAlignment = 8

  /// Where the fields of the header lie.
  enum Field {
    static let magic = 0
    static let version = 8
    static let dimension = 12
    static let generation = 16
    static let byteCount = 24
    static let checksum = 32
    static let directoryOffset = 40
    static let itemCount = 48
    static let blockCount = 56
    static let fingerprintCount = 60
  }

  /// Numbers at the beginning of a block's part of the directory.
  static let blockFieldCount = 7

  /// The least multiple of `alignment`, a power of two, that is not below `offset`.
  static func aligned(_ offset: Int, to alignment: Int) -> Int {
    (offset + alignment - 1) & ~(alignment - 1)
  }

  /// The checksum of a whole file: pieces of 1 MiB are summed side by side and their sums in turn,
  /// the header first with its checksum field as zero.
  ///
  /// - Parameter bytes: at least a header.
  static func checksum(of bytes: UnsafeRawBufferPointer, threads: Int) -> UInt64 {
    let body = UnsafeRawBufferPointer(rebasing: bytes[headerCount...])
    let pieceCount = 1 << 20
    let pieces = (body.count + pieceCount - 1) / pieceCount
    let sums = [UInt64](unsafeUninitializedCapacity: pieces) { sums, count in
      nonisolated(unsafe) let sums = sums
      nonisolated(unsafe) let body = body
      concurrently(ranges: body.count, of: pieceCount, threads: threads) { range in
        sums.initializeElement(
          at: range.lowerBound / pieceCount,
          to: Checksum.of(UnsafeRawBufferPointer(rebasing: body[range])))
      }
      count = pieces
    }
    let header = UnsafeRawBufferPointer(rebasing: bytes[..<Field.checksum])
    let rest = UnsafeRawBufferPointer(rebasing: bytes[Field.directoryOffset..<headerCount])
    let seed = Checksum.of(rest, seed: Checksum.of(header))
    return sums.withUnsafeBytes { Checksum.of($0, seed: seed) }
  }
}

extension [UInt8] {
  /// Sets the bytes from `offset` on to those of an integer, little-endian.
  mutating func set(_ value: some FixedWidthInteger, at offset: Int) {
    Swift.withUnsafeBytes(of: value.littleEndian) { bytes in
      replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
  }
}
