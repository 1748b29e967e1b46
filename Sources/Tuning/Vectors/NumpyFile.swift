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
  private let isFloat16: Bool

  /// Maps a file of little-endian float32 or float16 in C order with two extents, and checks that it is whole.
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
    switch header.type {
    case "<f4": isFloat16 = false
    case "<f2": isFloat16 = true
    default:
      throw TuningError(
        "\(path) holds numbers of type \(header.type), not <f4 or <f2; save x.astype('float32')")
    }
    (rows, columns) = (header.shape[0], header.shape[1])
    start = header.byteCount
    let (scalars, overflow) = rows.multipliedReportingOverflow(by: columns)
    let (bytes, overflowing) = scalars.multipliedReportingOverflow(by: isFloat16 ? 2 : 4)
    guard !overflow, !overflowing, bytes == file.bytes.count - start else {
      throw TuningError(
        "\(path) announces \(rows) × \(columns) numbers of \(isFloat16 ? 2 : 4) bytes and has "
          + "\(file.bytes.count - start) bytes for them; copy or write it again")
    }
  }

  /// All rows at length one.
  ///
  /// Throws: `TuningError` that names a row with an infinity or what is no number.
  public func unitRows() throws(TuningError) -> Matrix {
    let count = rows * columns
    let scalars = [Float](unsafeUninitializedCapacity: count) { scalars, initialized in
      if let output = scalars.baseAddress, let bytes = file.bytes.baseAddress {
        if isFloat16 {
          Float16Conversion.widen(float16: bytes + start, count: count, into: output)
        } else {
          UnsafeMutableRawPointer(output).copyMemory(from: bytes + start, byteCount: count * 4)
        }
      }
      initialized = count
    }
    let matrix = Matrix(rows: rows, columns: columns, scalars: scalars)
    for row in 0..<rows {
      guard matrix.row(row).reduce(Float(0), { $0 + $1 * $1 }).isFinite else {
        throw TuningError(
          "row \(row) of \(path), counted from 0, has no finite length; leave such vectors out")
      }
    }
    return matrix.withUnitRows
  }
}
