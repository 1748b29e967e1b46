import Glibc
import Kernels

extension VectorGraph {
  /// Builds a graph over all rows of a block. The cost of a row grows as the logarithm of their
  /// number.
  ///
  /// - Parameters:
  ///   - block: a block of the snapshot.
  ///   - threads: how many threads insert nodes. On one, the result depends only on the rows and the
  ///     parameters.
  public static func build(
    of block: String, in snapshot: VectorSnapshot, metric: Metric = .dot,
    parameters: GraphParameters = GraphParameters(), threads: Int = 1
  ) -> VectorGraph {
    guard
      let graph = build(
        of: block, in: snapshot, metric: metric, parameters: parameters, threads: threads,
        while: { true })
    else { preconditionFailure("a graph was given up that nobody stopped") }
    return graph
  }

  /// The same; nil once `continues`, which is asked now and then, says no.
  static func build(
    of block: String, in snapshot: VectorSnapshot, metric: Metric, parameters: GraphParameters,
    threads: Int, while continues: @Sendable () -> Bool
  ) -> VectorGraph? {
    guard let rows = snapshot.block(block) else {
      preconditionFailure("the snapshot has no block \(block)")
    }
    let source = GraphRows(block: rows, dimension: snapshot.dimension, metric: metric)
    let assignment = RowAssignment(
      digests: source.digests(threads: threads), rowOfNode: [],
      newRows: Array(0..<UInt32(rows.rowCount)))
    return grow(
      nil, by: assignment, from: source, snapshot: snapshot, parameters: parameters,
      threads: threads, while: continues)
  }

  /// The graph of the same block in a later or earlier snapshot: rows it does not know yet are
  /// inserted; nodes whose rows are gone stay as dead ones, to be walked through. Rows are known
  /// again by checksums of their scalars, wherever they lie.
  ///
  /// nil where a new one should be built: if more than a tenth of the nodes would be dead, the
  /// vectors are of another model, or the file is damaged; and once `continues` says no.
  public func adapted(
    to snapshot: VectorSnapshot, threads: Int = 1,
    while continues: @Sendable () -> Bool = { true }
  ) -> VectorGraph? {
    guard let source = rows(of: snapshot) else { return nil }
    return adapted(
      by: assignment(of: source, threads: threads), source, snapshot, threads: threads,
      while: continues)
  }

  /// The same with rows that were assigned before.
  func adapted(
    by assignment: RowAssignment, _ source: GraphRows, _ snapshot: VectorSnapshot, threads: Int,
    while continues: @Sendable () -> Bool
  ) -> VectorGraph? {
    guard !assignment.leavesTooManyDead,
      (try? FileSection.verify(fileSections, of: block, threads: threads)) != nil
    else { return nil }
    return Self.grow(
      self, by: assignment, from: source, snapshot: snapshot, parameters: parameters,
      threads: threads, while: continues)
  }

  /// A copy of `old`, if there is one, whose nodes stand for the rows assigned and which has nodes
  /// for new ones.
  private static func grow(
    _ old: VectorGraph?, by assignment: RowAssignment, from source: GraphRows,
    snapshot: VectorSnapshot, parameters: GraphParameters, threads: Int,
    while continues: @Sendable () -> Bool
  ) -> VectorGraph? {
    let newRows = assignment.newRows
    let oldCount = assignment.rowOfNode.count
    let count = oldCount + newRows.count
    let levels = (oldCount..<count).map { level(ofNode: $0, parameters) }
    let oldUpperCount = old?.nodes.upperListCount ?? 0
    let upperListCount = levels.reduce(oldUpperCount, +)
    let stride = NibbleCode.stride(dimension: source.dimension)
    guard count < GraphWalk.Candidate.expandedBit,
      source.dimension <= NibbleCode.largestDimension,
      let layout = GraphLayout(
        parameters: parameters, count: count, stride: stride, upperListCount: upperListCount)
    else {
      preconditionFailure("\(count) vectors of \(source.dimension) scalars are beyond a graph")
    }
    let memory = GraphMemory(byteCount: layout.byteCount)
    guard let start = memory.bytes.baseAddress else { preconditionFailure("no memory") }
    let nodes = layout.nodes(
      at: start, parameters: parameters, metric: source.metric, count: count, stride: stride,
      upperListCount: upperListCount)
    if let old {
      nodes.copy(old.nodes)
    }
    var nextUpper = oldUpperCount
    for (place, level) in levels.enumerated() {
      nodes.levels[oldCount + place] = UInt8(level)
      nodes.firstUpper[oldCount + place] = UInt32(nextUpper)
      nextUpper += level
    }
    concurrently(ranges: newRows.count, of: 1024, threads: threads) { range in
      for place in range {
        source.fill(oldCount + place, of: nodes, with: newRows[place])
        nodes.digests[oldCount + place] = assignment.digests[Int(newRows[place])]
      }
    }
    let builder = GraphBuilder(nodes, entry: old?.entry, threads: threads)
    let entry = builder.link(UInt32(oldCount)..<UInt32(count), while: continues)
    guard continues() else { return nil }
    return VectorGraph(
      block: source.block.name, fingerprint: snapshot.fingerprint, dimension: snapshot.dimension,
      nodes: nodes, entry: entry,
      placement: GraphPlacement(
        generation: snapshot.generation, blockRowCount: source.block.rowCount,
        rows: assignment.rowOfNode + newRows, newRows: []),
      owner: memory
    ).orderedForWalks()
  }

  /// The level of a node: l with probability (1 − 1/M) / Mˡ (section 4.1 of the paper, with its
  /// m_L = 1 / ln M), drawn by SplitMix64 from the seed and the node's number.
  private static func level(ofNode node: Int, _ parameters: GraphParameters) -> Int {
    var mixed = parameters.seed &+ UInt64(node + 1) &* 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    mixed ^= mixed >> 31
    let uniform = (Double(mixed >> 11) + 1) / 0x1p53
    let level = Int(-log(uniform) / log(Double(parameters.linksPerNode)))
    return min(level, GraphParameters.highestLevel)
  }
}

extension GraphNodes {
  /// Takes over the nodes of a smaller graph of the same parameters.
  func copy(_ other: GraphNodes) {
    codes.update(from: other.codes, count: other.count * stride)
    scales.update(from: other.scales, count: other.count)
    offsets.update(from: other.offsets, count: other.count)
    base.update(from: other.base, count: other.count * parameters.baseStride)
    upper.update(from: other.upper, count: other.upperListCount * parameters.upperStride)
    firstUpper.update(from: other.firstUpper, count: other.count)
    digests.update(from: other.digests, count: other.count)
    levels.update(from: other.levels, count: other.count)
  }
}
