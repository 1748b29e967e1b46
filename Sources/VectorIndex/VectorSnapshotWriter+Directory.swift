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

  /// Where a block's codes lie, and what bounds their error.
  struct Codes {
    let offset: Int
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

  func writeDirectory(of block: Block, items: [Int64]) throws(SnapshotError) {
    guard UInt32(exactly: block.rows.count) != nil else {
      throw .cannotWrite(path: path, reason: "block \(block.name) has 2³² placements or more")
    }
    let name = Array(block.name.utf8)
    try file.write(
      [name.count, block.rowCount, block.matrixOffset, block.rows.count].map(UInt64.init) + [
        UInt64(block.codes?.offset ?? 0),
        UInt64(block.codes?.largestRowNorm.bitPattern ?? 0),
        UInt64(block.codes?.largestError.bitPattern ?? 0),
      ])
    try file.write(name)
    try file.pad(to: SnapshotFormat.fieldAlignment)
    var first: [UInt32] = []
    first.reserveCapacity(items.count + 1)
    var placement = 0
    for item in items {
      first.append(UInt32(placement))
      while placement < block.items.count, block.items[placement] == item {
        placement += 1
      }
    }
    first.append(UInt32(placement))
    try file.write(first)
    try file.pad(to: SnapshotFormat.fieldAlignment)
    try file.write(block.rows)
    try file.pad(to: SnapshotFormat.fieldAlignment)
  }

  /// Writes the header: first without the checksum, which covers it, then the checksum.
  func writeHeader(directoryOffset: Int, itemCount: Int) throws(SnapshotError) {
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
    let checksum = try file.checksum()
    header.set(checksum, at: Field.checksum)
    try file.overwrite(header, at: 0)
  }
}
