import Kernels

extension VectorGraph {
  /// Maps the graph at `path` if it is whole, of this block and of this model. It may be of another
  /// generation than the snapshot at hand; see ``matches(_:)`` and ``adapted(to:threads:)``.
  ///
  /// Nothing is copied; time grows with the file, which is read once for its checksum and its links.
  ///
  /// - Parameter threads: how many threads read the file for its checksum.
  public static func open(
    path: String, block: String, fingerprint: String, threads: Int = 2
  ) throws(SnapshotError) -> VectorGraph {
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
    return try GraphReader(file: file)
      .graph(ofBlock: block, fingerprint: fingerprint, threads: threads)
  }

  /// The graph of a block as the snapshot has it: the one at `path` if it matches, else one that is
  /// adapted from it or, where there is none or too much has changed, built anew; a new graph is
  /// kept at `path`.
  ///
  /// Throws `SnapshotError.cannotWrite` where it cannot be kept.
  public static func current(
    at path: String, block: String, snapshot: VectorSnapshot, metric: Metric = .dot,
    parameters: GraphParameters = GraphParameters(), threads: Int = 1
  ) throws(SnapshotError) -> VectorGraph {
    let kept = try? open(
      path: path, block: block, fingerprint: snapshot.fingerprint, threads: threads)
    let usable = kept.flatMap { $0.metric == metric && $0.parameters == parameters ? $0 : nil }
    if let usable, usable.matches(snapshot) { return usable }
    let graph =
      usable?.adapted(to: snapshot, threads: threads)
      ?? build(
        of: block, in: snapshot, metric: metric, parameters: parameters, threads: threads)
    try graph.write(to: path)
    return graph
  }

  private static let comparedRows = 64

  /// Whether the nodes stand for the rows of this snapshot: it is of the same generation and model,
  /// and rows taken here and there are those the nodes were made of.
  public func matches(_ snapshot: VectorSnapshot) -> Bool {
    guard generation == snapshot.generation, fingerprint == snapshot.fingerprint,
      dimension == snapshot.dimension, let block = snapshot.block(block),
      block.rowCount == blockRowCount, rowCount == blockRowCount
    else { return false }
    let rows = GraphRows(block: block, dimension: dimension, metric: metric)
    for node in stride(from: 0, to: nodes.count, by: max(1, nodes.count / Self.comparedRows)) {
      let row = nodes.rows[node]
      guard row == GraphNodes.deadRow || rows.digest(of: Int(row)) == nodes.digests[node] else {
        return false
      }
    }
    return true
  }
}
