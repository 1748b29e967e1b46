internal import Kernels

/// A matrix of a NumPy file (`.npy`, format versions 1 to 3), mapped: `<f4` or `<i4`, in C order.
struct NumpyMatrix {
  let rowCount: Int
  let columnCount: Int
  private let file: MappedFile
  private let offset: Int

  /// - Parameter type: NumPy's name of the elements' type, `<f4` or `<i4`, of four bytes each.
  init(path: String, type: String) throws {
    let file = try MappedFile(path: path)
    let bytes = file.bytes
    guard bytes.count >= 12, bytes.prefix(6).elementsEqual([0x93] + "NUMPY".utf8) else {
      throw BenchmarkError("\(path) is no NumPy file; write it with numpy.save")
    }
    let isFirstVersion = bytes[6] == 1
    let start = isFirstVersion ? 10 : 12
    let length =
      isFirstVersion
      ? Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
      : Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
    guard length <= bytes.count - start else {
      throw BenchmarkError("\(path) ends within its header; write it again")
    }
    let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
    guard header.contains("'descr': '\(type)'"), header.contains("'fortran_order': False"),
      let open = header.firstIndex(of: "("), let close = header.firstIndex(of: ")")
    else {
      throw BenchmarkError("\(path) is no matrix of type \(type) in C order; convert it first")
    }
    let shape = header[header.index(after: open)..<close].split(separator: ",").compactMap {
      Int($0.filter { $0 != " " })
    }
    guard shape.count == 2, shape[0] >= 0, shape[1] > 0, start + length <= bytes.count,
      (bytes.count - start - length) / 4 / shape[1] >= shape[0]
    else {
      throw BenchmarkError("\(path) has shape \(header[open...close]); a matrix is needed")
    }
    rowCount = shape[0]
    columnCount = shape[1]
    offset = start + length
    self.file = file
  }

  /// The bytes of a row.
  func bytes(ofRow row: Int) -> UnsafeRawBufferPointer {
    let start = offset + 4 * columnCount * row
    return UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + 4 * columnCount])
  }

  /// A row of a matrix of type `<f4`.
  func scalars(ofRow row: Int) -> [Float] {
    let bytes = bytes(ofRow: row)
    return (0..<columnCount).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
  }

  /// A row of a matrix of type `<i4`.
  func integers(ofRow row: Int) -> [Int32] {
    let bytes = bytes(ofRow: row)
    return (0..<columnCount).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self) }
  }
}
