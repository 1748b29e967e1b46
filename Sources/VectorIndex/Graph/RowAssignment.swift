/// Which rows of another snapshot the nodes of a graph stand for.
struct RowAssignment {
  /// Of the rows' scalars, in the order of the rows.
  let digests: [UInt64]
  /// The row of each node; `GraphPlacement.deadRow` for none.
  let rowOfNode: [UInt32]
  /// The rows that no node stands for, ascending.
  let newRows: [UInt32]

  /// Of how many nodes one may be dead.
  private static let nodesPerDead = 10
  /// For how many nodes there may be a row without one: comparing such rows one by one then takes
  /// no longer than a few walks.
  private static let nodesPerNewRow = 64

  private var deadCount: Int { rowOfNode.count - (digests.count - newRows.count) }

  /// Whether walks would pass through dead nodes so often that a new graph should be built.
  var leavesTooManyDead: Bool {
    deadCount * Self.nodesPerDead > rowOfNode.count + newRows.count
  }

  /// Whether the graph may stay as it is.
  var isSmall: Bool {
    !leavesTooManyDead && newRows.count * Self.nodesPerNewRow <= rowOfNode.count
  }
}

extension VectorGraph {
  /// The rows of the graph's block in another snapshot; nil where they are of another model.
  func rows(of snapshot: VectorSnapshot) -> GraphRows? {
    guard snapshot.fingerprint == fingerprint, snapshot.dimension == dimension else { return nil }
    return snapshot.block(block).map {
      GraphRows(block: $0, dimension: dimension, metric: metric)
    }
  }

  /// Finds the nodes' rows by checksums of their scalars; of rows with the same scalars, by their
  /// order.
  func assignment(of source: GraphRows, threads: Int) -> RowAssignment {
    let digests = source.digests(threads: threads)
    let known = nodes.digests
    let nodeOrder = (0..<nodes.count).sorted { (known[$0], $0) < (known[$1], $1) }
    let rowOrder = digests.indices.sorted { (digests[$0], $0) < (digests[$1], $1) }
    var rowOfNode = [UInt32](repeating: GraphPlacement.deadRow, count: nodes.count)
    var newRows: [UInt32] = []
    var place = 0
    for row in rowOrder {
      while place < nodeOrder.count, known[nodeOrder[place]] < digests[row] {
        place += 1
      }
      if place < nodeOrder.count, known[nodeOrder[place]] == digests[row] {
        rowOfNode[nodeOrder[place]] = UInt32(row)
        place += 1
      } else {
        newRows.append(UInt32(row))
      }
    }
    newRows.sort()
    return RowAssignment(digests: digests, rowOfNode: rowOfNode, newRows: newRows)
  }

  /// The same graph for the rows assigned.
  func placed(by assignment: RowAssignment, in snapshot: VectorSnapshot) -> VectorGraph {
    with(
      GraphPlacement(
        generation: snapshot.generation, blockRowCount: assignment.digests.count,
        rows: assignment.rowOfNode, newRows: assignment.newRows))
  }
}
