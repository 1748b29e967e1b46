internal import Glibc
internal import Library

/// A file that the user asked to be written.
enum OutputFile {
  /// Writes bytes to a temporary file beside `path` and renames it, so that no half file is ever seen.
  ///
  /// - Throws: `LibraryError` that names the path and the reason.
  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(path) }
    let temporary = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let contents = Array(bytes)
    var start = 0
    while start < contents.count {
      let count = contents[start...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno != EINTR {
        let error = failure(path)
        close(descriptor)
        unlink(temporary)
        throw error
      }
      start += max(0, count)
    }
    // mkstemp gives the owner alone access; other files are made with the mask of the user.
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, 0o666 & ~mask)
    guard close(descriptor) == 0, rename(temporary, path) == 0 else {
      let error = failure(path)
      unlink(temporary)
      throw error
    }
  }

  private static func failure(_ path: String) -> LibraryError {
    LibraryError("\(path) could not be written: \(String(cString: strerror(errno)))")
  }
}
