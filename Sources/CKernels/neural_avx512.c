// The kernels for AVX-512 processors.
#if defined(__x86_64__)
#include "neural/kernel_table.h"

#include <immintrin.h>

#define VECTOR_WIDTH 16
#define TILE_ROWS 14
#define KERNEL(name) avx512_##name

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)

#include "neural/vector.h"

/// A vector of half-precision numbers as floats.
INLINE vector avx512_widened(const char *halves) {
  __m256i sixteen;
  memcpy(&sixteen, halves, sizeof sixteen);
  return (vector)_mm512_cvtph_ps(sixteen);
}

INLINE uint16_t avx512_narrowed(float value) {
  return _cvtss_sh(value, _MM_FROUND_TO_NEAREST_INT);
}

#include "neural/activation.h"
#include "neural/depthwise.h"
#include "neural/float16.h"
#include "neural/matrix_product.h"
#include "neural/transformer.h"
#include "neural/winograd.h"

#pragma clang attribute pop

const kernel_table neural_avx512 = KERNEL_TABLE;
#endif
