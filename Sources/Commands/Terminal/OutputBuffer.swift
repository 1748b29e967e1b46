internal import Glibc
internal import Synchronization

/// Bytes on their way to a file descriptor, written in blocks.
final class OutputBuffer: Sendable {
  private let descriptor: Int32
  private let pending = Mutex<[UInt8]>([])

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  func append(_ bytes: some Sequence<UInt8>) {
    pending.withLock { pending in
      pending.append(contentsOf: bytes)
      if pending.count >= 1 << 16 { write(&pending) }
    }
  }

  func flush() {
    pending.withLock { write(&$0) }
  }

  /// Writes all of `pending`; where nobody reads any more, or the disk is full, ends the process.
  private func write(_ pending: inout [UInt8]) {
    var start = 0
    while start < pending.count {
      let count = pending[start...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        start += count
      } else if errno == EPIPE {
        _exit(ExitStatus.done.rawValue)
      } else if errno != EINTR && errno != EAGAIN {
        let reason = String(cString: strerror(errno))
        if descriptor == STDOUT_FILENO {
          StandardError.failedToWrite(reason)
        }
        _exit(ExitStatus.error.rawValue)
      }
    }
    pending.removeAll(keepingCapacity: true)
  }
}
