import CKernels

/// The parts of a transformer that are not matrix products.
public enum Attention {
  /// The scalars of scratch that `apply` needs.
  public static func scratchCount(
    tokens: Int, headWidth: Int, instructionSet: InstructionSet = .best
  ) -> Int {
    neural_attention_scratch_count(instructionSet.kernels, tokens, headWidth)
  }

  /// Scaled dot-product attention ("Attention is all you need", section 3.2).
  ///
  /// - Parameters:
  ///   - projected: `[tokens, 3, heads, headWidth]`: queries, keys and values.
  ///   - isCausal: a token sees itself and the tokens before it; otherwise all.
  ///   - scratch: room for `scratchCount` scalars.
  ///   - output: `[tokens, heads, headWidth]`.
  public static func apply(
    to projected: UnsafePointer<Float>, tokens: Int, heads: Int, headWidth: Int, isCausal: Bool,
    scratch: UnsafeMutablePointer<Float>, into output: UnsafeMutablePointer<Float>,
    instructionSet: InstructionSet = .best
  ) {
    neural_attention(
      instructionSet.kernels, projected, tokens, heads, headWidth, isCausal, scratch, output)
  }

  /// Layer normalisation of each row of `[rows, width]`, with `scale` and `shift` of `[width]`;
  /// the output may be the input.
  public static func normalizeLayer(
    _ input: UnsafePointer<Float>, rows: Int, width: Int, scale: UnsafePointer<Float>,
    shift: UnsafePointer<Float>, epsilon: Float, into output: UnsafeMutablePointer<Float>,
    instructionSet: InstructionSet = .best
  ) {
    neural_layer_norm(
      instructionSet.kernels, input, rows, width, scale, shift, epsilon, output)
  }
}
