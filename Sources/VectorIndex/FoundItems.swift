import Synchronization

/// The best items and how many passed a query's conditions.
struct FoundItems: Sendable {
  var best: BestItems
  var total = 0

  init(capacity: Int) {
    best = BestItems(capacity: capacity)
  }

  @inline(__always)
  mutating func insert(_ entry: BestItems.Entry) {
    total += 1
    best.insert(entry)
  }

  /// Runs `body` on ranges of `0 ..< items` side by side and merges what each has found.
  static func merged(
    items: Int, atOnce: Int, threads: Int, capacity: Int,
    _ body: @Sendable (Range<Int>, inout FoundItems) -> Void
  ) -> FoundItems {
    let merged = Mutex(FoundItems(capacity: capacity))
    concurrently(ranges: items, of: atOnce, threads: threads) { range in
      var found = FoundItems(capacity: capacity)
      body(range, &found)
      merged.withLock { merged in
        merged.best.merge(found.best)
        merged.total += found.total
      }
    }
    return merged.withLock { $0 }
  }
}
