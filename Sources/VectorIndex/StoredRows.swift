import Kernels

/// In which numbers the rows of a snapshot are held.
public enum RowFormat: UInt8, Sendable, CaseIterable {
  /// IEEE 754 binary16.
  case float16 = 0
  /// Eight bits a scalar with a scale for each row.
  case int8 = 1

  /// Bytes of a row.
  func byteCount(dimension: Int) -> Int {
    switch self {
    case .float16: 2 * dimension
    case .int8: Scan.int8RowByteCount(dimension: dimension)
    }
  }
}

/// By what the rows of a block are compared first.
public enum CodeFormat: UInt8, Sendable, CaseIterable {
  /// Four bits a scalar: what they rule out is certain, see `NibbleCode`.
  case nibbles = 0
  /// One bit a scalar: the best of an estimate are compared again, see `BitCode`.
  case bits = 1

  /// Bytes of the code of a row.
  func stride(dimension: Int) -> Int {
    switch self {
    case .nibbles: NibbleCode.stride(dimension: dimension)
    case .bits: BitCode.stride(dimension: dimension)
    }
  }
}

/// The rows of a block as they lie in the mapped file, one after the other.
struct StoredRows: Sendable {
  let format: RowFormat
  let dimension: Int
  nonisolated(unsafe) let start: UnsafeRawPointer

  private var stride: Int { format.byteCount(dimension: dimension) }

  /// The bytes of one row.
  func bytes(of row: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start + row * stride, count: stride)
  }

  /// Writes the scalars of rows that follow each other, `[range.count, dimension]`.
  func widen(_ range: Range<Int>, into scalars: UnsafeMutablePointer<Float>) {
    switch format {
    case .float16:
      Float16Conversion.widen(
        float16: start + range.lowerBound * stride, count: range.count * dimension, into: scalars)
    case .int8:
      for (place, row) in range.enumerated() {
        let bytes = start + row * stride
        let scale = bytes.loadUnaligned(as: Float.self)
        let levels = (bytes + MemoryLayout<Float>.size).assumingMemoryBound(to: Int8.self)
        for index in 0..<dimension {
          (scalars + place * dimension + index).initialize(to: scale * Float(levels[index]))
        }
      }
    }
  }

  /// The scalars of one row, `[dimension]`.
  func vector(_ row: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: dimension) { scalars, count in
      if let first = scalars.baseAddress { widen(row..<row + 1, into: first) }
      count = dimension
    }
  }

  /// Writes ⟨query, row⟩ for rows that follow each other.
  func dotProducts(
    _ query: UnsafeBufferPointer<Float>, _ range: Range<Int>,
    into products: UnsafeMutablePointer<Float>
  ) {
    let first = start + range.lowerBound * stride
    switch format {
    case .float16:
      Scan.dotProductsFloat16(
        query: query, rows: first.assumingMemoryBound(to: Float16.self), rowCount: range.count,
        into: products)
    case .int8:
      Scan.dotProductsInt8(
        query: query, rows: first.assumingMemoryBound(to: UInt8.self), rowCount: range.count,
        into: products)
    }
  }

  /// Writes ⟨query, row⟩ for the rows of the given numbers.
  func dotProducts(
    _ query: UnsafeBufferPointer<Float>, numbers: UnsafeBufferPointer<UInt32>,
    into products: UnsafeMutablePointer<Float>
  ) {
    switch format {
    case .float16:
      Scan.dotProductsFloat16(
        query: query, rows: start.assumingMemoryBound(to: Float16.self), numbers: numbers,
        into: products)
    case .int8:
      Scan.dotProductsInt8(
        query: query, rows: start.assumingMemoryBound(to: UInt8.self), numbers: numbers,
        into: products)
    }
  }
}
