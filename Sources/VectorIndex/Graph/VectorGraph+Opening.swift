import Kernels

extension VectorGraph {
  /// Maps the graph at `path` if it is whole, of this block and of this model. It may be of another
  /// generation than the snapshot at hand; see ``matches(_:)`` and ``adapted(to:threads:)``.
  ///
  /// Nothing is copied and hardly anything read: the time does not depend on the size.
  public static func open(
    path: String, block: String, fingerprint: String
  ) throws(SnapshotError) -> VectorGraph {
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
    return try GraphReader(file: file)
      .graph(ofBlock: block, fingerprint: fingerprint)
  }

  /// The graph at `path` if it is one of this block as the snapshot has it; nil otherwise.
  public static func kept(
    at path: String, block: String, snapshot: VectorSnapshot, metric: Metric = .dot,
    parameters: GraphParameters = GraphParameters()
  ) -> VectorGraph? {
    usable(at: path, block: block, snapshot, metric, parameters)
      .flatMap { $0.matches(snapshot) ? $0 : nil }
  }

  /// The graph of a block as the snapshot has it: the one at `path`, if no more than a few rows are
  /// new, else one that is adapted from it or, where there is none or too much has changed, built
  /// anew. A new graph is tried (see ``GraphTrial``) and kept at `path`; where it cannot be kept it
  /// is returned all the same.
  ///
  /// - Parameters:
  ///   - willLink: told before nodes are linked how many.
  ///   - continues: asked now and then while nodes are linked; nil is returned once it says no, and
  ///     nothing has changed.
  public static func current(
    at path: String, block: String, snapshot: VectorSnapshot, metric: Metric = .dot,
    parameters: GraphParameters = GraphParameters(), threads: Int = 1,
    willLink: (Int) -> Void = { _ in }, while continues: @Sendable () -> Bool = { true }
  ) -> VectorGraph? {
    let usable = usable(at: path, block: block, snapshot, metric, parameters)
    if let usable, usable.matches(snapshot) { return usable }
    let rows = usable?.rows(of: snapshot)
    let assignment = rows.flatMap { usable?.assignment(of: $0, threads: threads) }
    if let usable, let assignment, assignment.isSmall {
      let placed = usable.placed(by: assignment, in: snapshot)
      try? placed.writePlacement(besideGraphAt: path)
      return placed
    }
    // Begun before the nodes are linked, so that whoever looks sees that there will be a graph.
    let file = try? TemporaryFile(for: path)
    var linked: VectorGraph?
    if let usable, let rows, let assignment, !assignment.leavesTooManyDead {
      willLink(assignment.newRows.count)
      linked = usable.adapted(by: assignment, rows, snapshot, threads: threads, while: continues)
    }
    if linked == nil, continues() {
      willLink(snapshot.rowCount(ofBlock: block))
      linked = build(
        of: block, in: snapshot, metric: metric, parameters: parameters, threads: threads,
        while: continues)
    }
    guard let linked, continues() else { return nil }
    let graph =
      metric == .dot
      ? linked.with(GraphTrial(of: linked, in: snapshot, threads: threads)) : linked
    if let file {
      try? graph.write(to: file, at: path)
    }
    return graph
  }

  private static func usable(
    at path: String, block: String, _ snapshot: VectorSnapshot, _ metric: Metric,
    _ parameters: GraphParameters
  ) -> VectorGraph? {
    guard
      let graph = try? open(path: path, block: block, fingerprint: snapshot.fingerprint),
      graph.metric == metric, graph.parameters == parameters
    else { return nil }
    return graph
  }

  /// The files of the graph at `path`, whether or not they are there.
  public static func files(ofGraphAt path: String) -> [String] {
    [path, GraphPlacement.path(besideGraphAt: path)]
  }

  /// Reads the whole files of a graph, compares them with their checksums and checks what holds of every
  /// graph: links that lead somewhere, a node for each row, nearly all within reach.
  ///
  /// - Parameters:
  ///   - path: the file, for messages.
  ///   - threads: how many threads read.
  public func verify(at path: String, threads: Int = 2) throws(SnapshotError) {
    try FileSection.verify(fileSections, of: path, threads: threads)
    if let placement {
      try FileSection.verify(
        placement.fileSections, of: GraphPlacement.path(besideGraphAt: path), threads: threads)
    }
    if let violation = checkInvariants().first {
      throw .damaged(path: path, detail: violation)
    }
  }

  private static let comparedRows = 64

  /// Whether the nodes stand for the rows of this snapshot, but for new ones: it is of the same
  /// generation and model, and rows taken here and there are those the nodes were made of.
  public func matches(_ snapshot: VectorSnapshot) -> Bool {
    guard let placement, placement.generation == snapshot.generation,
      let rows = rows(of: snapshot), rows.block.rowCount == placement.blockRowCount,
      rowCount + placement.newRows.count == placement.blockRowCount,
      placement.newRows.allSatisfy({ $0 < placement.blockRowCount })
    else { return false }
    for node in stride(from: 0, to: nodes.count, by: max(1, nodes.count / Self.comparedRows)) {
      let row = placement.rows[node]
      guard
        row == GraphPlacement.deadRow
          || row < placement.blockRowCount && rows.digest(of: Int(row)) == nodes.digests[node]
      else {
        return false
      }
    }
    return true
  }
}
