// The kernels over integers for AVX-512 processors with VNNI.
#if defined(__x86_64__)
#include "neural/quantized_table.h"

#include <immintrin.h>

#define VECTOR_WIDTH 16
#define QUANTIZED_ROWS 14
#define KERNEL(name) vnni_##name

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c"))), apply_to = function)

#include "neural/vector.h"

#include "neural/quantized_types.h"

typedef __m512i byte_weights, input_bytes;

INLINE byte_weights weights_of(const char *p) { return _mm512_loadu_si512(p); }

INLINE input_bytes bytes_of(const uint8_t *p) { return _mm512_set1_epi32(four_bytes(p)); }

INLINE signed_integers dot4(signed_integers sums, input_bytes bytes, byte_weights weights) {
  return (signed_integers)_mm512_dpbusd_epi32((__m512i)sums, bytes, weights);
}

INLINE shorts low_pairs(shorts a, shorts b) {
  return (shorts)_mm512_unpacklo_epi16((__m512i)a, (__m512i)b);
}

INLINE shorts high_pairs(shorts a, shorts b) {
  return (shorts)_mm512_unpackhi_epi16((__m512i)a, (__m512i)b);
}

INLINE signed_integers dot2(signed_integers sums, shorts pairs, shorts weights) {
  return (signed_integers)_mm512_dpwssd_epi32((__m512i)sums, (__m512i)pairs, (__m512i)weights);
}

INLINE shorts joined(signed_integers low, signed_integers high) {
  return (shorts)_mm512_packus_epi32((__m512i)low, (__m512i)high);
}

INLINE shorts scaled(shorts values, shorts factor) {
  return (shorts)_mm512_mulhrs_epi16((__m512i)values, (__m512i)factor);
}

INLINE signed_integers truncated(vector values) {
  return (signed_integers)_mm512_cvttps_epi32((__m512)values);
}

#include "neural/quantized.h"

#include "neural/quantized_depthwise.h"

#pragma clang attribute pop

const quantized_table quantized_vnni = QUANTIZED_TABLE;
#endif
