import Glibc
import Synchronization

/// A lock for each node, held for as long as its links are read or changed.
final class NodeLocks: Sendable {
  private nonisolated(unsafe) let locks: UnsafeMutablePointer<Atomic<Bool>>
  private let count: Int
  private static let attemptsBeforeYielding = 200

  init(count: Int) {
    self.count = count
    locks = .allocate(capacity: count)
    for node in 0..<count {
      (locks + node).initialize(to: Atomic(false))
    }
  }

  deinit {
    locks.deinitialize(count: count)
    locks.deallocate()
  }

  @inline(__always)
  func lock(_ node: UInt32) {
    var attempts = 0
    while locks[Int(node)].exchange(true, ordering: .acquiring) {
      attempts += 1
      if attempts > Self.attemptsBeforeYielding {
        sched_yield()
      }
    }
  }

  @inline(__always)
  func unlock(_ node: UInt32) {
    locks[Int(node)].store(false, ordering: .releasing)
  }
}
