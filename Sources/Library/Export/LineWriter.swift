internal import FoundationEssentials
internal import Glibc

/// Writes a text file line by line.
final class LineWriter {
  private let stream: UnsafeMutablePointer<FILE>
  private let path: String
  private let encoder: JSONEncoder

  /// Throws: `LibraryError` where the file cannot be created.
  init(path: String) throws(LibraryError) {
    guard let stream = fopen(path, "wb") else {
      throw LibraryError("cannot write \(path): \(String(cString: strerror(errno)))")
    }
    self.stream = stream
    self.path = path
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  /// Writes one value as a JSON line.
  func write(_ value: some Encodable) throws {
    try write(String(decoding: encoder.encode(value), as: UTF8.self))
  }

  /// Writes one line.
  func write(_ line: String) throws(LibraryError) {
    guard fputs(line + "\n", stream) >= 0 else { throw failure() }
  }

  /// Makes sure that everything is written.
  func finish() throws(LibraryError) {
    guard fflush(stream) == 0 else { throw failure() }
  }

  private func failure() -> LibraryError {
    LibraryError("writing \(path) failed: \(String(cString: strerror(errno)))")
  }

  deinit {
    fclose(stream)
  }
}
