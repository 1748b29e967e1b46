extension VectorGraph {
  /// What holds of every graph, checked in full. Returns a sentence for each violation.
  func checkInvariants() -> [String] {
    var violations: [String] = []
    if (entry == nil) != (nodes.count == 0) {
      violations.append("the entry is \(String(describing: entry)) with \(nodes.count) nodes")
    }
    if let entry, Int(nodes.levels[Int(entry.node)]) != entry.level {
      violations.append("the entry's level is not its node's")
    }
    var highest = 0
    var lists = 0
    for node in 0..<nodes.count {
      let level = Int(nodes.levels[node])
      highest = max(highest, level)
      if level > 0, Int(nodes.firstUpper[node]) != lists {
        violations.append("the lists of node \(node) do not follow those before")
      }
      lists += level
      for level in 0...level {
        violations += checkLinks(of: UInt32(node), level: level)
      }
    }
    if let entry, entry.level != highest {
      violations.append("the entry is at level \(entry.level) of \(highest)")
    }
    if lists != nodes.upperListCount {
      violations.append("\(lists) lists instead of \(nodes.upperListCount)")
    }
    return violations + checkRows() + checkReach()
  }

  private func checkLinks(of node: UInt32, level: Int) -> [String] {
    let links = nodes.links(of: node, level: level)
    let linked = (0..<Int(links[0])).map { links[1 + $0] }
    var violations: [String] = []
    if linked.count > nodes.slots(level: level) {
      violations.append("node \(node) has \(linked.count) links at level \(level)")
    }
    if linked.contains(where: { $0 >= nodes.count || Int(nodes.levels[Int($0)]) < level }) {
      violations.append("node \(node) is linked to none at level \(level)")
    }
    if linked.contains(node) || Set(linked).count != linked.count {
      violations.append("node \(node) is linked to itself or twice at level \(level)")
    }
    return violations
  }

  /// Each row of the block has one node or is one of the new ones.
  private func checkRows() -> [String] {
    guard let placement else { return [] }
    let rows = placement.rows.filter { $0 != GraphPlacement.deadRow }
    var violations: [String] = []
    if (rows + placement.newRows).sorted() != Array(0..<UInt32(placement.blockRowCount)) {
      violations.append(
        "\(rows.count) nodes and \(placement.newRows.count) new rows do not stand for "
          + "\(placement.blockRowCount) rows")
    }
    if zip(placement.newRows, placement.newRows.dropFirst()).contains(where: { $0 >= $1 }) {
      violations.append("the new rows are not in order")
    }
    if nodes.count - rows.count != placement.deadCount {
      violations.append("\(nodes.count - rows.count) nodes are dead, not \(placement.deadCount)")
    }
    return violations
  }

  /// Links lead from the entry to nearly every node of the base. Pruning may cut off a node of a
  /// dense cluster; one in a hundred is far more than that happens.
  private func checkReach() -> [String] {
    guard let entry else { return [] }
    var reached = [Bool](repeating: false, count: nodes.count)
    var waiting = [entry.node]
    reached[Int(entry.node)] = true
    while let node = waiting.popLast() {
      let links = nodes.links(of: node, level: 0)
      for place in 0..<Int(links[0]) where !reached[Int(links[1 + place])] {
        reached[Int(links[1 + place])] = true
        waiting.append(links[1 + place])
      }
    }
    let lost = reached.count { !$0 }
    return lost * 100 > nodes.count ? ["\(lost) of \(nodes.count) nodes are out of reach"] : []
  }
}
