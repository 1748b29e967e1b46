internal import Glibc
internal import Library

/// Lists of paths in files.
enum PathList {
  /// The non-empty paths of a file, or of standard input where it is `-`.
  ///
  /// - Throws: `LibraryError` that names the file and the reason.
  static func read(from source: String, separator: UInt8) throws -> [String] {
    try InputFile.bytes(of: source).split(separator: separator)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

/// A file that the user asked to be read, or standard input.
enum InputFile {
  /// All bytes of a file, or of standard input where it is `-`.
  ///
  /// - Throws: `LibraryError` that names the file and the reason.
  static func bytes(of source: String) throws -> [UInt8] {
    let descriptor = source == "-" ? STDIN_FILENO : open(source, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(source) }
    defer { if source != "-" { close(descriptor) } }
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count == 0 { return result }
      if count > 0 {
        result.append(contentsOf: block[..<count])
      } else if errno != EINTR {
        throw failure(source)
      }
    }
  }

  private static func failure(_ source: String) -> LibraryError {
    let name = source == "-" ? "standard input" : source
    return LibraryError("\(name) could not be read: \(String(cString: strerror(errno)))")
  }
}
