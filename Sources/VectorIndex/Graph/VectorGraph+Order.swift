extension VectorGraph {
  /// The same graph with its nodes numbered breadth first from where walks begin: nodes that are
  /// linked lie near each other, so that a walk meets fewer pages.
  func orderedForWalks() -> VectorGraph {
    guard let entry, let layout, let placement else { return self }
    let order = breadthFirst(from: entry.node)
    var placeOf = [UInt32](repeating: 0, count: nodes.count)
    for (place, node) in order.enumerated() {
      placeOf[Int(node)] = UInt32(place)
    }
    let memory = GraphMemory(byteCount: layout.byteCount)
    guard let start = memory.bytes.baseAddress else { return self }
    let ordered = layout.nodes(
      at: start, parameters: parameters, metric: metric, count: nodes.count, stride: nodes.stride,
      upperListCount: nodes.upperListCount)
    var rows: [UInt32] = []
    rows.reserveCapacity(nodes.count)
    var nextUpper = 0
    for (place, node) in order.map(Int.init).enumerated() {
      ordered.code(of: UInt32(place)).update(
        from: nodes.code(of: UInt32(node)), count: nodes.stride)
      ordered.scales[place] = nodes.scales[node]
      ordered.offsets[place] = nodes.offsets[node]
      rows.append(placement.rows[node])
      ordered.digests[place] = nodes.digests[node]
      ordered.levels[place] = nodes.levels[node]
      ordered.firstUpper[place] = UInt32(nextUpper)
      nextUpper += Int(nodes.levels[node])
      for level in 0...Int(nodes.levels[node]) {
        let links = nodes.links(of: UInt32(node), level: level)
        let orderedLinks = ordered.links(of: UInt32(place), level: level)
        orderedLinks[0] = links[0]
        for slot in 0..<Int(links[0]) {
          orderedLinks[1 + slot] = placeOf[Int(links[1 + slot])]
        }
      }
    }
    return VectorGraph(
      block: block, fingerprint: fingerprint, dimension: dimension, nodes: ordered,
      entry: GraphEntry(node: placeOf[Int(entry.node)], level: entry.level),
      placement: GraphPlacement(
        generation: placement.generation, blockRowCount: placement.blockRowCount, rows: rows,
        newRows: Array(placement.newRows)),
      trial: trial, owner: memory)
  }

  /// The nodes that base links lead to from `start`, those of fewer links away first, and then those
  /// out of reach, each with what it leads to.
  private func breadthFirst(from start: UInt32) -> [UInt32] {
    var order: [UInt32] = []
    order.reserveCapacity(nodes.count)
    var isMet = [Bool](repeating: false, count: nodes.count)
    func meet(_ node: UInt32) {
      guard !isMet[Int(node)] else { return }
      isMet[Int(node)] = true
      order.append(node)
    }
    meet(start)
    var next = 0
    for unmet in 0..<UInt32(nodes.count) {
      while next < order.count {
        let links = nodes.links(of: order[next], level: 0)
        for slot in 0..<Int(links[0]) {
          meet(links[1 + slot])
        }
        next += 1
      }
      meet(unmet)
    }
    return order
  }
}
