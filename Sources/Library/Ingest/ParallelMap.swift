internal import Dispatch
internal import Synchronization

/// Maps the first elements of `elements` on several threads until all are done or `shouldStop` says so.
///
/// Elements are taken in order, so the result belongs to a prefix of `elements`; at least one element a
/// thread is mapped. One element is in the works on each thread at a time, which bounds memory.
func parallelMapPrefix<Element: Sendable, Result: Sendable>(
  _ elements: [Element], threads: Int, until shouldStop: @Sendable () -> Bool = { false },
  _ body: @Sendable (Element) -> Result
) -> [Result] {
  let next = Atomic(0)
  let results = Mutex([Result?](repeating: nil, count: elements.count))
  let workers = min(threads, elements.count)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    repeat {
      let position = next.add(1, ordering: .relaxed).oldValue
      guard position < elements.count else { return }
      let result = body(elements[position])
      results.withLock { $0[position] = result }
    } while !shouldStop()
  }
  return results.withLock { Array($0.prefix { $0 != nil }.compactMap { $0 }) }
}
