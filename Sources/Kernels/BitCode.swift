import CKernels

/// Vectors in one bit a scalar, its sign, with a scale: for a first look at many of them, from which far more must be
/// compared again than from ``NibbleCode``.
///
/// The scale is that of an unbiased estimate, |v|² / Σ |vᵢ|: the product of a vector with its own code is right
/// (Gao and Long 2024, RaBitQ, arXiv 2405.12497, section 3.2; without its rotation, which embeddings gain nothing by).
public enum BitCode {
  /// Bytes of the code of a vector: a bit a scalar, rounded up to a multiple of eight bytes.
  public static func stride(dimension: Int) -> Int {
    let alignment = Int(bits_alignment)
    return (dimension + 8 * alignment - 1) / (8 * alignment) * alignment
  }

  /// Writes the code of a vector of finite scalars and returns its scale.
  ///
  /// - Parameter code: room for `stride(dimension: vector.count)` bytes.
  public static func encode(
    _ vector: UnsafeBufferPointer<Float>, into code: UnsafeMutablePointer<UInt8>
  ) -> Float {
    code.initialize(repeating: 0, count: stride(dimension: vector.count))
    var (squares, magnitudes) = (0.0, 0.0)
    for (place, scalar) in vector.enumerated() {
      squares += Double(scalar) * Double(scalar)
      magnitudes += Double(abs(scalar))
      if scalar >= 0 { code[place / 8] |= 1 << UInt8(place % 8) }
    }
    return magnitudes > 0 ? Float(squares / magnitudes) : 0
  }
}

/// A vector to compare codes of one bit with, in eight bits a scalar.
public struct BitQuery: Sendable {
  /// `[8 * stride]`
  private let scalars: [Int8]
  private let sum: Int32
  private let scale: Float

  /// A kernel for one family of processors.
  public enum Variant: CaseIterable, Sendable {
    /// Plain C, for any processor.
    case portable
    /// AVX2.
    case avx2
    /// AVX-512 F, BW and VL with VNNI.
    case avx512VNNI

    /// Whether this machine can run the variant.
    public var isSupported: Bool { bits_variant_is_supported(code) }

    /// The fastest variant this machine can run.
    public static let best: Variant =
      switch bits_best_variant() {
      case bits_variant_avx512_vnni: .avx512VNNI
      case bits_variant_avx2: .avx2
      default: .portable
      }

    fileprivate var code: bits_variant {
      switch self {
      case .portable: bits_variant_portable
      case .avx2: bits_variant_avx2
      case .avx512VNNI: bits_variant_avx512_vnni
      }
    }
  }

  /// The query for a vector of finite scalars, at least one.
  public init(_ vector: [Float]) {
    let scale = vector.reduce(0) { max($0, abs($1)) } / 127
    var scalars = [Int8](repeating: 0, count: 8 * BitCode.stride(dimension: vector.count))
    if scale > 0 {
      for (place, scalar) in vector.enumerated() {
        scalars[place] = Int8(max(-127, min(127, (scalar / scale).rounded())))
      }
    }
    sum = scalars.reduce(0) { $0 + Int32($1) }
    self.scalars = scalars
    self.scale = scale
  }

  /// Bytes of the codes it is compared with.
  public var stride: Int { scalars.count / 8 }

  /// Writes about ⟨query, row⟩ for each of `rowCount` rows.
  ///
  /// - Parameters:
  ///   - codes: `[rowCount, stride]`.
  ///   - scales: `[rowCount]`.
  ///   - products: room for `rowCount` results.
  ///   - variant: a supported kernel; the fastest by default.
  public func dotProducts(
    codes: UnsafePointer<UInt8>, scales: UnsafePointer<Float>, rowCount: Int,
    into products: UnsafeMutablePointer<Float>, variant: Variant = .best
  ) {
    precondition(rowCount >= 0 && variant.isSupported)
    scalars.withUnsafeBufferPointer { scalars in
      bits_dot_products(
        variant.code, bits_query(scalars: scalars.baseAddress, sum: sum, scale: scale), codes,
        scales, stride, rowCount, products)
    }
  }
}
