import CKernels

/// Widening of 16-bit floating-point numbers, as files store them, to 32 bits; exact.
public enum Float16Conversion {
  /// Converts `count` little-endian IEEE half-precision numbers at any alignment.
  public static func widen(
    float16 source: UnsafeRawPointer, count: Int, into output: UnsafeMutablePointer<Float>,
    instructionSet: InstructionSet = .best
  ) {
    neural_widen_float16(instructionSet.kernels, source, count, output)
  }

  /// Converts `count` little-endian bfloat16 numbers at any alignment.
  public static func widen(
    bfloat16 source: UnsafeRawPointer, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    neural_widen_bfloat16(source, count, output)
  }
}
