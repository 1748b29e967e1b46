import Kernels

/// Chooses the links of a node among candidates, and the memory that takes; for one thread.
///
/// A candidate is left out if a better one chosen before is nearer to it than the node itself is
/// (algorithm 4 of the paper): links then lead in all directions, not only into the nearest
/// cluster.
final class LinkSelection {
  typealias Candidate = GraphWalk.Candidate

  private let nodes: GraphNodes
  /// The chosen, best first.
  private(set) var chosen: UnsafeMutablePointer<Candidate>
  private let numbers: UnsafeMutablePointer<UInt32>
  private let products: UnsafeMutablePointer<Float>
  private let room: UnsafeMutablePointer<Int8>

  /// Chosen nodes that a candidate is compared with at once.
  private static let atOnce = 4

  init(_ nodes: GraphNodes) {
    self.nodes = nodes
    let slots = nodes.parameters.baseSlots + 1
    chosen = .allocate(capacity: slots)
    numbers = .allocate(capacity: slots)
    products = .allocate(capacity: slots)
    room = .allocate(capacity: 2 * nodes.stride)
  }

  deinit {
    chosen.deallocate()
    numbers.deallocate()
    products.deallocate()
    room.deallocate()
  }

  /// Chooses up to `limit` of the candidates, which come best first with scores of them as seen
  /// from `node`, and returns the number of the chosen.
  func choose(
    among candidates: UnsafeMutablePointer<Candidate>, count: Int, for node: UInt32, limit: Int
  ) -> Int {
    guard count > limit else {
      chosen.update(from: candidates, count: count)
      return count
    }
    var chosenCount = 0
    for place in 0..<count where chosenCount < limit {
      let candidate = candidates[place]
      if isNearest(candidate, to: node, chosenCount: chosenCount) {
        chosen[chosenCount] = candidate
        numbers[chosenCount] = candidate.node
        chosenCount += 1
      }
    }
    return chosenCount
  }

  /// Whether a candidate is nearer to the node than to any of the chosen.
  private func isNearest(_ candidate: Candidate, to node: UInt32, chosenCount: Int) -> Bool {
    guard chosenCount > 0 else { return true }
    let query = CodedQueryView(
      code: nodes.code(of: candidate.node), stride: nodes.stride,
      scale: nodes.scales[Int(candidate.node)], room: room)
    let scoreOfNode =
      candidate.score + nodes.offsets[Int(candidate.node)] - nodes.offsets[Int(node)]
    for first in stride(from: 0, to: chosenCount, by: Self.atOnce) {
      let count = min(Self.atOnce, chosenCount - first)
      NibbleScan.dotProducts(
        query: query, codes: nodes.codes, scales: nodes.scales,
        numbers: UnsafeBufferPointer(start: numbers + first, count: count), into: products)
      for place in 0..<count {
        let other = nodes.offsets[Int(numbers[first + place])]
        if products[place] - other > scoreOfNode { return false }
      }
    }
    return true
  }
}
