/// Which rows of a snapshot's block the nodes of a graph stand for, and which rows have no node yet.
///
/// It is small beside the graph: when a few rows have come or gone, it alone is written anew.
/// Searches compare the rows without a node one by one.
struct GraphPlacement: @unchecked Sendable {
  /// The generation of the snapshot.
  let generation: Int64
  /// The number of rows of the block.
  let blockRowCount: Int
  /// Nodes that stand for no row any more; walks still pass through them.
  let deadCount: Int
  /// `[nodes]`: the row of a node; `deadRow` for none. A damaged file may state anything.
  let rows: UnsafeBufferPointer<UInt32>
  /// The rows without a node, ascending.
  let newRows: UnsafeBufferPointer<UInt32>
  /// Of the file, with the padding; empty for a placement in memory.
  let fileSections: [FileSection]
  private let owner: any AnyObject & Sendable

  static let deadRow = UInt32.max

  /// Numbers in memory of an owner, which outlives them.
  init(
    generation: Int64, blockRowCount: Int, deadCount: Int, rows: UnsafeBufferPointer<UInt32>,
    newRows: UnsafeBufferPointer<UInt32>, fileSections: [FileSection],
    owner: any AnyObject & Sendable
  ) {
    self.generation = generation
    self.blockRowCount = blockRowCount
    self.deadCount = deadCount
    self.rows = rows
    self.newRows = newRows
    self.fileSections = fileSections
    self.owner = owner
  }

  /// The numbers, kept in memory.
  init(generation: Int64, blockRowCount: Int, rows: [UInt32], newRows: [UInt32]) {
    let memory = GraphMemory(byteCount: 4 * (rows.count + newRows.count))
    let numbers = memory.bytes.bindMemory(to: UInt32.self)
    _ = numbers.update(fromContentsOf: rows + newRows)
    self.init(
      generation: generation, blockRowCount: blockRowCount,
      deadCount: rows.count { $0 == Self.deadRow },
      rows: UnsafeBufferPointer(rebasing: numbers[..<rows.count]),
      newRows: UnsafeBufferPointer(rebasing: numbers[rows.count..<rows.count + newRows.count]),
      fileSections: [], owner: memory)
  }

  /// The row of a node; nil for a dead one.
  @inline(__always)
  func row(of node: UInt32) -> UInt32? {
    let row = rows[Int(node)]
    return row < blockRowCount ? row : nil
  }
}
