import Dispatch
import Synchronization

/// Cuts `0 ..< count` into ranges of `length` (the last may be shorter) and runs `body` on each,
/// in any order, on up to `threads` threads; returns when all are done.
func concurrently(
  ranges count: Int, of length: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Void
) {
  let rangeCount = (count + length - 1) / length
  let workers = min(threads, rangeCount)
  guard workers > 1 else {
    for index in 0..<rangeCount {
      body(index * length..<min(count, (index + 1) * length))
    }
    return
  }
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < rangeCount else { return }
      body(index * length..<min(count, (index + 1) * length))
    }
  }
}
