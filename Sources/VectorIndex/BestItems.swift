/// The best `capacity` items seen so far: higher scores first, equal scores by lower position.
///
/// Positions are distinct, so the order is strict and the result does not depend on the order of
/// insertion. Insertion costs O(log capacity), and O(1) for an item that is not among the best.
struct BestItems: Sendable {
  /// An item by its place among the ascending identifiers.
  struct Entry: Sendable, Equatable {
    let position: Int
    let score: Float

    func isBetter(than other: Entry) -> Bool {
      score != other.score ? score > other.score : position < other.position
    }
  }

  private let capacity: Int
  /// A binary heap with the worst entry on top.
  private var heap: [Entry] = []

  init(capacity: Int) {
    self.capacity = max(0, capacity)
  }

  /// The entries, best first.
  var sorted: [Entry] { heap.sorted { $0.isBetter(than: $1) } }

  /// The least score among the best; −∞ as long as there is room for more.
  var leastScore: Float { heap.count < capacity ? -.infinity : heap.first?.score ?? .infinity }

  mutating func insert(_ entry: Entry) {
    if heap.count < capacity {
      heap.append(entry)
      siftUp(from: heap.count - 1)
    } else if capacity > 0, entry.isBetter(than: heap[0]) {
      heap[0] = entry
      siftDown()
    }
  }

  mutating func merge(_ other: BestItems) {
    for entry in other.heap {
      insert(entry)
    }
  }

  private mutating func siftUp(from index: Int) {
    var child = index
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[parent].isBetter(than: heap[child]) else { return }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      let left = 2 * parent + 1
      guard left < heap.count else { return }
      let right = left + 1
      let worse = right < heap.count && heap[left].isBetter(than: heap[right]) ? right : left
      guard heap[parent].isBetter(than: heap[worse]) else { return }
      heap.swapAt(parent, worse)
      parent = worse
    }
  }
}
