// The kernels for the compiler's baseline: SSE2 on x86-64, NEON on AArch64.
#include "neural/kernel_table.h"

#define VECTOR_WIDTH 4
#define TILE_ROWS 6
#define KERNEL(name) portable_##name

#include "neural/vector.h"

/// Moves the exponent's bias from 15 to 127; subnormal halves are normalised by a subtraction.
static float widened(uint16_t half) {
  uint32_t bits = (uint32_t)(half & 0x7FFF) << 13;
  uint32_t exponent = bits & 0x0F800000;
  bits += (127 - 15) << 23;
  if (exponent == 0x0F800000) bits += (128 - 16) << 23;
  float value;
  if (exponent == 0) {
    bits += 1 << 23;
    memcpy(&value, &bits, sizeof value);
    value -= 0x1p-14f;
    memcpy(&bits, &value, sizeof bits);
  }
  bits |= (uint32_t)(half & 0x8000) << 16;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/// A vector of half-precision numbers as floats.
INLINE vector portable_widened(const char *halves) {
  vector v;
  UNROLL for (int i = 0; i < VECTOR_WIDTH; i++) {
    uint16_t half;
    memcpy(&half, halves + 2 * i, sizeof half);
    v[i] = widened(half);
  }
  return v;
}

/// To the nearest half, ties to even; magnitudes are at most 65,504.
static uint16_t portable_narrowed(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  const uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
  bits &= 0x7FFFFFFF;
  if (bits > 0x7F800000) return sign | 0x7E00;
  float magnitude;
  memcpy(&magnitude, &bits, sizeof magnitude);
  if (bits < 0x38800000) {  // Below 2⁻¹⁴ halves are multiples of 2⁻²⁴, as are floats from ½ to 1.
    magnitude += 0.5f;
    memcpy(&bits, &magnitude, sizeof bits);
    return sign | (uint16_t)(bits - 0x3F000000);
  }
  bits += 0x0FFF + (bits >> 13 & 1);
  return sign | (uint16_t)((bits >> 13) - ((127 - 15) << 10));
}

#include "neural/activation.h"
#include "neural/depthwise.h"
#include "neural/matrix_product.h"
#include "neural/transformer.h"
#include "neural/winograd.h"

static void portable_widen_float16(const void *halves, size_t count, float *output) {
  const char *bytes = halves;
  for (size_t i = 0; i < count; i++) {
    uint16_t half;
    memcpy(&half, bytes + 2 * i, sizeof half);
    output[i] = widened(half);
  }
}

const kernel_table neural_portable = KERNEL_TABLE;
