import Kernels

/// The layout of the file of a placement, version 1. Integers are little-endian; the sections begin
/// on multiples of 64 bytes, padded with zeros.
///
/// ```
/// header, 128 bytes
///    0  magic              8 bytes
///    8  format version     UInt32
///   16  generation         Int64     of the library whose rows the nodes stand for
///   24  byte count         UInt64    of the whole file
///   32  checksum           UInt64    of the header but this field
///   40  node count         UInt64
///   48  block row count    UInt64
///   56  new row count      UInt64
///   64  dead count         UInt64    nodes that stand for no row
///   72  graph checksum     UInt64    that in the header of the graph
///   80  section checksums  2 UInt64
/// rows                     [node count] UInt32
/// new rows                 [new row count] UInt32
/// ```
extension GraphPlacement {
  private static let magic: UInt64 = 0x1a0a_0d50_534d_4d89  // 0x89 "MMSP" CR LF 0x1A
  private static let version: UInt32 = 1
  static let headerCount = 128
  private static let sectionNames = ["the rows", "the new rows"]

  enum Field {
    static let nodeCount = 40
    static let blockRowCount = 48
    static let newRowCount = 56
    static let deadCount = 64
    static let graphChecksum = 72
    static let sectionChecksums = 80
  }

  /// Where the placement of the graph at a path lies.
  static func path(besideGraphAt path: String) -> String { "\(path)-rows" }

  /// Maps the placement beside the graph at `graphPath`; nil where it is of another graph.
  static func open(
    besideGraphAt graphPath: String, graphChecksum: UInt64, nodeCount: Int
  ) throws(SnapshotError) -> GraphPlacement? {
    let path = path(besideGraphAt: graphPath)
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
    let bytes = file.bytes
    func field<Value: FixedWidthInteger>(_ offset: Int, as type: Value.Type) -> Value {
      Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }
    guard bytes.count >= 8, field(SnapshotFormat.Field.magic, as: UInt64.self) == magic else {
      throw .notASnapshot(path: path)
    }
    guard bytes.count >= headerCount,
      field(SnapshotFormat.Field.byteCount, as: UInt64.self) == UInt64(bytes.count),
      SnapshotFormat.checksum(
        ofDescription: bytes, end: headerCount, directory: bytes.count)
        == field(SnapshotFormat.Field.checksum, as: UInt64.self)
    else {
      throw .damaged(path: path, detail: "its length or the checksum of its header does not match")
    }
    let found = field(SnapshotFormat.Field.version, as: UInt32.self)
    guard found == version else {
      throw .otherFormatVersion(path: path, found: found, expected: version)
    }
    guard field(Field.graphChecksum, as: UInt64.self) == graphChecksum,
      field(Field.nodeCount, as: UInt64.self) == UInt64(nodeCount)
    else { return nil }
    let rowsEnd = headerCount + SnapshotFormat.aligned(4 * nodeCount, to: GraphLayout.alignment)
    guard
      let newRowCount = Int(exactly: field(Field.newRowCount, as: UInt64.self)),
      newRowCount <= bytes.count,
      rowsEnd + SnapshotFormat.aligned(4 * newRowCount, to: GraphLayout.alignment) == bytes.count,
      let blockRowCount = UInt32(exactly: field(Field.blockRowCount, as: UInt64.self)),
      let deadCount = UInt32(exactly: field(Field.deadCount, as: UInt64.self))
    else {
      throw .damaged(path: path, detail: "its sections do not fill the file")
    }
    func numbers(_ start: Int, _ count: Int) -> UnsafeBufferPointer<UInt32> {
      UnsafeRawBufferPointer(rebasing: bytes[start..<start + 4 * count])
        .assumingMemoryBound(to: UInt32.self)
    }
    let sections = [headerCount..<rowsEnd, rowsEnd..<bytes.count].enumerated().map {
      FileSection(
        name: sectionNames[$0], bytes: UnsafeRawBufferPointer(rebasing: bytes[$1]),
        checksum: field(Field.sectionChecksums + 8 * $0, as: UInt64.self))
    }
    return GraphPlacement(
      generation: field(SnapshotFormat.Field.generation, as: Int64.self),
      blockRowCount: Int(blockRowCount), deadCount: Int(deadCount),
      rows: numbers(headerCount, nodeCount), newRows: numbers(rowsEnd, newRowCount),
      fileSections: sections, owner: file)
  }

  /// Writes the placement beside the graph at `graphPath`, in the place of another.
  ///
  /// - Parameter graphChecksum: that in the header of the graph.
  func write(besideGraphAt graphPath: String, graphChecksum: UInt64) throws(SnapshotError) {
    let file = try TemporaryFile(for: Self.path(besideGraphAt: graphPath))
    try file.write([UInt8](repeating: 0, count: Self.headerCount))
    var ends: [Int] = []
    for numbers in [rows, newRows] {
      try file.write(UnsafeRawBufferPointer(numbers))
      try file.pad(to: GraphLayout.alignment)
      ends.append(file.count)
    }
    let mapped = try file.mapped()
    let checksums = withExtendedLifetime(mapped) {
      zip([Self.headerCount] + ends, ends).map { start, end in
        SnapshotFormat.checksum(
          of: UnsafeRawBufferPointer(rebasing: mapped.bytes[start..<end]), threads: 1)
      }
    }
    var header = [UInt8](repeating: 0, count: Self.headerCount)
    header.set(Self.magic, at: SnapshotFormat.Field.magic)
    header.set(Self.version, at: SnapshotFormat.Field.version)
    header.set(generation, at: SnapshotFormat.Field.generation)
    header.set(UInt64(file.count), at: SnapshotFormat.Field.byteCount)
    header.set(UInt64(rows.count), at: Field.nodeCount)
    header.set(UInt64(blockRowCount), at: Field.blockRowCount)
    header.set(UInt64(newRows.count), at: Field.newRowCount)
    header.set(UInt64(deadCount), at: Field.deadCount)
    header.set(graphChecksum, at: Field.graphChecksum)
    for (number, checksum) in checksums.enumerated() {
      header.set(checksum, at: Field.sectionChecksums + 8 * number)
    }
    let checksum = header.withUnsafeBytes {
      SnapshotFormat.checksum(ofDescription: $0, end: Self.headerCount, directory: $0.count)
    }
    header.set(checksum, at: SnapshotFormat.Field.checksum)
    try file.overwrite(header, at: 0)
    try file.publish()
  }
}
