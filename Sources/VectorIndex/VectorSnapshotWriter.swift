import Kernels

/// Writes a snapshot without holding its vectors in memory: for each block in turn, its rows and
/// then (or in between) the placements of items on rows.
///
/// ```
/// let writer = try VectorSnapshotWriter(path:…, generation:…, fingerprint:…, dimension:…)
/// try writer.beginBlock("image")
/// let row = try writer.append(float16: bytes)
/// try writer.place(item: 7, row: row)
/// try writer.finish()
/// ```
///
/// Blocks of many rows also get codes, four bits or one bit a scalar, by which an index looks for
/// candidates.
///
/// Memory is 20 bytes a placement and 8 bytes a row. Bytes go to a temporary file in the same folder, which takes
/// the snapshot's name only when it is complete and on the disk; a writer that is dropped before
/// it has finished leaves nothing behind. Not for use from several threads.
public final class VectorSnapshotWriter {
  let path: String
  let generation: Int64
  let fingerprint: String
  let dimension: Int
  let rowFormat: RowFormat
  let codeFormat: CodeFormat
  let file: TemporaryFile
  private let rowsWorthCodes: Int
  private(set) var blocks: [Block] = []

  /// Begins a snapshot at `path` of vectors with `dimension` scalars.
  ///
  /// - Parameters:
  ///   - rowFormat: in which numbers rows are held.
  ///   - codeFormat: by what rows are compared first.
  ///   - rowsWorthCodes: the least number of rows of a block that gets codes; fewer are
  ///     scanned as they are in less than a millisecond.
  public init(
    path: String, generation: Int64, fingerprint: String, dimension: Int,
    rowFormat: RowFormat = .float16, codeFormat: CodeFormat = .nibbles, rowsWorthCodes: Int = 8192
  ) throws(SnapshotError) {
    precondition(dimension > 0 && dimension <= UInt32.max)
    self.path = path
    self.generation = generation
    self.fingerprint = fingerprint
    self.dimension = dimension
    self.rowFormat = rowFormat
    self.codeFormat = codeFormat
    self.rowsWorthCodes = rowsWorthCodes
    file = try TemporaryFile(for: path)
    try file.write([UInt8](repeating: 0, count: SnapshotFormat.headerCount))
    try file.write(Array(fingerprint.utf8))
  }

  /// Ends the block before, if any, and begins another. Its name must be new.
  public func beginBlock(_ name: String) throws(SnapshotError) {
    precondition(!blocks.contains { $0.name == name }, "block \(name) was begun before")
    try file.pad(to: SnapshotFormat.sectionAlignment)
    blocks.append(Block(name: name, matrixOffset: file.count))
  }

  /// Appends a row to the current block and returns its number, counted from 0.
  ///
  /// - Parameter bytes: `dimension` IEEE 754 binary16 numbers, little-endian, of any alignment,
  ///   all finite.
  @discardableResult
  public func append(float16 bytes: UnsafeRawBufferPointer) throws(SnapshotError) -> UInt32 {
    guard bytes.count == 2 * dimension else {
      throw invalidRow("it has \(bytes.count) bytes instead of \(2 * dimension)")
    }
    for offset in stride(from: 0, to: bytes.count, by: 2) {
      let bits = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
      guard bits & 0x7c00 != 0x7c00 else {
        throw invalidRow("scalar \(offset / 2) is not finite")
      }
    }
    guard rowFormat == .float16 else {
      return try append(
        [Float](unsafeUninitializedCapacity: dimension) { scalars, count in
          if let start = scalars.baseAddress, let source = bytes.baseAddress {
            Float16Conversion.widen(float16: source, count: dimension, into: start)
          }
          count = dimension
        })
    }
    return try appendChecked(bytes)
  }

  /// Appends a row to the current block, rounded to the format of rows, and returns its number.
  ///
  /// - Parameter bytes: `dimension` IEEE 754 binary32 numbers, little-endian, of any alignment,
  ///   all within the range of float16 (±65,504).
  @discardableResult
  public func append(float32 bytes: UnsafeRawBufferPointer) throws(SnapshotError) -> UInt32 {
    guard bytes.count == 4 * dimension else {
      throw invalidRow("it has \(bytes.count) bytes instead of \(4 * dimension)")
    }
    return try append(
      [Float](unsafeUninitializedCapacity: dimension) { scalars, count in
        for scalar in 0..<dimension {
          let bits = bytes.loadUnaligned(fromByteOffset: 4 * scalar, as: UInt32.self)
          scalars.initializeElement(
            at: scalar, to: Float(bitPattern: UInt32(littleEndian: bits)))
        }
        count = dimension
      })
  }

  /// Appends a row of `dimension` scalars to the current block, rounded to the format of rows, and
  /// returns its number. All must lie within the range of float16 (±65,504).
  @discardableResult
  public func append(_ scalars: [Float]) throws(SnapshotError) -> UInt32 {
    guard scalars.count == dimension else {
      throw invalidRow("it has \(scalars.count) scalars instead of \(dimension)")
    }
    var bits = [UInt16](repeating: 0, count: dimension)
    for (number, scalar) in scalars.enumerated() {
      let half = Float16(scalar)
      guard half.isFinite else {
        throw invalidRow("scalar \(number) is \(scalar), not a finite float16")
      }
      bits[number] = half.bitPattern.littleEndian
    }
    guard rowFormat == .float16 else {
      let (levels, scale) = rounding(scalars)
      return try append(levels: levels, scale: scale)
    }
    return try bits.withUnsafeBufferPointer { bits throws(SnapshotError) in
      try appendChecked(UnsafeRawBufferPointer(bits))
    }
  }

  /// Appends a row of `dimension` levels −127 … 127, each of which stands for `scale` of it, to the current block
  /// of a snapshot of 8-bit rows, and returns its number.
  @discardableResult
  public func append(levels: [Int8], scale: Float) throws(SnapshotError) -> UInt32 {
    precondition(rowFormat == .int8, "rows of bytes for a snapshot of others")
    guard levels.count == dimension, scale.isFinite else {
      throw invalidRow("it has \(levels.count) levels of \(scale) instead of \(dimension)")
    }
    var bytes = [UInt8](repeating: 0, count: rowFormat.byteCount(dimension: dimension))
    bytes.set(scale.bitPattern, at: 0)
    for (place, level) in levels.enumerated() {
      bytes[MemoryLayout<Float>.size + place] = UInt8(bitPattern: level)
    }
    return try bytes.withUnsafeBufferPointer { bytes throws(SnapshotError) in
      try appendChecked(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Each scalar to the nearest of the levels of which the largest is 127.
  private func rounding(_ scalars: [Float]) -> (levels: [Int8], scale: Float) {
    let scale = scalars.reduce(0) { max($0, abs($1)) } / 127
    guard scale > 0 else { return ([Int8](repeating: 0, count: scalars.count), 0) }
    return (scalars.map { Int8(max(-127, min(127, ($0 / scale).rounded()))) }, scale)
  }

  /// Gives an item a row of the current block that was appended before. An item may have several
  /// rows, and several items the same. Items may come in any order; ascending costs least.
  public func place(item: Int64, row: UInt32) {
    let current = currentBlock
    precondition(Int(row) < blocks[current].rowCount, "row \(row) was not appended yet")
    blocks[current].items.append(item)
    blocks[current].rows.append(row)
  }

  /// Completes the snapshot and puts it in its place, on the disk. Nothing may follow.
  public func finish() throws(SnapshotError) {
    for index in blocks.indices
    where blocks[index].rowCount >= max(1, rowsWorthCodes)
      && dimension <= NibbleCode.largestDimension
    {
      blocks[index].codes = try writeCodes(of: blocks[index])
    }
    for index in blocks.indices {
      blocks[index].sortPlacements()
    }
    try writeDirectory(items: Self.union(of: blocks.map(\.items)))
    try file.publish()
  }

  private var currentBlock: Int {
    precondition(!blocks.isEmpty, "no block was begun")
    return blocks.count - 1
  }

  private func appendChecked(_ bytes: UnsafeRawBufferPointer) throws(SnapshotError) -> UInt32 {
    let current = currentBlock
    guard let row = UInt32(exactly: blocks[current].rowCount) else {
      throw invalidRow("a block holds at most 2³² rows")
    }
    try file.write(bytes)
    blocks[current].rowCount += 1
    return row
  }

  private func invalidRow(_ detail: String) -> SnapshotError {
    let current = blocks[currentBlock]
    return .invalidRow(block: current.name, row: current.rowCount, detail: detail)
  }
}
