import Glibc
import Synchronization

/// A map over an array in which each thread takes the next element when it is free.
enum ConcurrentMap {
  /// Transforms each element, on at most `threads` threads of which the caller's is one. Results
  /// are in order; of several errors the one of the first element is thrown.
  static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], threads: Int,
    _ transform: @escaping @Sendable (Element) throws(ModelError) -> Result
  ) throws(ModelError) -> [Result] {
    let outcomes = Outcomes<Result>(count: elements.count)
    let work: @Sendable () -> Void = {
      while let index = outcomes.takeNext() {
        do throws(ModelError) {
          outcomes.record(.success(try transform(elements[index])), at: index)
        } catch {
          outcomes.record(.failure(error), at: index)
        }
      }
    }
    let helpers = (1..<max(1, min(threads, elements.count))).compactMap { _ in WorkerThread(work) }
    work()
    for helper in helpers { helper.join() }
    return try outcomes.results()
  }
}

/// What became of each element.
private final class Outcomes<Result: Sendable>: Sendable {
  private let count: Int
  private let next = Atomic<Int>(0)
  private let recorded: Mutex<[Swift.Result<Result, ModelError>?]>

  init(count: Int) {
    self.count = count
    recorded = Mutex(Array(repeating: nil, count: count))
  }

  /// The index of an element that no thread has taken.
  func takeNext() -> Int? {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }

  func record(_ outcome: Swift.Result<Result, ModelError>, at index: Int) {
    recorded.withLock { $0[index] = outcome }
  }

  func results() throws(ModelError) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    for outcome in recorded.withLock({ $0 }) {
      guard let outcome else { preconditionFailure("every element was taken by a thread") }
      results.append(try outcome.get())
    }
    return results
  }
}

/// A thread of the operating system, which keeps a core busy as long as a batch lasts: long enough
/// that the tens of microseconds of its start do not count.
private struct WorkerThread {
  private let handle: pthread_t

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread; `nil` when the system has none to give, and the others do its work.
  init?(_ run: @escaping @Sendable () -> Void) {
    let body = Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    guard failure == 0 else {
      body.release()
      return nil
    }
    handle = thread
  }

  func join() { pthread_join(handle, nil) }
}
