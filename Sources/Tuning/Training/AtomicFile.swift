import Glibc

/// A file that is replaced at once: whoever is killed leaves the old or the new one.
enum AtomicFile {
  /// Writes bytes beside the file, brings them to the disk and renames.
  static func write(_ bytes: [UInt8], to path: String) throws(TuningError) {
    let temporary = "\(path).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { break }
      done += written
    }
    let isWhole = done == bytes.count && fsync(descriptor) == 0
    let error = failure(path)
    close(descriptor)
    guard isWhole, rename(temporary, path) == 0 else {
      unlink(temporary)
      throw error
    }
  }

  private static func failure(_ path: String) -> TuningError {
    TuningError(
      "\(path) cannot be written: \(String(cString: strerror(errno))); choose another place")
  }
}
