import Kernels
import Synchronization

/// Memory for the activations of one inference, laid out as a stack and reserved once, so that no
/// layer allocates. Used by one thread at a time.
public final class Workspace: Sendable {
  private let storage: FloatStorage
  private nonisolated(unsafe) var used = 0

  /// Reserves room for `count` floats; a model knows how many its layers need.
  public init(count: Int) {
    storage = FloatStorage(count: count)
  }

  /// The number of floats that a piece of `count` takes: whole cache lines.
  public static func rounded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  /// Lends `count` floats, of any value, until `body` returns. Traps when there is not enough room:
  /// the model has planned too little.
  public func withScratch<Result, Failure: Error>(
    _ count: Int, _ body: (UnsafeMutablePointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = used
    let end = start + Self.rounded(count)
    precondition(end <= storage.count, "the workspace has \(storage.count) floats, not \(end)")
    used = end
    defer { used = start }
    return try body(storage.base + start)
  }
}

/// Workspaces of one size, one for each inference running at the moment.
public final class WorkspacePool: Sendable {
  private let count: Int
  private let idle = Mutex<[Workspace]>([])

  /// Makes workspaces of `count` floats as they are needed.
  public init(count: Int) {
    self.count = count
  }

  /// Lends a workspace until `body` returns.
  public func withWorkspace<Result, Failure: Error>(
    _ body: (Workspace) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let workspace = idle.withLock { $0.popLast() } ?? Workspace(count: count)
    defer { idle.withLock { $0.append(workspace) } }
    return try body(workspace)
  }
}
