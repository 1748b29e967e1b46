import Kernels

/// A walk over a graph towards what is near a query, and the memory it needs; for one thread.
final class GraphWalk {
  /// A node that was compared with the query.
  struct Candidate {
    /// Larger is nearer.
    var score: Float
    /// The node's number; the highest bit is set once its links have been followed.
    private var mark: UInt32

    static let expandedBit: UInt32 = 1 << 31

    init(score: Float, node: UInt32) {
      self.score = score
      mark = node
    }

    var node: UInt32 { mark & ~Self.expandedBit }
    var isExpanded: Bool { mark & Self.expandedBit != 0 }
    mutating func expand() { mark |= Self.expandedBit }
  }

  let nodes: GraphNodes
  /// nil where nobody changes the links.
  let locks: NodeLocks?

  /// The candidates found, best first; as many as ``search(_:from:expansion:level:)`` says.
  private(set) var found: UnsafeMutablePointer<Candidate>
  private var foundCapacity = 0

  /// For each node the last search that met it.
  private let visits: UnsafeMutablePointer<UInt16>
  private var visit: UInt16 = 0
  private let numbers: UnsafeMutablePointer<UInt32>
  private let products: UnsafeMutablePointer<Float>

  init(_ nodes: GraphNodes, locks: NodeLocks?) {
    self.nodes = nodes
    self.locks = locks
    found = .allocate(capacity: 0)
    visits = .allocate(capacity: nodes.count)
    visits.initialize(repeating: 0, count: nodes.count)
    numbers = .allocate(capacity: nodes.parameters.baseSlots)
    products = .allocate(capacity: nodes.parameters.baseSlots)
  }

  deinit {
    found.deallocate()
    visits.deallocate()
    numbers.deallocate()
    products.deallocate()
  }

  /// A node as a candidate for a query.
  func candidate(_ query: CodedQueryView, _ node: UInt32) -> Candidate {
    numbers.initialize(to: node)
    compare(query, count: 1)
    return Candidate(score: products[0], node: node)
  }

  /// The nearest node of a level that links lead to, each nearer than the one before (algorithm 2
  /// of the paper with ef = 1).
  func descend(_ query: CodedQueryView, from start: Candidate, level: Int) -> Candidate {
    var best = start
    while true {
      let count = collect(linksOf: best.node, level: level, onlyNew: false)
      compare(query, count: count)
      let before = best.node
      for place in 0..<count where products[place] > best.score {
        best = Candidate(score: products[place], node: numbers[place])
      }
      guard best.node != before else { return best }
    }
  }

  /// Finds up to `expansion` nodes of a level near a query (algorithm 2 of the paper, with one
  /// sorted array in the place of two heaps) and returns their number.
  func search(
    _ query: CodedQueryView, from start: Candidate, expansion: Int, level: Int
  ) -> Int {
    reserve(expansion)
    beginVisit()
    let (found, numbers, products) = (found, numbers, products)
    found.initialize(to: start)
    visits[Int(start.node)] = visit
    var count = 1
    var next = 0
    while next < count {
      guard !found[next].isExpanded else {
        next += 1
        continue
      }
      found[next].expand()
      if next + 1 < count {
        prefetch(linksOf: found[next + 1].node, level: level)
      }
      let fresh = collect(linksOf: found[next].node, level: level, onlyNew: true)
      compare(query, count: fresh)
      var first = count
      for place in 0..<fresh {
        let score = products[place]
        if count == expansion && !(score > found[count - 1].score) { continue }
        var low = 0
        var high = count
        while low < high {
          let middle = (low + high) / 2
          if found[middle].score >= score { low = middle + 1 } else { high = middle }
        }
        let kept = count == expansion ? count - 1 : count
        (found + low + 1).update(from: found + low, count: kept - low)
        found[low] = Candidate(score: score, node: numbers[place])
        count = kept + 1
        if low < first {
          first = low
          prefetch(linksOf: numbers[place], level: level)
        }
      }
      next = first <= next ? first : next + 1
    }
    return count
  }

  /// Puts the links of a node in `numbers`, all or those that this search has not met.
  @inline(__always)
  private func collect(linksOf node: UInt32, level: Int, onlyNew: Bool) -> Int {
    let (numbers, visits, visit) = (numbers, visits, visit)
    locks?.lock(node)
    let links = nodes.links(of: node, level: level)
    // A damaged file may state anything.
    let all = min(Int(links[0]), nodes.slots(level: level))
    let nodeCount = UInt32(nodes.count)
    var count = 0
    for place in 0..<all {
      let link = links[1 + place]
      guard link < nodeCount else { continue }
      if onlyNew {
        guard visits[Int(link)] != visit else { continue }
        visits[Int(link)] = visit
      }
      numbers[count] = link
      count += 1
    }
    locks?.unlock(node)
    return count
  }

  /// Brings the links of a node that may be the next to be expanded into the cache.
  @inline(__always)
  private func prefetch(linksOf node: UInt32, level: Int) {
    NibbleScan.prefetch(
      nodes.links(of: node, level: level),
      byteCount: 4 * (level == 0 ? nodes.parameters.baseStride : nodes.parameters.upperStride))
  }

  /// Compares the query with the first `count` of `numbers`.
  @inline(__always)
  private func compare(_ query: CodedQueryView, count: Int) {
    NibbleScan.dotProducts(
      query: query, codes: nodes.codes, scales: nodes.scales,
      numbers: UnsafeBufferPointer(start: numbers, count: count), into: products)
    if nodes.hasOffsets {
      for place in 0..<count {
        products[place] -= nodes.offsets[Int(numbers[place])]
      }
    }
  }

  private func reserve(_ expansion: Int) {
    guard expansion + 1 > foundCapacity else { return }
    found.deallocate()
    foundCapacity = expansion + 1
    found = .allocate(capacity: foundCapacity)
  }

  private func beginVisit() {
    visit &+= 1
    if visit == 0 {
      visits.update(repeating: 0, count: nodes.count)
      visit = 1
    }
  }
}
