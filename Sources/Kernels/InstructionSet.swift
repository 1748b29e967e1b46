import CKernels

/// A family of SIMD instructions for which the kernels are compiled; chosen at run time.
///
/// Results of two sets differ in the last bits, since they sum in different orders.
public enum InstructionSet: String, Sendable, CaseIterable {
  /// Four floats a vector: the compiler's baseline (SSE2 on x86-64, NEON on AArch64).
  case portable
  /// Eight floats a vector, fused multiply and add.
  case avx2
  /// Sixteen floats a vector.
  case avx512

  /// Whether this processor runs it.
  public var isSupported: Bool { neural_supports(kernels) }

  /// The widest that this processor runs.
  public static let best: InstructionSet =
    [.avx512, .avx2].first { $0.isSupported } ?? .portable

  var kernels: neural_instruction_set {
    switch self {
    case .portable: NEURAL_PORTABLE
    case .avx2: NEURAL_AVX2
    case .avx512: NEURAL_AVX512
    }
  }
}
