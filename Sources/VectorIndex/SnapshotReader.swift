import Kernels

/// Reads and checks a mapped snapshot. Nothing in the file is believed: every extent is compared
/// with the file before it is touched.
struct SnapshotReader {
  private typealias Field = SnapshotFormat.Field

  let file: MappedFile

  private var bytes: UnsafeRawBufferPointer { file.bytes }

  func snapshot(
    generation: Int64, fingerprint: String, threads: Int
  ) throws(SnapshotError) -> VectorSnapshot {
    let dimension = try checkHeader(generation: generation)
    var cursor = SnapshotFormat.headerCount
    let found = try text(
      count: UInt64(field(Field.fingerprintCount, as: UInt32.self)), at: &cursor,
      what: "the model's fingerprint")
    guard found == fingerprint else {
      throw .otherModel(path: file.path, found: found, expected: fingerprint)
    }
    let checksum = field(Field.checksum, as: UInt64.self)
    guard SnapshotFormat.checksum(of: bytes, threads: threads) == checksum else {
      throw damaged("its checksum does not match")
    }
    return try directory(generation: generation, fingerprint: found, dimension: dimension)
  }

  /// Checks what the header says of the file as a whole; returns the dimension.
  private func checkHeader(generation: Int64) throws(SnapshotError) -> Int {
    guard bytes.count >= 8, field(Field.magic, as: UInt64.self) == SnapshotFormat.magic else {
      throw .notASnapshot(path: file.path)
    }
    guard bytes.count >= SnapshotFormat.headerCount else {
      throw damaged("it ends within its header")
    }
    let version = field(Field.version, as: UInt32.self)
    guard version == SnapshotFormat.version else {
      throw .otherFormatVersion(
        path: file.path, found: version, expected: SnapshotFormat.version)
    }
    let foundGeneration = field(Field.generation, as: Int64.self)
    guard foundGeneration == generation else {
      throw .otherGeneration(path: file.path, found: foundGeneration, expected: generation)
    }
    let byteCount = field(Field.byteCount, as: UInt64.self)
    guard byteCount == UInt64(bytes.count) else {
      throw damaged("it has \(bytes.count) bytes instead of \(byteCount)")
    }
    let dimension = Int(field(Field.dimension, as: UInt32.self))
    guard dimension > 0 else {
      throw damaged("its vectors have no scalars")
    }
    return dimension
  }

  private func directory(
    generation: Int64, fingerprint: String, dimension: Int
  ) throws(SnapshotError) -> VectorSnapshot {
    let directoryOffset = field(Field.directoryOffset, as: UInt64.self)
    guard directoryOffset <= UInt64(bytes.count),
      directoryOffset >= UInt64(SnapshotFormat.headerCount),
      directoryOffset % UInt64(SnapshotFormat.fieldAlignment) == 0
    else {
      throw damaged("its directory lies at \(directoryOffset)")
    }
    var cursor = Int(directoryOffset)
    let items = try array(
      of: Int64.self, count: field(Field.itemCount, as: UInt64.self), at: &cursor, what: "the items"
    )
    guard zip(items, items.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw damaged("its items are not in ascending order")
    }
    var blocks: [VectorSnapshot.Block] = []
    for _ in 0..<field(Field.blockCount, as: UInt32.self) {
      let block = try block(
        itemCount: items.count, dimension: dimension, matricesEnd: directoryOffset, at: &cursor)
      guard !blocks.contains(where: { $0.name == block.name }) else {
        throw damaged("it holds block \(block.name) twice")
      }
      blocks.append(block)
    }
    guard cursor == bytes.count else {
      throw damaged("\(bytes.count - cursor) bytes follow its directory")
    }
    return VectorSnapshot(
      file: file, generation: generation, fingerprint: fingerprint, dimension: dimension,
      items: items, blocks: blocks)
  }

  private func block(
    itemCount: Int, dimension: Int, matricesEnd: UInt64, at cursor: inout Int
  ) throws(SnapshotError) -> VectorSnapshot.Block {
    let counts = try array(
      of: UInt64.self, count: UInt64(SnapshotFormat.blockFieldCount), at: &cursor,
      what: "a block's extents")
    let (rowCount, matrixOffset, placementCount) = (counts[1], counts[2], counts[3])
    let name = try text(count: counts[0], at: &cursor, what: "a block's name")
    let rowBytes = UInt64(dimension * MemoryLayout<Float16>.stride)
    let (matrixBytes, overflow) = rowCount.multipliedReportingOverflow(by: rowBytes)
    guard !overflow, matrixOffset <= matricesEnd, matrixBytes <= matricesEnd - matrixOffset,
      matrixOffset % UInt64(SnapshotFormat.matrixAlignment) == 0,
      let base = bytes.baseAddress
    else {
      throw damaged("the matrix of block \(name) lies outside the file")
    }
    let first = try array(
      of: UInt32.self, count: UInt64(itemCount) + 1, at: &cursor, what: "the placements of \(name)")
    let placements = try array(
      of: UInt32.self, count: placementCount, at: &cursor, what: "the placements of \(name)")
    guard first[0] == 0, UInt64(first[itemCount]) == placementCount,
      zip(first, first.dropFirst()).allSatisfy({ $0 <= $1 }),
      let firstStart = first.baseAddress, let placementStart = placements.baseAddress
    else {
      throw damaged("the placements of block \(name) are not in order")
    }
    guard placements.allSatisfy({ UInt64($0) < rowCount }) else {
      throw damaged("block \(name) places an item on a row it does not have")
    }
    let rows = (base + Int(matrixOffset)).assumingMemoryBound(to: Float16.self)
    let codes = try codes(
      of: name, rowCount: Int(rowCount), dimension: dimension, offset: counts[4],
      largestRowNorm: counts[5], largestError: counts[6], end: Int(matricesEnd))
    return VectorSnapshot.Block(
      name: name, rowCount: Int(rowCount), rows: rows,
      firstPlacements: firstStart, placements: placementStart, codes: codes)
  }

  /// The codes of a block of `rowCount` rows, whose matrix lies within the file; nil at offset 0.
  private func codes(
    of name: String, rowCount: Int, dimension: Int, offset: UInt64, largestRowNorm: UInt64,
    largestError: UInt64, end: Int
  ) throws(SnapshotError) -> VectorSnapshot.Codes? {
    guard offset != 0 else { return nil }
    // No overflow: the rows are within the file, and their codes at most 32 times as long.
    let codeBytes = rowCount * NibbleCode.stride(dimension: dimension)
    let scaleBytes = rowCount * MemoryLayout<Float>.stride
    guard dimension <= VectorCode.largestDimension, offset <= UInt64(end),
      codeBytes + scaleBytes <= end - Int(offset),
      offset % UInt64(SnapshotFormat.matrixAlignment) == 0, let base = bytes.baseAddress
    else {
      throw damaged("the codes of block \(name) lie outside the file")
    }
    let norm = Float(bitPattern: UInt32(truncatingIfNeeded: largestRowNorm))
    let error = Float(bitPattern: UInt32(truncatingIfNeeded: largestError))
    guard norm.isFinite, error.isFinite, norm >= 0, error >= 0 else {
      throw damaged("the codes of block \(name) have no size")
    }
    let start = base + Int(offset)
    return VectorSnapshot.Codes(
      bytes: start.assumingMemoryBound(to: UInt8.self),
      scales: (start + codeBytes).assumingMemoryBound(to: Float.self),
      largestRowNorm: norm, largestError: error)
  }

  private func field<Value: FixedWidthInteger>(_ offset: Int, as type: Value.Type) -> Value {
    Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// An array within the file at `cursor`, which moves to the next aligned offset behind it.
  private func array<Element: FixedWidthInteger>(
    of type: Element.Type, count: UInt64, at cursor: inout Int, what: String
  ) throws(SnapshotError) -> UnsafeBufferPointer<Element> {
    let stride = MemoryLayout<Element>.stride
    let room = bytes.count - cursor
    guard count <= UInt64(max(room, 0) / stride), let base = bytes.baseAddress else {
      throw damaged("it ends within \(what)")
    }
    let start = (base + cursor).assumingMemoryBound(to: Element.self)
    let end = cursor + Int(count) * stride
    cursor = SnapshotFormat.aligned(end, to: SnapshotFormat.fieldAlignment)
    return UnsafeBufferPointer(start: start, count: Int(count))
  }

  private func text(
    count: UInt64, at cursor: inout Int, what: String
  ) throws(SnapshotError) -> String {
    let utf8 = try array(of: UInt8.self, count: count, at: &cursor, what: what)
    guard let text = String(validating: utf8, as: UTF8.self) else {
      throw damaged("\(what) is not UTF-8")
    }
    return text
  }

  private func damaged(_ detail: String) -> SnapshotError {
    .damaged(path: file.path, detail: detail)
  }
}
