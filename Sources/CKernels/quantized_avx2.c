// The kernels over integers for AVX2 processors.
#if defined(__x86_64__)
#include "neural/quantized_table.h"

#include <immintrin.h>

#define VECTOR_WIDTH 8
#define QUANTIZED_ROWS 4
#define KERNEL(name) avx2_##name

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#include "neural/vector.h"

#include "neural/quantized_types.h"

/// Bytes of even and of odd places as 16-bit integers: the instruction that multiplies bytes clamps
/// its sums of two.
typedef struct byte_halves {
  __m256i even, odd;
} byte_halves;

typedef byte_halves byte_weights, input_bytes;

INLINE byte_weights weights_of(const char *p) {
  __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)p);
  return (byte_weights){_mm256_srai_epi16(_mm256_slli_epi16(bytes, 8), 8),
                        _mm256_srai_epi16(bytes, 8)};
}

INLINE input_bytes bytes_of(const uint8_t *p) {
  __m256i bytes = _mm256_set1_epi32(four_bytes(p));
  return (input_bytes){_mm256_and_si256(bytes, _mm256_set1_epi16(0xff)),
                       _mm256_srli_epi16(bytes, 8)};
}

INLINE signed_integers dot4(signed_integers sums, input_bytes bytes, byte_weights weights) {
  __m256i even = _mm256_madd_epi16(bytes.even, weights.even);
  __m256i odd = _mm256_madd_epi16(bytes.odd, weights.odd);
  return (signed_integers)_mm256_add_epi32((__m256i)sums, _mm256_add_epi32(even, odd));
}

INLINE shorts low_pairs(shorts a, shorts b) {
  return (shorts)_mm256_unpacklo_epi16((__m256i)a, (__m256i)b);
}

INLINE shorts high_pairs(shorts a, shorts b) {
  return (shorts)_mm256_unpackhi_epi16((__m256i)a, (__m256i)b);
}

INLINE signed_integers dot2(signed_integers sums, shorts pairs, shorts weights) {
  __m256i products = _mm256_madd_epi16((__m256i)pairs, (__m256i)weights);
  return (signed_integers)_mm256_add_epi32((__m256i)sums, products);
}

INLINE shorts joined(signed_integers low, signed_integers high) {
  return (shorts)_mm256_packus_epi32((__m256i)low, (__m256i)high);
}

INLINE shorts scaled(shorts values, shorts factor) {
  return (shorts)_mm256_mulhrs_epi16((__m256i)values, (__m256i)factor);
}

INLINE signed_integers truncated(vector values) {
  return (signed_integers)_mm256_cvttps_epi32((__m256)values);
}

#include "neural/quantized.h"

#include "neural/quantized_depthwise.h"

#pragma clang attribute pop

const quantized_table quantized_avx2 = QUANTIZED_TABLE;
#endif
