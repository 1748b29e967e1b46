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
    guard let base = mapped.bytes.baseAddress else { return codes }
    let matrix = StoredRows(
      format: rowFormat, dimension: dimension, start: base + block.matrixOffset)
    defer { withExtendedLifetime(mapped) {} }
    let stride = codeFormat.stride(dimension: dimension)
    var bytes = [UInt8](repeating: 0, count: Self.rowsAtOnce * stride)
    for first in Swift.stride(from: 0, to: block.rowCount, by: Self.rowsAtOnce) {
      let count = min(Self.rowsAtOnce, block.rowCount - first)
      for number in 0..<count {
        let row = matrix.vector(first + number)
        bytes.withUnsafeMutableBufferPointer { bytes in
          guard let code = bytes.baseAddress.map({ $0 + number * stride }) else { return }
          row.withUnsafeBufferPointer { row in
            switch codeFormat {
            case .nibbles:
              let (scale, error) = NibbleCode.encode(row, into: code)
              scales.append(scale)
              codes.largestError = max(codes.largestError, error)
              codes.largestRowNorm = max(codes.largestRowNorm, Self.norm(row))
            case .bits:
              scales.append(BitCode.encode(row, into: code))
            }
          }
        }
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

  /// In double precision: no sum of squares of float16 numbers overflows.
  private static func norm(_ row: UnsafeBufferPointer<Float>) -> Float {
    var sum = 0.0
    for scalar in row {
      sum += Double(scalar) * Double(scalar)
    }
    return Float(sum.squareRoot()).nextUp
  }
}
