// The kernels for AVX2 processors.
#if defined(__x86_64__)
#include "neural/kernel_table.h"

#include <immintrin.h>

#define VECTOR_WIDTH 8
#define TILE_ROWS 6
#define KERNEL(name) avx2_##name

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#include "neural/vector.h"

/// A vector of half-precision numbers as floats.
INLINE vector avx2_widened(const char *halves) {
  __m128i eight;
  memcpy(&eight, halves, sizeof eight);
  return (vector)_mm256_cvtph_ps(eight);
}

INLINE uint16_t avx2_narrowed(float value) {
  return _cvtss_sh(value, _MM_FROUND_TO_NEAREST_INT);
}

#include "neural/activation.h"
#include "neural/depthwise.h"
#include "neural/float16.h"
#include "neural/matrix_product.h"
#include "neural/transformer.h"
#include "neural/winograd.h"

#pragma clang attribute pop

const kernel_table neural_avx2 = KERNEL_TABLE;
#endif
