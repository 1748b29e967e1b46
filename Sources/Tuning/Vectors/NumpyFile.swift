import Kernels

/// A matrix of floats in a NumPy file (NEP 1), read where it lies.
public struct NumpyFile: Sendable {
  /// The number of rows.
  public let rows: Int
  /// Scalars of a row.
  public let columns: Int
  private let path: String
  private let file: MappedFile
  private let start: Int
  private let element: Element

  private enum Element: String {
    case float16 = "<f2"
    case float32 = "<f4"
    case float64 = "<f8"

    var byteCount: Int {
      switch self {
      case .float16: 2
      case .float32: 4
      case .float64: 8
      }
    }
  }

  /// Maps a file of little-endian floats of 16, 32 or 64 bits in C order with two extents, and checks that it is
  /// whole.
  public init(path: String) throws(TuningError) {
    self.path = path
    do {
      file = try MappedFile(path: path)
    } catch {
      throw TuningError(error.description)
    }
    let header = try NumpyHeader(file.bytes, path: path)
    guard header.shape.count == 2, header.shape[0] > 0, header.shape[1] > 0 else {
      throw TuningError(
        "\(path) holds an array of shape \(header.shape), not rows of vectors; save a matrix of "
          + "[records, dimensions]")
    }
    guard !header.isFortranOrder else {
      throw TuningError(
        "\(path) is in Fortran order; save it with numpy.save(path, numpy.ascontiguousarray(x))")
    }
    guard let element = Element(rawValue: header.type) else {
      throw TuningError(
        "\(path) holds numbers of type \(header.type), not <f4, <f2 or <f8; save "
          + "x.astype('float32')")
    }
    self.element = element
    (rows, columns) = (header.shape[0], header.shape[1])
    start = header.byteCount
    let (scalars, overflow) = rows.multipliedReportingOverflow(by: columns)
    let (bytes, overflowing) = scalars.multipliedReportingOverflow(by: element.byteCount)
    guard !overflow, !overflowing, bytes == file.bytes.count - start else {
      throw TuningError(
        "\(path) announces \(rows) × \(columns) numbers of \(element.byteCount) bytes and has "
          + "\(file.bytes.count - start) bytes for them; copy or write it again")
    }
  }

  /// One row as it is, `[columns]`; traps on a number that is none.
  public func row(_ number: Int) -> [Float] {
    precondition((0..<rows).contains(number))
    return scalars(number * columns..<(number + 1) * columns)
  }

  private func scalars(_ range: Range<Int>) -> [Float] {
    [Float](unsafeUninitializedCapacity: range.count) { scalars, initialized in
      if let output = scalars.baseAddress, let bytes = file.bytes.baseAddress {
        let source = bytes + start + range.lowerBound * element.byteCount
        switch element {
        case .float16:
          Float16Conversion.widen(float16: source, count: range.count, into: output)
        case .float32:
          UnsafeMutableRawPointer(output).copyMemory(from: source, byteCount: range.count * 4)
        case .float64:
          for index in 0..<range.count {
            let pattern = source.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
            output[index] = Float(Double(bitPattern: UInt64(littleEndian: pattern)))
          }
        }
      }
      initialized = range.count
    }
  }

  /// All rows at length one.
  ///
  /// Throws: `TuningError` that names a row with an infinity or what is no number.
  public func unitRows() throws(TuningError) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns, scalars: scalars(0..<rows * columns))
    for row in 0..<rows {
      guard matrix.row(row).reduce(Float(0), { $0 + $1 * $1 }).isFinite else {
        throw TuningError(
          "row \(row) of \(path), counted from 0, has no finite length; leave such vectors out")
      }
    }
    return matrix.withUnitRows
  }
}
