internal import Glibc
internal import SystemPackage

/// Writes a float32 matrix row by row as a NumPy file, format version 1.0 (NEP 1), little-endian, C order.
final class NumpyWriter {
  private let stream: UnsafeMutablePointer<FILE>
  private let path: String
  private let dimension: Int
  private var rows = 0

  /// Length of magic, version, header length and header: a multiple of 64 that leaves room for any row count.
  private static let headerBytes = 128

  /// Throws: `LibraryError` where the file cannot be created.
  init(path: String, dimension: Int) throws(LibraryError) {
    guard let stream = fopen(path, "wb") else {
      throw LibraryError(
        "cannot write \(path): \(String(cString: strerror(errno))); give another --vectors")
    }
    self.stream = stream
    self.path = path
    self.dimension = dimension
    try write([UInt8](repeating: 0x20, count: Self.headerBytes))
  }

  /// Appends one row of `dimension` numbers.
  func append(_ row: [Float]) throws(LibraryError) {
    precondition(row.count == dimension)
    let written = row.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, stream) }
    guard written == dimension * MemoryLayout<Float>.stride else { throw failure() }
    rows += 1
  }

  /// Writes the header, now that the number of rows is known, and closes the file.
  func finish() throws(LibraryError) {
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(dimension)), }"
    header += String(repeating: " ", count: Self.headerBytes - 11 - header.utf8.count) + "\n"
    let length = UInt16(Self.headerBytes - 10)
    let start: [UInt8] =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)]
    guard fseek(stream, 0, SEEK_SET) == 0 else { throw failure() }
    try write(start + Array(header.utf8))
    guard fflush(stream) == 0 else { throw failure() }
  }

  private func write(_ bytes: [UInt8]) throws(LibraryError) {
    guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else { throw failure() }
  }

  private func failure() -> LibraryError {
    LibraryError("writing \(path) failed: \(String(cString: strerror(errno)))")
  }

  deinit {
    fclose(stream)
  }
}
