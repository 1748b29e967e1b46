import Synchronization

/// A value made by the first thread that asks for it; others wait. A failure is not kept: the next
/// caller tries again.
final class Lazy<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let make: @Sendable () throws(ModelError) -> Value

  init(_ make: @escaping @Sendable () throws(ModelError) -> Value) {
    self.make = make
  }

  func value() throws(ModelError) -> Value {
    try made.withLock { made throws(ModelError) in
      if let value = made { return value }
      let value = try make()
      made = value
      return value
    }
  }
}
