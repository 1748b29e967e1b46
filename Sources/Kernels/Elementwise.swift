import CKernels

/// Smooth functions applied to each scalar.
public enum Elementwise {
  /// A function of one scalar, defined as in `torch.nn`.
  public enum Function: Sendable, CaseIterable {
    /// x · Φ(x), Φ the normal distribution; to 1.5e-7 · |x|.
    case gelu
    /// x · σ(1.702 x), the approximation CLIP was trained with.
    case quickGELU
    /// x · σ(x), also called swish.
    case silu
    /// x · min(max(x + 3, 0), 6) / 6.
    case hardSwish
  }

  /// Replaces each scalar by the function's value.
  public static func apply(
    _ function: Function, to scalars: UnsafeMutablePointer<Float>, count: Int,
    instructionSet: InstructionSet = .best
  ) {
    let activation =
      switch function {
      case .gelu: NEURAL_GELU
      case .quickGELU: NEURAL_QUICK_GELU
      case .silu: NEURAL_SILU
      case .hardSwish: NEURAL_HARD_SWISH
      }
    neural_activate(instructionSet.kernels, activation, scalars, count)
  }
}

/// The first step of an image tower: 8-bit pixels to floats.
public enum PixelNormalization {
  /// Looks the three channels of each pixel up in a table `[3, 256]`.
  public static func apply(
    _ table: UnsafePointer<Float>, to pixels: UnsafeBufferPointer<UInt8>,
    into output: UnsafeMutablePointer<Float>
  ) {
    precondition(pixels.count.isMultiple(of: 3))
    neural_normalize_pixels(pixels.baseAddress, pixels.count / 3, table, output)
  }
}
