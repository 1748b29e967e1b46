// The kernels for the compiler's baseline: SSE2 on x86-64, NEON on AArch64.
#include "neural/kernel_table.h"

#define VECTOR_WIDTH 4
#define TILE_ROWS 6
#define KERNEL(name) portable_##name

#include "neural/vector.h"

#include "neural/activation.h"
#include "neural/depthwise.h"
#include "neural/matrix_product.h"
#include "neural/transformer.h"
#include "neural/winograd.h"

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

static void portable_widen_float16(const void *halves, size_t count, float *output) {
  const char *bytes = halves;
  for (size_t i = 0; i < count; i++) {
    uint16_t half;
    memcpy(&half, bytes + 2 * i, sizeof half);
    output[i] = widened(half);
  }
}

const kernel_table neural_portable = KERNEL_TABLE;
