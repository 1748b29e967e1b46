import Dispatch
import Kernels
import Synchronization

/// Links nodes into a graph (algorithm 1 of Malkov and Yashunin 2018, arXiv 1603.09320).
///
/// On one thread the result depends only on the nodes and the parameters; on several also on
/// which of them comes first.
final class GraphBuilder: Sendable {
  private let nodes: GraphNodes
  private let locks: NodeLocks?
  private let threads: Int
  private let state: Mutex<GraphEntry?>

  /// - Parameter entry: where walks begin among the nodes that are linked already.
  init(_ nodes: GraphNodes, entry: GraphEntry?, threads: Int) {
    self.nodes = nodes
    self.threads = threads
    locks = threads > 1 ? NodeLocks(count: nodes.count) : nil
    state = Mutex(entry)
  }

  private static let nodesBetweenQuestions: UInt32 = 512

  /// Links nodes whose codes, scales and levels stand, and returns where walks begin now. Stops
  /// once `continues`, which is asked now and then, says no.
  func link(_ range: Range<UInt32>, while continues: @Sendable () -> Bool) -> GraphEntry? {
    var rest = range
    if state.withLock({ $0 == nil }), let first = rest.popFirst() {
      state.withLock { $0 = GraphEntry(node: first, level: Int(nodes.levels[Int(first)])) }
    }
    let next = Atomic(rest.lowerBound)
    let end = rest.upperBound
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let worker = Worker(nodes, locks: locks)
      while true {
        let node = next.add(1, ordering: .relaxed).oldValue
        guard node < end, node % Self.nodesBetweenQuestions > 0 || continues() else { return }
        insert(node, worker)
      }
    }
    return state.withLock { $0 }
  }

  /// What a thread needs.
  private final class Worker {
    let walk: GraphWalk
    let selection: LinkSelection
    let backSelection: LinkSelection
    let room: UnsafeMutablePointer<Int8>
    let backRoom: UnsafeMutablePointer<Int8>
    let crowd: UnsafeMutablePointer<GraphWalk.Candidate>
    let products: UnsafeMutablePointer<Float>

    init(_ nodes: GraphNodes, locks: NodeLocks?) {
      walk = GraphWalk(nodes, locks: locks)
      selection = LinkSelection(nodes)
      backSelection = LinkSelection(nodes)
      room = .allocate(capacity: 2 * nodes.stride)
      backRoom = .allocate(capacity: 2 * nodes.stride)
      crowd = .allocate(capacity: nodes.parameters.baseSlots + 1)
      products = .allocate(capacity: nodes.parameters.baseSlots)
    }

    deinit {
      room.deallocate()
      backRoom.deallocate()
      crowd.deallocate()
      products.deallocate()
    }
  }

  private func insert(_ node: UInt32, _ worker: Worker) {
    guard let entry = state.withLock({ $0 }) else { return }
    let parameters = nodes.parameters
    let level = Int(nodes.levels[Int(node)])
    let query = query(for: node, room: worker.room)
    var nearest = worker.walk.candidate(query, entry.node)
    for above in stride(from: entry.level, to: level, by: -1) {
      nearest = worker.walk.descend(query, from: nearest, level: above)
    }
    for level in stride(from: min(level, entry.level), through: 0, by: -1) {
      let count = worker.walk.search(
        query, from: nearest, expansion: parameters.efConstruction, level: level)
      nearest = GraphWalk.Candidate(
        score: worker.walk.found[0].score, node: worker.walk.found[0].node)
      let chosen = worker.selection.choose(
        among: worker.walk.found, count: count, for: node, limit: parameters.linksPerNode)
      link(node, to: worker.selection.chosen, count: chosen, level: level)
      for place in 0..<chosen {
        let neighbor = worker.selection.chosen[place]
        let score =
          neighbor.score + nodes.offsets[Int(neighbor.node)] - nodes.offsets[Int(node)]
        linkBack(neighbor.node, to: node, score: score, level: level, worker)
      }
    }
    if level > entry.level {
      state.withLock { state in
        if level > state?.level ?? -1 {
          state = GraphEntry(node: node, level: level)
        }
      }
    }
  }

  private func query(for node: UInt32, room: UnsafeMutablePointer<Int8>) -> CodedQueryView {
    CodedQueryView(
      code: nodes.code(of: node), stride: nodes.stride, scale: nodes.scales[Int(node)], room: room)
  }

  /// Gives a new node its links, beside those to nodes that others have inserted meanwhile.
  private func link(
    _ node: UInt32, to chosen: UnsafeMutablePointer<GraphWalk.Candidate>, count: Int, level: Int
  ) {
    locks?.lock(node)
    let links = nodes.links(of: node, level: level)
    var kept = Int(links[0])
    for place in 0..<count where kept < nodes.slots(level: level) {
      let link = chosen[place].node
      guard link != node, !contains(links, kept, link) else { continue }
      links[1 + kept] = link
      kept += 1
    }
    links[0] = UInt32(kept)
    locks?.unlock(node)
  }

  /// Adds a link to a node that is in the graph, and prunes its list where there is no room.
  private func linkBack(
    _ node: UInt32, to new: UInt32, score: Float, level: Int, _ worker: Worker
  ) {
    locks?.lock(node)
    defer { locks?.unlock(node) }
    let links = nodes.links(of: node, level: level)
    let count = Int(links[0])
    guard node != new, !contains(links, count, new) else { return }
    guard count == nodes.slots(level: level) else {
      links[1 + count] = new
      links[0] = UInt32(count + 1)
      return
    }
    let query = query(for: node, room: worker.backRoom)
    let crowd = worker.crowd
    NibbleScan.dotProducts(
      query: query, codes: nodes.codes, scales: nodes.scales,
      numbers: UnsafeBufferPointer(start: links + 1, count: count), into: worker.products)
    crowd[0] = GraphWalk.Candidate(score: score, node: new)
    for place in 0..<count {
      let link = links[1 + place]
      let candidate = GraphWalk.Candidate(
        score: worker.products[place] - nodes.offsets[Int(link)], node: link)
      var hole = place + 1
      while hole > 0, crowd[hole - 1].score < candidate.score {
        crowd[hole] = crowd[hole - 1]
        hole -= 1
      }
      crowd[hole] = candidate
    }
    let limit = level == 0 ? 2 * nodes.parameters.linksPerNode : nodes.parameters.linksPerNode
    let kept = worker.backSelection.choose(among: crowd, count: count + 1, for: node, limit: limit)
    for place in 0..<kept {
      links[1 + place] = worker.backSelection.chosen[place].node
    }
    links[0] = UInt32(kept)
  }

  private func contains(
    _ links: UnsafeMutablePointer<UInt32>, _ count: Int, _ node: UInt32
  ) -> Bool {
    for place in 0..<count where links[1 + place] == node { return true }
    return false
  }
}
