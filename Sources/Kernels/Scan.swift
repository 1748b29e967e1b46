import CKernels

/// Dot products of one query with every row of a matrix.
///
/// A product depends only on the query and its row: not on the processor (each variant of the
/// kernel gives the same bits), nor on how rows are divided among calls or threads.
public enum Scan {
  /// A kernel for one family of processors.
  public enum Variant: CaseIterable, Sendable {
    /// Plain C, for any processor.
    case portable
    /// AVX2 with F16C.
    case avx2
    /// AVX-512 F, BW and VL.
    case avx512

    /// Whether this machine can run the variant.
    public var isSupported: Bool { scan_variant_is_supported(code) }

    /// The fastest variant this machine can run.
    public static var best: Variant {
      switch scan_best_variant() {
      case scan_variant_avx512: .avx512
      case scan_variant_avx2: .avx2
      default: .portable
      }
    }

    fileprivate var code: scan_variant {
      switch self {
      case .portable: scan_variant_portable
      case .avx2: scan_variant_avx2
      case .avx512: scan_variant_avx512
      }
    }
  }

  /// Writes ⟨query, row⟩ for each of `rowCount` rows.
  ///
  /// - Parameters:
  ///   - query: `[dimension]`.
  ///   - rows: `[rowCount, dimension]`, contiguous.
  ///   - products: room for `rowCount` results.
  ///   - variant: a supported kernel; the fastest by default.
  public static func dotProductsFloat16(
    query: UnsafeBufferPointer<Float>,
    rows: UnsafePointer<Float16>,
    rowCount: Int,
    into products: UnsafeMutablePointer<Float>,
    variant: Variant = .best
  ) {
    precondition(rowCount >= 0 && variant.isSupported)
    guard let scalars = query.baseAddress else {
      products.initialize(repeating: 0, count: rowCount)
      return
    }
    let bits = UnsafeRawPointer(rows).assumingMemoryBound(to: UInt16.self)
    scan_dot_products_float16(variant.code, scalars, bits, query.count, rowCount, products)
  }

  /// Writes ⟨query, row⟩ for the rows of the given numbers, in their order: for few rows of many.
  ///
  /// - Parameters:
  ///   - query: `[dimension]`.
  ///   - rows: `[rows, dimension]`, contiguous.
  ///   - numbers: numbers of rows of the matrix, in any order, not checked.
  ///   - products: room for as many results as numbers.
  ///   - variant: a supported kernel; the fastest by default.
  public static func dotProductsFloat16(
    query: UnsafeBufferPointer<Float>,
    rows: UnsafePointer<Float16>,
    numbers: UnsafeBufferPointer<UInt32>,
    into products: UnsafeMutablePointer<Float>,
    variant: Variant = .best
  ) {
    precondition(variant.isSupported)
    guard let first = numbers.baseAddress else { return }
    guard let scalars = query.baseAddress else {
      products.initialize(repeating: 0, count: numbers.count)
      return
    }
    let bits = UnsafeRawPointer(rows).assumingMemoryBound(to: UInt16.self)
    scan_dot_products_float16_of(
      variant.code, scalars, bits, query.count, first, numbers.count, products)
  }

  /// Writes ⟨query, row⟩ for each of `rowCount` rows in single precision.
  ///
  /// - Parameters:
  ///   - query: `[dimension]`.
  ///   - rows: `[rowCount, dimension]`, contiguous.
  ///   - products: room for `rowCount` results.
  ///   - variant: a supported kernel; the fastest by default.
  public static func dotProductsFloat32(
    query: UnsafeBufferPointer<Float>,
    rows: UnsafePointer<Float>,
    rowCount: Int,
    into products: UnsafeMutablePointer<Float>,
    variant: Variant = .best
  ) {
    precondition(rowCount >= 0 && variant.isSupported)
    guard let scalars = query.baseAddress else {
      products.initialize(repeating: 0, count: rowCount)
      return
    }
    scan_dot_products_float32(variant.code, scalars, rows, query.count, rowCount, products)
  }

  /// Bytes of a row of bytes: a scale in single precision, then `dimension` levels −127 … 127.
  public static func int8RowByteCount(dimension: Int) -> Int {
    dimension + MemoryLayout<Float>.size
  }

  /// Writes ⟨query, scale · levels⟩ for each of `rowCount` rows of bytes.
  ///
  /// - Parameters:
  ///   - query: `[dimension]`.
  ///   - rows: `[rowCount, int8RowByteCount(dimension:)]`, of any alignment.
  ///   - products: room for `rowCount` results.
  ///   - variant: a supported kernel; the fastest by default.
  public static func dotProductsInt8(
    query: UnsafeBufferPointer<Float>, rows: UnsafePointer<UInt8>, rowCount: Int,
    into products: UnsafeMutablePointer<Float>, variant: Variant = .best
  ) {
    precondition(rowCount >= 0 && variant.isSupported)
    guard let scalars = query.baseAddress else {
      products.initialize(repeating: 0, count: rowCount)
      return
    }
    scan_dot_products_int8(variant.code, scalars, rows, query.count, rowCount, products)
  }

  /// Writes ⟨query, scale · levels⟩ for the rows of the given numbers, in their order.
  ///
  /// - Parameters:
  ///   - query: `[dimension]`.
  ///   - rows: `[rows, int8RowByteCount(dimension:)]`, of any alignment.
  ///   - numbers: numbers of rows, in any order, not checked.
  ///   - products: room for as many results as numbers.
  ///   - variant: a supported kernel; the fastest by default.
  public static func dotProductsInt8(
    query: UnsafeBufferPointer<Float>, rows: UnsafePointer<UInt8>,
    numbers: UnsafeBufferPointer<UInt32>, into products: UnsafeMutablePointer<Float>,
    variant: Variant = .best
  ) {
    precondition(variant.isSupported)
    guard let first = numbers.baseAddress else { return }
    guard let scalars = query.baseAddress else {
      products.initialize(repeating: 0, count: numbers.count)
      return
    }
    scan_dot_products_int8_of(
      variant.code, scalars, rows, query.count, first, numbers.count, products)
  }
}
