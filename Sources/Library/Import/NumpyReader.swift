internal import Glibc

/// Reads a matrix of floating-point numbers row by row from a NumPy file, format versions 1 to 3 (NEP 1),
/// little-endian, C order.
final class NumpyReader {
  /// The number of rows.
  let rows: Int
  /// The number of scalars of each row.
  let dimension: Int

  private enum Element: String {
    case float16 = "<f2"
    case float32 = "<f4"
    case float64 = "<f8"

    var bytes: Int {
      switch self {
      case .float16: 2
      case .float32: 4
      case .float64: 8
      }
    }
  }

  private let path: String
  private let element: Element
  private let stream: UnsafeMutablePointer<FILE>
  private var position = 0

  private static let longestHeader = 1 << 16
  private static let mostScalars = 1 << 16

  /// Opens a file and checks that it is as long as its header says.
  ///
  /// Throws: `LibraryError` for anything but a matrix of floating-point numbers.
  init(path: String) throws(LibraryError) {
    guard let stream = fopen(path, "rb") else {
      throw LibraryError(
        "cannot read \(path): \(String(cString: strerror(errno))); give the path of a .npy file")
    }
    self.path = path
    self.stream = stream
    let header = try Self.header(of: stream, path)
    guard let written = Self.value(of: "descr", in: header.text),
      let element = Element(rawValue: written.filter { $0 != "'" && $0 != "\"" }),
      Self.value(of: "fortran_order", in: header.text)?.hasPrefix("False") == true
    else {
      throw Self.unusable(path, "its numbers are not little-endian floats in C order")
    }
    let sides = Self.shape(in: header.text)
    guard sides.count == 2, sides[1] > 0, sides[1] <= Self.mostScalars else {
      throw Self.unusable(path, "it is no matrix with a row for each vector")
    }
    let (scalars, overflow) = sides[0].multipliedReportingOverflow(by: sides[1] * element.bytes)
    var status = stat()
    guard fstat(fileno(stream), &status) == 0, !overflow,
      Int(status.st_size) - header.byteCount == scalars
    else {
      throw Self.unusable(path, "it is not as long as its \(sides[0]) × \(sides[1]) numbers are")
    }
    (rows, dimension, self.element) = (sides[0], sides[1], element)
  }

  deinit { fclose(stream) }

  /// The next row, `[dimension]`; nil after the last.
  func next() throws(LibraryError) -> [Float]? {
    guard position < rows else { return nil }
    position += 1
    var bytes = [UInt8](repeating: 0, count: dimension * element.bytes)
    guard fread(&bytes, 1, bytes.count, stream) == bytes.count else {
      throw Self.unusable(path, "reading ended in row \(position)")
    }
    return bytes.withUnsafeBytes { bytes in
      (0..<dimension).map { index in
        switch element {
        case .float16:
          let pattern = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
          return Float(Float16(bitPattern: UInt16(littleEndian: pattern)))
        case .float32:
          let pattern = bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
          return Float(bitPattern: UInt32(littleEndian: pattern))
        case .float64:
          let pattern = bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
          return Float(Double(bitPattern: UInt64(littleEndian: pattern)))
        }
      }
    }
  }

  /// The text of the header, and the bytes before the numbers.
  private static func header(
    of stream: UnsafeMutablePointer<FILE>, _ path: String
  ) throws(LibraryError) -> (text: String, byteCount: Int) {
    var start = [UInt8](repeating: 0, count: 8)
    guard fread(&start, 1, 8, stream) == 8, start.starts(with: [0x93] + Array("NUMPY".utf8)),
      (1...3).contains(start[6])
    else {
      throw unusable(path, "it does not begin as a .npy file does")
    }
    var length = [UInt8](repeating: 0, count: start[6] == 1 ? 2 : 4)
    guard fread(&length, 1, length.count, stream) == length.count else {
      throw unusable(path, "it ends within its header")
    }
    let count = length.reversed().reduce(0) { $0 << 8 | Int($1) }
    var text = [UInt8](repeating: 0, count: min(count, longestHeader))
    guard count <= longestHeader, fread(&text, 1, count, stream) == count else {
      throw unusable(path, "it ends within its header")
    }
    return (String(decoding: text, as: UTF8.self), 8 + length.count + count)
  }

  /// What stands behind a key of the header, a Python dictionary, up to the next comma.
  private static func value(of key: String, in header: String) -> String? {
    guard let place = header.firstRange(of: "'\(key)':") else { return nil }
    return String(header[place.upperBound...].drop { $0 == " " }.prefix { $0 != "," && $0 != "}" })
  }

  /// The numbers of the shape; none where they cannot be read.
  private static func shape(in header: String) -> [Int] {
    guard let place = header.firstRange(of: "'shape':"),
      let open = header[place.upperBound...].firstIndex(of: "(")
    else { return [] }
    let inside = header[header.index(after: open)...].prefix { $0 != ")" }
    let numbers = inside.split(separator: ",").map { Int($0.filter { $0 != " " }) }
    return numbers.contains { $0 == nil || ($0 ?? -1) < 0 } ? [] : numbers.compactMap { $0 }
  }

  private static func unusable(_ path: String, _ reason: String) -> LibraryError {
    LibraryError(
      "no vectors can be imported from \(path): \(reason); write it with numpy.save as a float32 "
        + "matrix")
  }
}
