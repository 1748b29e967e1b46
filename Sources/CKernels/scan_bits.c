#include "scan_bits.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* The sum of the scalars where a code has a bit. */
typedef int32_t sum_of_set(const uint8_t *code, const int8_t *scalars, size_t stride);

static int32_t sum_portable(const uint8_t *code, const int8_t *scalars, size_t stride) {
  int32_t sum = 0;
  for (size_t byte = 0; byte < stride; byte++)
    for (size_t bit = 0; bit < 8; bit++)
      sum += scalars[8 * byte + bit] * (code[byte] >> bit & 1);
  return sum;
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2")))
#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

AVX2 static int32_t sum_avx2(const uint8_t *code, const int8_t *scalars, size_t stride) {
  /* Byte i of 32 looks at bit i mod 8 of byte i / 8 of four. */
  const __m256i spread = _mm256_setr_epi64x(0x0000000000000000, 0x0101010101010101,
                                            0x0202020202020202, 0x0303030303030303);
  const __m256i bits = _mm256_set1_epi64x((long long)0x8040201008040201u);
  const __m256i ones = _mm256_set1_epi8(1);
  const __m256i pairs_of = _mm256_set1_epi16(1);
  __m256i total = _mm256_setzero_si256();
  for (size_t start = 0; start < stride; start += 4) {
    int32_t four;
    memcpy(&four, code + start, sizeof four);
    __m256i bytes = _mm256_shuffle_epi8(_mm256_set1_epi32(four), spread);
    __m256i is_set = _mm256_cmpeq_epi8(_mm256_and_si256(bytes, bits), bits);
    __m256i chosen = _mm256_and_si256(
        is_set, _mm256_loadu_si256((const __m256i *)(const void *)(scalars + 8 * start)));
    /* Two scalars of magnitudes up to 127 fit 16 bits. */
    total = _mm256_add_epi32(total,
                             _mm256_madd_epi16(_mm256_maddubs_epi16(ones, chosen), pairs_of));
  }
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(total), _mm256_extracti128_si256(total, 1));
  __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4e));
  return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xb1)));
}

VNNI static int32_t sum_vnni(const uint8_t *code, const int8_t *scalars, size_t stride) {
  const __m512i ones = _mm512_set1_epi8(1);
  __m512i total = _mm512_setzero_si512();
  for (size_t start = 0; start < stride; start += 8) {
    uint64_t mask;
    memcpy(&mask, code + start, sizeof mask);
    total = _mm512_dpbusd_epi32(total, ones, _mm512_maskz_loadu_epi8(mask, scalars + 8 * start));
  }
  return _mm512_reduce_add_epi32(total);
}

#endif

bool bits_variant_is_supported(bits_variant variant) {
  switch (variant) {
  case bits_variant_portable:
    return true;
#if defined(__x86_64__)
  case bits_variant_avx2:
    return __builtin_cpu_supports("avx2");
  case bits_variant_avx512_vnni:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
#else
  case bits_variant_avx2:
  case bits_variant_avx512_vnni:
    return false;
#endif
  }
  return false;
}

bits_variant bits_best_variant(void) {
  if (bits_variant_is_supported(bits_variant_avx512_vnni))
    return bits_variant_avx512_vnni;
  if (bits_variant_is_supported(bits_variant_avx2))
    return bits_variant_avx2;
  return bits_variant_portable;
}

void bits_dot_products(bits_variant variant, bits_query query, const uint8_t *codes,
                       const float *scales, size_t stride, size_t row_count, float *products) {
  sum_of_set *sum = sum_portable;
#if defined(__x86_64__)
  if (variant == bits_variant_avx512_vnni)
    sum = sum_vnni;
  else if (variant == bits_variant_avx2)
    sum = sum_avx2;
#else
  (void)variant;
#endif
  for (size_t r = 0; r < row_count; r++) {
    int32_t chosen = sum(codes + r * stride, query.scalars, stride);
    products[r] = query.scale * scales[r] * (float)(2 * chosen - query.sum);
  }
}
