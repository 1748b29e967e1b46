import CKernels

/// Approximate dot products of queries with the codes of vectors; see ``VectorCode``.
///
/// A product depends only on the query and the row, not on the processor.
public enum CodeScan {
  /// A kernel for one family of processors.
  public enum Variant: CaseIterable, Sendable {
    /// Plain C, for any processor.
    case portable
    /// AVX2.
    case avx2
    /// AVX-512 F, BW and VL with VNNI, which multiplies and adds four bytes at once.
    case avx512VNNI

    /// Whether this machine can run the variant.
    public var isSupported: Bool { code_variant_is_supported(code) }

    /// The fastest variant this machine can run.
    public static let best: Variant =
      switch code_best_variant() {
      case code_variant_avx512_vnni: .avx512VNNI
      case code_variant_avx2: .avx2
      default: .portable
      }

    var code: code_variant {
      switch self {
      case .portable: code_variant_portable
      case .avx2: code_variant_avx2
      case .avx512VNNI: code_variant_avx512_vnni
      }
    }
  }

  /// Writes about ⟨query, row⟩ for the rows of the given numbers, in their order.
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
    code_dot_products_of(
      variant.code, query.query, codes, scales, query.stride, first, numbers.count, products)
  }

  /// Asks for memory that will be read soon to be brought into the cache; changes no result.
  public static func prefetch(_ start: UnsafeRawPointer, byteCount: Int) {
    prefetch_bytes(start, byteCount)
  }
}
