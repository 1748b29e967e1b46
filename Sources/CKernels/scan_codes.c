#include "scan_codes.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { rows_at_once = 4 };

static inline void prefetch_code(const uint8_t *code, size_t stride) {
  for (size_t offset = 0; offset < stride; offset += code_alignment)
    __builtin_prefetch(code + offset);
}

/* sums[r] of four rows. */
typedef void four_rows(const uint8_t *const rows[rows_at_once], const int8_t *query, size_t stride,
                       int32_t query_sum, int32_t sums[rows_at_once]);

static void four_rows_portable(const uint8_t *const rows[rows_at_once], const int8_t *query,
                               size_t stride, int32_t query_sum, int32_t sums[rows_at_once]) {
  for (size_t r = 0; r < rows_at_once; r++) {
    int32_t sum = 0;
    for (size_t i = 0; i < stride; i++)
      sum += rows[r][i] * query[i];
    sums[r] = sum - 128 * query_sum;
  }
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2")))
#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

AVX2 static void four_rows_avx2(const uint8_t *const rows[rows_at_once], const int8_t *query,
                                size_t stride, int32_t query_sum, int32_t sums[rows_at_once]) {
  (void)query_sum;
  const __m256i bias = _mm256_set1_epi8(-128);
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i totals[rows_at_once];
  for (size_t r = 0; r < rows_at_once; r++) {
    __m256i total = _mm256_setzero_si256();
    for (size_t i = 0; i < stride; i += 32) {
      __m256i scalars = _mm256_loadu_si256((const __m256i *)(const void *)(query + i));
      __m256i code =
          _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(const void *)(rows[r] + i)), bias);
      /* Two products of magnitudes up to 128 * 127 fit 16 bits. */
      __m256i pairs =
          _mm256_maddubs_epi16(_mm256_abs_epi8(code), _mm256_sign_epi8(scalars, code));
      total = _mm256_add_epi32(total, _mm256_madd_epi16(pairs, ones));
    }
    totals[r] = total;
  }
  __m256i low = _mm256_hadd_epi32(totals[0], totals[1]);
  __m256i high = _mm256_hadd_epi32(totals[2], totals[3]);
  __m256i all = _mm256_hadd_epi32(low, high);
  _mm_storeu_si128((__m128i *)(void *)sums, _mm_add_epi32(_mm256_castsi256_si128(all),
                                                          _mm256_extracti128_si256(all, 1)));
}

/* The sums of the lanes of four registers. */
VNNI static inline __m128i sums_of_four(__m512i a, __m512i b, __m512i c, __m512i d) {
  __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
  __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
  __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
  __m256i half =
      _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
  return _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

VNNI static inline __m512i row_vnni(const uint8_t *row, const int8_t *query, size_t stride) {
  __m512i total = _mm512_setzero_si512();
  for (size_t i = 0; i < stride; i += 64)
    total = _mm512_dpbusd_epi32(total, _mm512_loadu_si512(row + i),
                                _mm512_loadu_si512(query + i));
  return total;
}

VNNI static void four_rows_vnni(const uint8_t *const rows[rows_at_once], const int8_t *query,
                                size_t stride, int32_t query_sum, int32_t sums[rows_at_once]) {
  __m512i a = row_vnni(rows[0], query, stride);
  __m512i b = row_vnni(rows[1], query, stride);
  __m512i c = row_vnni(rows[2], query, stride);
  __m512i d = row_vnni(rows[3], query, stride);
  __m128i correction = _mm_set1_epi32(128 * query_sum);
  _mm_storeu_si128((__m128i *)(void *)sums,
                   _mm_sub_epi32(sums_of_four(a, b, c, d), correction));
}

#endif

bool code_variant_is_supported(code_variant variant) {
  switch (variant) {
  case code_variant_portable:
    return true;
#if defined(__x86_64__)
  case code_variant_avx2:
    return __builtin_cpu_supports("avx2");
  case code_variant_avx512_vnni:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
#else
  case code_variant_avx2:
  case code_variant_avx512_vnni:
    return false;
#endif
  }
  return false;
}

code_variant code_best_variant(void) {
  if (code_variant_is_supported(code_variant_avx512_vnni))
    return code_variant_avx512_vnni;
  if (code_variant_is_supported(code_variant_avx2))
    return code_variant_avx2;
  return code_variant_portable;
}

static four_rows *kernel(code_variant variant) {
#if defined(__x86_64__)
  if (variant == code_variant_avx512_vnni)
    return four_rows_vnni;
  if (variant == code_variant_avx2)
    return four_rows_avx2;
#else
  (void)variant;
#endif
  return four_rows_portable;
}

void code_dot_products_of(code_variant variant, code_query query, const uint8_t *codes,
                          const float *scales, size_t stride, const uint32_t *numbers,
                          size_t count, float *products) {
  four_rows *four = kernel(variant);
  for (size_t n = 0; n < count && n < rows_at_once; n++)
    prefetch_code(codes + numbers[n] * stride, stride);
  for (size_t n = 0; n < count; n += rows_at_once) {
    size_t now = count - n < rows_at_once ? count - n : rows_at_once;
    const uint8_t *rows[rows_at_once];
    for (size_t r = 0; r < rows_at_once; r++) {
      rows[r] = codes + numbers[n + (r < now ? r : 0)] * stride;
      if (n + rows_at_once + r < count)
        prefetch_code(codes + numbers[n + rows_at_once + r] * stride, stride);
    }
    int32_t sums[rows_at_once];
    four(rows, query.scalars, stride, query.sum, sums);
    for (size_t r = 0; r < now; r++)
      products[n + r] = (float)sums[r] * (scales[numbers[n + r]] * query.scale);
  }
}
