import Kernels

extension VectorSnapshotWriter {
  private static let rowsAtOnce = 1024

  /// Appends the codes of a block's rows, then their scales; the rows are read back from the file.
  func writeCodes(of block: Block) throws(SnapshotError) -> Codes {
    try file.pad(to: SnapshotFormat.sectionAlignment)
    let start = file.count
    var codes = Codes()
    var scales: [Float] = []
    scales.reserveCapacity(block.rowCount)
    let mapped = try file.mapped()
    let stride = NibbleCode.stride(dimension: dimension)
    var bytes = [UInt8](repeating: 0, count: Self.rowsAtOnce * stride)
    var row = [Float](repeating: 0, count: dimension)
    for first in Swift.stride(from: 0, to: block.rowCount, by: Self.rowsAtOnce) {
      let count = min(Self.rowsAtOnce, block.rowCount - first)
      for number in 0..<count {
        let offset = block.matrixOffset + (first + number) * 2 * dimension
        let (scale, error) = bytes.withUnsafeMutableBytes { code in
          Self.encode(
            UnsafeRawBufferPointer(rebasing: mapped.bytes[offset..<offset + 2 * dimension]),
            by: &row,
            into: UnsafeMutableRawBufferPointer(rebasing: code[(number * stride)...]))
        }
        scales.append(scale)
        codes.largestError = max(codes.largestError, error)
        codes.largestRowNorm = max(codes.largestRowNorm, Self.norm(row))
      }
      try bytes.withUnsafeBufferPointer { bytes throws(SnapshotError) in
        try file.write(
          UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[..<(count * stride)])))
      }
    }
    codes.codes = start..<file.count
    codes.scales = try section(scales.map(\.bitPattern))
    return codes
  }

  /// Writes the code of a float16 row and returns its scale and error; `row` receives the row.
  private static func encode(
    _ bytes: UnsafeRawBufferPointer, by row: inout [Float], into code: UnsafeMutableRawBufferPointer
  ) -> (scale: Float, error: Float) {
    guard let source = bytes.baseAddress, let code = code.baseAddress else { return (0, 0) }
    return row.withUnsafeMutableBufferPointer { row in
      guard let start = row.baseAddress else { return (0, 0) }
      Float16Conversion.widen(float16: source, count: row.count, into: start)
      return NibbleCode.encode(
        UnsafeBufferPointer(row), into: code.assumingMemoryBound(to: UInt8.self))
    }
  }

  /// In double precision: no sum of squares of float16 numbers overflows.
  private static func norm(_ row: [Float]) -> Float {
    var sum = 0.0
    for scalar in row {
      sum += Double(scalar) * Double(scalar)
    }
    return Float(sum.squareRoot()).nextUp
  }
}
