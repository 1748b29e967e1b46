import Kernels

/// A read-only, memory-mapped copy of a library's vectors for one model: item identifiers, and for
/// each named block a matrix and which rows belong to which item.
///
/// Opening checks what describes the file, in the same time whatever it holds; a damaged section
/// may make answers wrong, never unsafe, and ``verify(threads:)`` finds it. Matrices stay in the
/// page cache and are never copied.
public struct VectorSnapshot: Sendable {
  /// Where the snapshot lies.
  public let path: String
  /// The generation of the library it was made from.
  public let generation: Int64
  /// The fingerprint of the model that made its vectors.
  public let fingerprint: String
  /// The number of scalars in every row.
  public let dimension: Int
  /// The number of items that have a row in at least one block.
  public var itemCount: Int { items.count }

  let blocks: [Block]
  nonisolated(unsafe) let items: UnsafeBufferPointer<Int64>
  private let file: MappedFile
  private let sections: [FileSection]

  /// One block's matrix and placements, within the mapped file.
  struct Block: Sendable {
    let name: String
    let rowCount: Int
    /// The number of items that have a row.
    let itemCount: Int
    /// `[rowCount, dimension]`
    let rows: StoredRows
    /// The rows of each item of the snapshot.
    let rowsOfItems: NumberLists
    /// The places of the items that have a row.
    let itemsOfRows: NumberLists
    /// nil for a block of few rows.
    let codes: Codes?
  }

  /// The rows of a block in four bits or one bit a scalar.
  struct Codes: Sendable {
    let format: CodeFormat
    /// `[rowCount, stride]`
    nonisolated(unsafe) let bytes: UnsafePointer<UInt8>
    /// `[rowCount]`
    nonisolated(unsafe) let scales: UnsafePointer<Float>
    /// 0 in one bit a scalar, as the error.
    let largestRowNorm: Float
    let largestError: Float
  }

  /// Opens the snapshot at `path` if it is as long as it should be, of this generation and of this
  /// model.
  public static func open(
    path: String, generation: Int64, fingerprint: String
  ) throws(SnapshotError) -> VectorSnapshot {
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
    return try SnapshotReader(file: file)
      .snapshot(generation: generation, fingerprint: fingerprint)
  }

  /// Reads the whole file and compares it with its checksums.
  ///
  /// - Parameter threads: how many threads read.
  public func verify(threads: Int = 2) throws(SnapshotError) {
    try FileSection.verify(sections, of: path, threads: threads)
    guard zip(items, items.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .damaged(path: path, detail: "its items are not in ascending order")
    }
  }

  init(
    file: MappedFile, generation: Int64, fingerprint: String, dimension: Int,
    items: UnsafeBufferPointer<Int64>, blocks: [Block], sections: [FileSection]
  ) {
    self.sections = sections
    self.file = file
    path = file.path
    self.generation = generation
    self.fingerprint = fingerprint
    self.dimension = dimension
    self.items = items
    self.blocks = blocks
  }

  /// The names of the blocks, in the order they were written.
  public var blockNames: [String] { blocks.map(\.name) }

  /// The number of distinct rows of a block; 0 for a block the snapshot lacks.
  public func rowCount(ofBlock name: String) -> Int {
    block(name)?.rowCount ?? 0
  }

  /// The identifiers of all items, ascending.
  public var itemIdentifiers: [Int64] { Array(items) }

  /// The rows of an item within a block, in the order they were placed; none if it has none.
  public func vectors(of item: Int64, block name: String) -> [[Float]] {
    guard let position = position(of: item), let block = block(name) else { return [] }
    return block.rowsOfItems.list(position).map { block.rows.vector(Int($0)) }
  }

  /// Some neighbouring rows of a block, `[range.count, dimension]`; traps where it has fewer.
  public func rows(_ range: Range<Int>, ofBlock name: String) -> [Float] {
    let block = block(name)
    precondition(range.lowerBound >= 0 && range.upperBound <= block?.rowCount ?? 0)
    guard let block, !range.isEmpty else { return [] }
    let count = range.count * dimension
    return [Float](unsafeUninitializedCapacity: count) { scalars, initialized in
      if let start = scalars.baseAddress { block.rows.widen(range, into: start) }
      initialized = count
    }
  }

  /// The block of a name; nil if the snapshot lacks it.
  func block(_ name: String) -> Block? {
    blocks.first { $0.name == name }
  }

  /// The place of an item among the ascending identifiers; nil if the snapshot lacks it.
  func position(of item: Int64) -> Int? {
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if items[middle] < item {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < items.count && items[low] == item ? low : nil
  }
}
