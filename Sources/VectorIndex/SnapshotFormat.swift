import Kernels

/// The layout of a snapshot file, version 4. Integers are little-endian; every section begins on a
/// multiple of 64 bytes, padded with zeros, and so does the directory, which comes last.
///
/// ```
/// header, 64 bytes
///    0  magic              8 bytes
///    8  format version     UInt32
///   12  dimension          UInt32
///   16  generation         Int64     of the library the snapshot was made from
///   24  byte count         UInt64    of the whole file
///   32  checksum           UInt64    of header (without this field), fingerprint and directory
///   40  directory offset   UInt64
///   48  item count         UInt64
///   56  block count        UInt32
///   60  fingerprint count  UInt32    bytes
/// fingerprint              UTF-8
/// sections
///   for each block         its matrix: [rows, dimension] IEEE 754 binary16, or [rows, 4 + dimension]
///                          bytes, each row a scale in binary32 and signed levels
///   for each block of many rows
///     codes                [rows, stride] bytes, as `NibbleCode` or `BitCode` makes them of the
///                          matrix
///     scales               [rows] IEEE 754 binary32
///   items                  [item count] Int64, strictly ascending
///   for each block
///     first placements     [item count + 1] UInt32, ascending: the placements of item i are
///                          first[i] ..< first[i + 1]
///     placements           [placement count] UInt32, each a row of the block's matrix
///     first positions      [row count + 1] UInt32, ascending: the same from the rows' side
///     positions            [placement count] UInt32, each the place of an item
/// directory
///   items                  a section
///   for each block
///     name count           UInt64    bytes
///     row count            UInt64
///     placement count      UInt64
///     item count           UInt64    items with a row of the block
///     largest row norm     UInt64    the bits of a binary32; 0 without codes of four bits
///     largest error        UInt64    the bits of a binary32; 0 without codes of four bits
///     row format           UInt64    as `RowFormat` numbers them
///     code format          UInt64    as `CodeFormat` numbers them; 0 without codes
///     matrix, codes, scales, first placements, placements, first positions, positions
///                          a section each; codes and scales at 0 for a block without them
///     name                 UTF-8, padded to 8 bytes
/// section
///   offset                 UInt64
///   checksum               UInt64    of the section with its padding
/// ```
///
/// The directory says how long each section is, so opening takes the same time whatever the file
/// holds: what a section contains is not looked at before it is used, and then nothing in it leads
/// outside the file. `VectorSnapshot.verify` compares the checksums of all.
enum SnapshotFormat {
  static let magic: UInt64 = 0x1a0a_0d56_534d_4d89  // 0x89 "MMSV" CR LF 0x1A
  static let version: UInt32 = 4
  static let headerCount = 64
  static let sectionAlignment = 64
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

  /// Numbers of a block in the directory before its sections, and its sections.
  static let blockFieldCount = 8
  static let blockSectionCount = 7

  /// The least multiple of `alignment`, a power of two, that is not below `offset`.
  static func aligned(_ offset: Int, to alignment: Int) -> Int {
    (offset + alignment - 1) & ~(alignment - 1)
  }

  /// The checksum of many bytes: pieces of 1 MiB are summed side by side and their sums in turn.
  static func checksum(of bytes: UnsafeRawBufferPointer, threads: Int) -> UInt64 {
    let pieceCount = 1 << 20
    let pieces = (bytes.count + pieceCount - 1) / pieceCount
    let sums = [UInt64](unsafeUninitializedCapacity: pieces) { sums, count in
      nonisolated(unsafe) let sums = sums
      nonisolated(unsafe) let bytes = bytes
      concurrently(ranges: bytes.count, of: pieceCount, threads: threads) { range in
        sums.initializeElement(
          at: range.lowerBound / pieceCount,
          to: Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[range])))
      }
      count = pieces
    }
    return sums.withUnsafeBytes { Checksum.of($0) }
  }

  /// The checksum of what describes a file: its header without the checksum, the bytes
  /// from there to `descriptionEnd`, and those from `directory` on.
  static func checksum(
    ofDescription bytes: UnsafeRawBufferPointer, end descriptionEnd: Int, directory: Int
  ) -> UInt64 {
    let parts = [
      0..<Field.checksum, Field.checksum + 8..<descriptionEnd, directory..<bytes.count,
    ]
    return parts.reduce(0) {
      Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[$1]), seed: $0)
    }
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
