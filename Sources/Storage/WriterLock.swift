import Glibc
import Synchronization

/// The right to write to a library, held by one process at a time, until it is released.
///
/// The compiler may end a value's life after its last use: call `release()` at the end of the work,
/// best with `defer`, rather than rely on the end of a scope.
///
/// An advisory lock (`flock`) on a file beside the database, which the kernel releases when the
/// process ends, however it ends. The file itself stays: removing it would let two writers in.
public final class WriterLock: Sendable {
  /// The process that writes to a library.
  public struct Holder: Sendable, Equatable {
    /// The process id.
    public var processID: Int32
    /// What it does, in a few words.
    public var purpose: String
    /// Since when, in seconds since 1970; nil if the holder has not said so yet.
    public var sinceUnixSeconds: Int64?

    /// The time of day in local time, with the date.
    public var sinceText: String {
      guard let sinceUnixSeconds else { return "just now" }
      var seconds = time_t(sinceUnixSeconds)
      var calendar = tm()
      guard localtime_r(&seconds, &calendar) != nil else { return "\(sinceUnixSeconds)" }
      var characters = [CChar](repeating: 0, count: 64)
      let count = strftime(&characters, characters.count, "%Y-%m-%d %H:%M:%S", &calendar)
      return String(
        decoding: characters.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// The open lock file; nil once released.
  private let descriptor: Mutex<Int32?>

  private init(descriptor: Int32) {
    self.descriptor = Mutex(descriptor)
  }

  deinit {
    release()
  }

  /// Lets the next writer in; does nothing the second time.
  public func release() {
    descriptor.withLock { descriptor in
      guard let open = descriptor else { return }
      ftruncate(open, 0)
      close(open)
      descriptor = nil
    }
  }

  /// Waits for the lock up to `timeout` seconds and calls `onWait` once if it has to.
  static func acquire(
    location: LibraryLocation, purpose: String, timeout: Double, onWait: (Holder) -> Void
  ) throws(StorageError) -> WriterLock {
    let path = location.sibling(".lock")
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw StorageError(errno: errno, path: path) }
    var waited = 0.0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        let code = errno
        close(descriptor)
        throw StorageError(errno: code, path: path)
      }
      let holder = holder(in: descriptor)
      if waited == 0 { onWait(holder) }
      guard waited < timeout else {
        close(descriptor)
        throw .heldByAnotherWriter(path: location.path, holder: holder)
      }
      usleep(50_000)
      waited += 0.05
    }
    let text = "\(getpid())\n\(time(nil))\n\(purpose)\n"
    ftruncate(descriptor, 0)
    let written = pwrite(descriptor, text, text.utf8.count, 0)
    guard written == text.utf8.count else {
      let code = written < 0 ? errno : ENOSPC
      close(descriptor)
      throw StorageError(errno: code, path: path)
    }
    return WriterLock(descriptor: descriptor)
  }

  /// Who the lock file says holds it.
  private static func holder(in descriptor: Int32) -> Holder {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
    let lines = String(decoding: bytes.prefix(count), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 3, let processID = Int32(lines[0]) else {
      return Holder(processID: 0, purpose: "starting", sinceUnixSeconds: nil)
    }
    return Holder(
      processID: processID, purpose: String(lines[2]), sinceUnixSeconds: Int64(lines[1]))
  }
}
