import CKernels

/// Approximate dot products of queries with vectors in four bits a scalar; see ``NibbleCode``.
///
/// A product depends only on the query and the row, not on the processor.
public enum NibbleScan {
  /// A kernel for one family of processors.
  public enum Variant: CaseIterable, Sendable {
    /// Plain C, for any processor.
    case portable
    /// AVX2.
    case avx2
    /// AVX-512 F, BW and VL with VNNI, which multiplies and adds four bytes at once.
    case avx512VNNI

    /// Whether this machine can run the variant.
    public var isSupported: Bool { nibble_variant_is_supported(code) }

    /// The fastest variant this machine can run.
    public static let best: Variant =
      switch nibble_best_variant() {
      case nibble_variant_avx512_vnni: .avx512VNNI
      case nibble_variant_avx2: .avx2
      default: .portable
      }

    fileprivate var code: nibble_variant {
      switch self {
      case .portable: nibble_variant_portable
      case .avx2: nibble_variant_avx2
      case .avx512VNNI: nibble_variant_avx512_vnni
      }
    }
  }

  /// How many queries a batch has.
  public static let batchCount = Int(nibble_batch)

  /// Writes about ⟨query, row⟩ for each of `rowCount` rows.
  ///
  /// - Parameters:
  ///   - codes: `[rowCount, query.stride]`.
  ///   - scales: `[rowCount]`.
  ///   - products: room for `rowCount` results.
  ///   - variant: a supported kernel; the fastest by default.
  public static func dotProducts(
    query: CodedQuery, codes: UnsafePointer<UInt8>, scales: UnsafePointer<Float>, rowCount: Int,
    into products: UnsafeMutablePointer<Float>, variant: Variant = .best
  ) {
    precondition(rowCount >= 0 && variant.isSupported)
    query.withView {
      nibble_dot_products(variant.code, $0.query, codes, scales, $0.stride, rowCount, products)
    }
  }

  /// Writes about ⟨query, row⟩ for the rows of the given numbers, in their order: for few rows of
  /// many.
  ///
  /// - Parameters:
  ///   - codes: `[rows, query.stride]`.
  ///   - scales: `[rows]`.
  ///   - numbers: numbers of rows, in any order, not checked.
  ///   - products: room for as many results as numbers.
  ///   - variant: a supported kernel; the fastest by default.
  public static func dotProducts(
    query: CodedQueryView, codes: UnsafePointer<UInt8>, scales: UnsafePointer<Float>,
    numbers: UnsafeBufferPointer<UInt32>, into products: UnsafeMutablePointer<Float>,
    variant: Variant = .best
  ) {
    precondition(variant.isSupported)
    guard let first = numbers.baseAddress else { return }
    nibble_dot_products_of(
      variant.code, query.query, codes, scales, query.stride, first, numbers.count, products)
  }

  /// Writes about ⟨query, row⟩ for several queries and each of `rowCount` rows: codes are read
  /// from memory once for all of them.
  ///
  /// - Parameters:
  ///   - queries: up to ``batchCount``, of the same dimension.
  ///   - codes: `[rowCount, stride]`.
  ///   - scales: `[rowCount]`.
  ///   - products: results of query q from `q * productsStride` on, for ``batchCount`` queries.
  ///   - variant: a supported kernel; the fastest by default.
  public static func dotProducts(
    queries: [CodedQuery], codes: UnsafePointer<UInt8>, scales: UnsafePointer<Float>,
    rowCount: Int, into products: UnsafeMutablePointer<Float>, productsStride: Int,
    variant: Variant = .best
  ) {
    precondition(rowCount >= 0 && variant.isSupported && productsStride >= rowCount)
    precondition(queries.count <= batchCount)
    precondition(queries.allSatisfy { $0.stride == queries[0].stride })
    guard let last = queries.last else { return }
    let padded = queries + Array(repeating: last, count: batchCount - queries.count)
    let scalars = padded.flatMap { $0.scalars }
    scalars.withUnsafeBufferPointer { scalars in
      let kernelQueries = padded.enumerated().map { number, query in
        nibble_query(
          scalars: scalars.baseAddress.map { $0 + number * 2 * last.stride }, sum: query.sum,
          scale: query.scale)
      }
      nibble_dot_products_batch(
        variant.code, kernelQueries, codes, scales, last.stride, rowCount, products, productsStride)
    }
  }

  /// Asks for memory that will be read soon to be brought into the cache; changes no result.
  public static func prefetch(_ start: UnsafeRawPointer, byteCount: Int) {
    prefetch_bytes(start, byteCount)
  }
}
