import Kernels

extension VectorSnapshotWriter {
  /// What the writer remembers of a block.
  struct Block {
    let name: String
    let matrixOffset: Int
    var rowCount = 0
    /// The items of the placements, and the row of each.
    var items: [Int64] = []
    var rows: [UInt32] = []
    var codes: Codes?

    /// Puts the placements in ascending order of items, those of one item in the order they came.
    mutating func sortPlacements() {
      guard !zip(items, items.dropFirst()).allSatisfy({ $0 <= $1 }) else { return }
      let order = items.indices.sorted { (items[$0], $0) < (items[$1], $1) }
      items = order.map { items[$0] }
      rows = order.map { rows[$0] }
    }
  }

  /// Where a block's codes and scales lie, and what bounds their error.
  struct Codes {
    /// Where the codes lie.
    var codes = 0..<0
    var scales = 0..<0
    var largestRowNorm: Float = 0
    var largestError: Float = 0
  }

  /// The distinct items of ascending lists, ascending.
  static func union(of lists: [[Int64]]) -> [Int64] {
    var union: [Int64] = []
    var next = [Int](repeating: 0, count: lists.count)
    while let item = lists.indices.compactMap({ lists[$0][next[$0]...].first }).min() {
      union.append(item)
      for list in lists.indices {
        while next[list] < lists[list].count, lists[list][next[list]] == item {
          next[list] += 1
        }
      }
    }
    return union
  }

  /// Writes numbers as a section.
  func section<Element: FixedWidthInteger>(
    _ numbers: [Element]
  ) throws(SnapshotError) -> Range<Int> {
    try file.pad(to: SnapshotFormat.sectionAlignment)
    let offset = file.count
    try file.write(numbers)
    return offset..<file.count
  }

  /// Writes the items and which rows they have, then the directory and the header.
  func writeDirectory(items: [Int64]) throws(SnapshotError) {
    let itemSection = try section(items)
    var entries: [DirectoryEntry] = []
    for block in blocks {
      entries.append(try writePlacements(of: block, items: items))
    }
    try file.pad(to: SnapshotFormat.sectionAlignment)
    let directoryOffset = file.count
    let mapped = try file.mapped()
    func place(_ section: Range<Int>?) -> [UInt64] {
      guard let section else { return [0, 0] }
      let end = SnapshotFormat.aligned(section.upperBound, to: SnapshotFormat.sectionAlignment)
      return withExtendedLifetime(mapped) {
        let bytes = UnsafeRawBufferPointer(rebasing: mapped.bytes[section.lowerBound..<end])
        return [UInt64(section.lowerBound), SnapshotFormat.checksum(of: bytes, threads: 1)]
      }
    }
    try file.write(place(itemSection))
    for entry in entries {
      let name = Array(entry.block.name.utf8)
      try file.write([
        UInt64(name.count), UInt64(entry.block.rowCount), UInt64(entry.block.items.count),
        UInt64(entry.itemCount), UInt64(entry.block.codes?.largestRowNorm.bitPattern ?? 0),
        UInt64(entry.block.codes?.largestError.bitPattern ?? 0), UInt64(rowFormat.rawValue),
        UInt64(entry.block.codes == nil ? 0 : codeFormat.rawValue),
      ])
      try file.write(entry.sections.flatMap(place))
      try file.write(name)
      try file.pad(to: SnapshotFormat.fieldAlignment)
    }
    try writeHeader(directoryOffset: directoryOffset, itemCount: items.count)
  }

  /// What the directory says of a block.
  struct DirectoryEntry {
    let block: Block
    /// Items with a row.
    let itemCount: Int
    /// In the order of the directory; nil for those the block lacks.
    let sections: [Range<Int>?]
  }

  /// Writes the rows of items and the items of rows.
  private func writePlacements(
    of block: Block, items: [Int64]
  ) throws(SnapshotError) -> DirectoryEntry {
    guard UInt32(exactly: block.rows.count) != nil else {
      throw .cannotWrite(path: path, reason: "block \(block.name) has 2³² placements or more")
    }
    var first: [UInt32] = []
    first.reserveCapacity(items.count + 1)
    var positions: [UInt32] = []
    positions.reserveCapacity(block.rows.count)
    var itemCount = 0
    for (position, item) in items.enumerated() {
      first.append(UInt32(positions.count))
      let before = positions.count
      while positions.count < block.items.count, block.items[positions.count] == item {
        positions.append(UInt32(position))
      }
      itemCount += positions.count > before ? 1 : 0
    }
    first.append(UInt32(positions.count))
    // Placements in the order of their rows.
    var firstOfRow = [UInt32](repeating: 0, count: block.rowCount + 1)
    for row in block.rows {
      firstOfRow[Int(row) + 1] += 1
    }
    for row in 0..<block.rowCount {
      firstOfRow[row + 1] += firstOfRow[row]
    }
    var next = firstOfRow
    var positionsOfRows = [UInt32](repeating: 0, count: positions.count)
    for (row, position) in zip(block.rows, positions) {
      positionsOfRows[Int(next[Int(row)])] = position
      next[Int(row)] += 1
    }
    return DirectoryEntry(
      block: block, itemCount: itemCount,
      sections: [
        block.matrixOffset..<block.matrixOffset
          + rowFormat.byteCount(dimension: dimension) * block.rowCount,
        block.codes?.codes, block.codes?.scales,
        try section(first), try section(block.rows), try section(firstOfRow),
        try section(positionsOfRows),
      ])
  }

  /// Writes the header: first without the checksum, which covers it, then the checksum.
  private func writeHeader(directoryOffset: Int, itemCount: Int) throws(SnapshotError) {
    typealias Field = SnapshotFormat.Field
    var header = [UInt8](repeating: 0, count: SnapshotFormat.headerCount)
    header.set(SnapshotFormat.magic, at: Field.magic)
    header.set(SnapshotFormat.version, at: Field.version)
    header.set(UInt32(dimension), at: Field.dimension)
    header.set(generation, at: Field.generation)
    header.set(UInt64(file.count), at: Field.byteCount)
    header.set(UInt64(directoryOffset), at: Field.directoryOffset)
    header.set(UInt64(itemCount), at: Field.itemCount)
    header.set(UInt32(blocks.count), at: Field.blockCount)
    header.set(UInt32(fingerprint.utf8.count), at: Field.fingerprintCount)
    try file.overwrite(header, at: 0)
    let described = SnapshotFormat.aligned(
      SnapshotFormat.headerCount + fingerprint.utf8.count, to: SnapshotFormat.sectionAlignment)
    let mapped = try file.mapped()
    let checksum = withExtendedLifetime(mapped) {
      SnapshotFormat.checksum(
        ofDescription: mapped.bytes, end: described, directory: directoryOffset)
    }
    header.set(checksum, at: Field.checksum)
    try file.overwrite(header, at: 0)
  }
}
