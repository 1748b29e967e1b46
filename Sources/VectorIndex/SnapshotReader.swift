import Kernels

/// Reads and checks what describes a mapped snapshot. Nothing in the file is believed: every extent
/// is compared with the file before it is touched.
struct SnapshotReader {
  private typealias Field = SnapshotFormat.Field

  let file: MappedFile

  private var bytes: UnsafeRawBufferPointer { file.bytes }

  func snapshot(generation: Int64, fingerprint: String) throws(SnapshotError) -> VectorSnapshot {
    let dimension = try checkHeader(generation: generation)
    var cursor = SnapshotFormat.headerCount
    let found = try text(
      count: UInt64(field(Field.fingerprintCount, as: UInt32.self)), at: &cursor,
      what: "the model's fingerprint")
    guard found == fingerprint else {
      throw .otherModel(path: file.path, found: found, expected: fingerprint)
    }
    let directory = field(Field.directoryOffset, as: UInt64.self)
    let described = SnapshotFormat.aligned(cursor, to: SnapshotFormat.sectionAlignment)
    guard directory >= UInt64(described), directory <= UInt64(bytes.count),
      directory % UInt64(SnapshotFormat.sectionAlignment) == 0
    else {
      throw damaged("its directory lies at \(directory)")
    }
    let checksum = SnapshotFormat.checksum(
      ofDescription: bytes, end: described, directory: Int(directory))
    guard checksum == field(Field.checksum, as: UInt64.self) else {
      throw damaged("the checksum of its directory does not match")
    }
    return try snapshot(
      generation: generation, fingerprint: found, dimension: dimension,
      directory: Int(directory))
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

  private func snapshot(
    generation: Int64, fingerprint: String, dimension: Int, directory: Int
  ) throws(SnapshotError) -> VectorSnapshot {
    var cursor = directory
    let itemCount = field(Field.itemCount, as: UInt64.self)
    let place = try array(of: UInt64.self, count: 2, at: &cursor, what: "its directory")
    let items = try section(
      place[0], place[1], elements: itemCount, bytes: 8, name: "the items", end: directory)
    guard itemCount < UInt64(UInt32.max), let start = items.bytes.baseAddress else {
      throw damaged("it has \(itemCount) items")
    }
    var sections = [items]
    var blocks: [VectorSnapshot.Block] = []
    for _ in 0..<field(Field.blockCount, as: UInt32.self) {
      let block = try block(
        itemCount: Int(itemCount), dimension: dimension, end: directory, at: &cursor, &sections)
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
      items: UnsafeBufferPointer(
        start: start.assumingMemoryBound(to: Int64.self), count: Int(itemCount)),
      blocks: blocks, sections: sections)
  }

  private func block(
    itemCount: Int, dimension: Int, end: Int, at cursor: inout Int, _ sections: inout [FileSection]
  ) throws(SnapshotError) -> VectorSnapshot.Block {
    let fields = try array(
      of: UInt64.self, count: UInt64(SnapshotFormat.blockFieldCount), at: &cursor,
      what: "a block's extents")
    let places = try array(
      of: UInt64.self, count: UInt64(2 * SnapshotFormat.blockSectionCount), at: &cursor,
      what: "a block's sections")
    let name = try text(count: fields[0], at: &cursor, what: "a block's name")
    let (rowCount, placementCount, coveredCount) = (fields[1], fields[2], fields[3])
    guard rowCount < UInt64(UInt32.max), coveredCount <= UInt64(itemCount),
      placementCount == 0 || rowCount > 0 && itemCount > 0
    else {
      throw damaged("block \(name) has \(placementCount) placements on \(rowCount) rows")
    }
    func part(
      _ number: Int, _ elements: UInt64, _ bytes: Int, _ what: String
    ) throws(SnapshotError) -> UnsafeRawPointer {
      let section = try section(
        places[2 * number], places[2 * number + 1], elements: elements, bytes: bytes,
        name: "\(what) of block \(name)", end: end)
      sections.append(section)
      guard let start = section.bytes.baseAddress else { throw damaged("it is empty") }
      return start
    }
    guard let format = UInt8(exactly: fields[6]).flatMap(RowFormat.init) else {
      throw damaged("block \(name) has rows of format \(fields[6])")
    }
    let rows = try part(0, rowCount, format.byteCount(dimension: dimension), "the matrix")
    var codes: VectorSnapshot.Codes?
    if places[2] != 0 {
      guard dimension <= NibbleCode.largestDimension else {
        throw damaged("block \(name) has codes of \(dimension) scalars")
      }
      guard let format = UInt8(exactly: fields[7]).flatMap(CodeFormat.init) else {
        throw damaged("block \(name) has codes of format \(fields[7])")
      }
      let stride = format.stride(dimension: dimension)
      let norm = Float(bitPattern: UInt32(truncatingIfNeeded: fields[4]))
      let error = Float(bitPattern: UInt32(truncatingIfNeeded: fields[5]))
      guard norm.isFinite, error.isFinite, norm >= 0, error >= 0 else {
        throw damaged("the codes of block \(name) have no size")
      }
      codes = VectorSnapshot.Codes(
        format: format,
        bytes: try part(1, rowCount, stride, "the codes").assumingMemoryBound(to: UInt8.self),
        scales: try part(2, rowCount, 4, "the scales").assumingMemoryBound(to: Float.self),
        largestRowNorm: norm, largestError: error)
    }
    let lists = [
      try part(3, UInt64(itemCount) + 1, 4, "the first placements"),
      try part(4, placementCount, 4, "the placements"),
      try part(5, rowCount + 1, 4, "the first positions"),
      try part(6, placementCount, 4, "the positions"),
    ].map { $0.assumingMemoryBound(to: UInt32.self) }
    return VectorSnapshot.Block(
      name: name, rowCount: Int(rowCount), itemCount: Int(coveredCount),
      rows: StoredRows(format: format, dimension: dimension, start: rows),
      rowsOfItems: NumberLists(
        first: lists[0], numbers: lists[1], numberCount: Int(placementCount),
        bound: Int(rowCount)),
      itemsOfRows: NumberLists(
        first: lists[2], numbers: lists[3], numberCount: Int(placementCount), bound: itemCount),
      codes: codes)
  }

  /// A section of some elements of `bytes` bytes each, which lies before `end`.
  private func section(
    _ offset: UInt64, _ checksum: UInt64, elements: UInt64, bytes elementBytes: Int, name: String,
    end: Int
  ) throws(SnapshotError) -> FileSection {
    let (size, overflow) = elements.multipliedReportingOverflow(by: UInt64(elementBytes))
    let alignment = SnapshotFormat.sectionAlignment
    guard !overflow, offset <= UInt64(end), offset >= UInt64(SnapshotFormat.headerCount),
      size <= UInt64(end) - offset, offset % UInt64(alignment) == 0,
      case let sectionEnd = SnapshotFormat.aligned(Int(offset + size), to: alignment),
      sectionEnd <= end
    else {
      throw damaged("\(name) lie outside the file")
    }
    return FileSection(
      name: name, bytes: UnsafeRawBufferPointer(rebasing: bytes[Int(offset)..<sectionEnd]),
      checksum: checksum)
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
