internal import Glibc
internal import JSON
internal import Library
internal import Synchronization

/// The rejected rows of a feed, written as they come as JSON lines `{row, id, column, reason}`.
final class RejectionFile: Sendable {
  private let path: String
  private let descriptor: Int32
  private let failure = Mutex<Int32>(0)

  /// Creates or empties the file.
  ///
  /// - Throws: `LibraryError` that names the path and the reason.
  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.error(path, errno) }
  }

  /// Writes the event where it is a rejected row; safe from any thread.
  func receive(_ event: IngestEvent) {
    guard case .rejected(let row, let id, let column, let reason) = event else { return }
    let line = JSONValue.object([
      ("row", .integer(row)), ("id", .optional(id)), ("column", .optional(column)),
      ("reason", .string(reason)),
    ])
    let bytes = Array((line.text + "\n").utf8)
    failure.withLock { failure in
      var start = 0
      while start < bytes.count, failure == 0 {
        let count = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count >= 0 { start += count } else if errno != EINTR { failure = errno }
      }
    }
  }

  /// - Throws: `LibraryError` where a row could not be written.
  func close() throws {
    let code = failure.withLock { $0 }
    guard Glibc.close(descriptor) == 0, code == 0 else {
      throw Self.error(path, code == 0 ? errno : code)
    }
  }

  private static func error(_ path: String, _ code: Int32) -> LibraryError {
    LibraryError(
      "the rejected rows could not be written to \(path): \(String(cString: strerror(code)))")
  }
}
