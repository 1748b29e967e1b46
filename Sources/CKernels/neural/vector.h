// The vector type of one instantiation of the kernels. The including file defines VECTOR_WIDTH
// (floats a vector), TILE_ROWS (rows of a register tile) and KERNEL(name), and switches the target
// on by a pragma. Vectors are Clang's ext_vector_type, so one source serves every set: Swift
// packages always compile C with Clang. The compiler contracts a * b + c within an expression to
// one fused operation where the target has it.
#include "neural_kernels.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline, unused))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef float vector __attribute__((ext_vector_type(VECTOR_WIDTH)));
typedef uint32_t integers __attribute__((ext_vector_type(VECTOR_WIDTH)));

INLINE vector load(const float *p) {
  vector v;
  memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store(float *p, vector v) { memcpy(p, &v, sizeof v); }

/// The first `count` floats, zeros after them; a whole vector when there are enough.
INLINE vector load_first(const float *p, size_t count) {
  if (count >= VECTOR_WIDTH) return load(p);
  vector v = (vector)(0.0f);
  memcpy(&v, p, count * sizeof(float));
  return v;
}

INLINE void store_first(float *p, vector v, size_t count) {
  if (count >= VECTOR_WIDTH)
    store(p, v);
  else
    memcpy(p, &v, count * sizeof(float));
}

/// Written so that NaN stays NaN, as min and max instructions do in this order of operands.
INLINE vector clamp(vector v, vector low, vector high) {
  v = low > v ? low : v;
  return high < v ? high : v;
}

/// Panels of packed weights are two vectors wide; a last panel of at most one vector's outputs is one vector wide.
INLINE size_t panel_vectors(size_t remaining) { return remaining > VECTOR_WIDTH ? 2 : 1; }

/// The sum of all lanes, by halves.
INLINE float sum(vector v) {
  float lanes[VECTOR_WIDTH];
  memcpy(lanes, &v, sizeof lanes);
  UNROLL for (int half = VECTOR_WIDTH / 2; half > 0; half /= 2)
    UNROLL for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
  return lanes[0];
}

/// e^x to about 2 units in the last place: Cody and Waite's reduction by ln 2, then the minimax
/// polynomial of Cephes' expf. Below −87.3 the result is about 1e-38, above 88.3 about 2e38.
INLINE vector exponential(vector x) {
  x = clamp(x, (vector)(-87.3f), (vector)(88.3f));
  const vector magic = (vector)(12582912.0f);  // 1.5 · 2^23 rounds to an integer
  vector shifted = x * (vector)(1.44269504088896341f) + magic;
  vector n = shifted - magic;
  vector r = x - n * (vector)(0.693359375f);
  r = r - n * (vector)(-2.12194440e-4f);
  vector p = (vector)(1.9875691500e-4f);
  p = p * r + (vector)(1.3981999507e-3f);
  p = p * r + (vector)(8.3334519073e-3f);
  p = p * r + (vector)(4.1665795894e-2f);
  p = p * r + (vector)(1.6666665459e-1f);
  p = p * r + (vector)(5.0000001201e-1f);
  p = p * r * r + r + (vector)(1.0f);
  integers bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits - 0x4B400000u + 127u) << 23;
  vector scale;
  memcpy(&scale, &bits, sizeof scale);
  return p * scale;
}
