// Element-wise functions, in place.

/// 1 / (1 + e^−x).
INLINE vector sigmoid(vector x) { return (vector)(1.0f) / ((vector)(1.0f) + exponential(-x)); }

/// x · Φ(x), with erf by Abramowitz and Stegun 7.1.26 (absolute error below 1.5e-7).
INLINE vector gelu(vector x) {
  const vector one = (vector)(1.0f);
  vector z = x * (vector)(0.70710678118654752f);
  vector magnitude = z < (vector)(0.0f) ? -z : z;
  vector t = one / (one + (vector)(0.3275911f) * magnitude);
  vector p = (vector)(1.061405429f);
  p = p * t + (vector)(-1.453152027f);
  p = p * t + (vector)(1.421413741f);
  p = p * t + (vector)(-0.284496736f);
  p = p * t + (vector)(0.254829592f);
  vector tail = p * t * exponential(-magnitude * magnitude);
  vector erf = z < (vector)(0.0f) ? tail - one : one - tail;
  return x * (vector)(0.5f) * (one + erf);
}

INLINE vector activated(neural_activation activation, vector x) {
  switch (activation) {
    case NEURAL_GELU: return gelu(x);
    case NEURAL_QUICK_GELU: return x * sigmoid(x * (vector)(1.702f));
    case NEURAL_SILU: return x * sigmoid(x);
    case NEURAL_HARD_SWISH:
      return x * clamp(x + (vector)(3.0f), (vector)(0.0f), (vector)(6.0f)) *
             (vector)(1.0f / 6.0f);
  }
  return x;
}

static void KERNEL(activate)(neural_activation activation, float *scalars, size_t count) {
  for (size_t i = 0; i < count; i += VECTOR_WIDTH) {
    size_t present = count - i < VECTOR_WIDTH ? count - i : VECTOR_WIDTH;
    vector x = load_first(scalars + i, present);
    store_first(scalars + i, activated(activation, x), present);
  }
}
