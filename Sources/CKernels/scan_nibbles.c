#include "scan_nibbles.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { rows_at_once = 4, low_half = 15 };

/* sums[r] over i of u of row r [i] * query[i], of four rows. They are read one after the other: a
 * processor fetches a single stream ahead by itself, four of them more slowly. */
typedef void four_rows(const uint8_t *const rows[rows_at_once], const int8_t *query, size_t stride,
                       int32_t sums[rows_at_once]);

static void four_rows_portable(const uint8_t *const rows[rows_at_once], const int8_t *query,
                               size_t stride, int32_t sums[rows_at_once]) {
  for (size_t r = 0; r < rows_at_once; r++) {
    int32_t sum = 0;
    for (size_t start = 0; start < stride; start += nibble_alignment)
      for (size_t i = 0; i < nibble_alignment; i++) {
        uint8_t pair = rows[r][start + i];
        sum += (pair & low_half) * query[2 * start + i];
        sum += (pair >> 4) * query[2 * start + nibble_alignment + i];
      }
    sums[r] = sum;
  }
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2")))
#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

AVX2 static inline __m256i load_avx2(const void *bytes) {
  return _mm256_loadu_si256((const __m256i *)bytes);
}

AVX2 static void four_rows_avx2(const uint8_t *const rows[rows_at_once], const int8_t *query,
                                size_t stride, int32_t sums[rows_at_once]) {
  const __m256i half = _mm256_set1_epi8(low_half);
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i totals[rows_at_once];
  for (size_t r = 0; r < rows_at_once; r++) {
    __m256i total = _mm256_setzero_si256();
    for (size_t start = 0; start < stride; start += nibble_alignment)
      for (size_t i = 0; i < nibble_alignment; i += 32) {
        __m256i pairs = load_avx2(rows[r] + start + i);
        __m256i low = _mm256_and_si256(pairs, half);
        __m256i high = _mm256_and_si256(_mm256_srli_epi16(pairs, 4), half);
        /* Four products of magnitudes up to 15 * 127 fit 16 bits. */
        __m256i products = _mm256_add_epi16(
            _mm256_maddubs_epi16(low, load_avx2(query + 2 * start + i)),
            _mm256_maddubs_epi16(high, load_avx2(query + 2 * start + nibble_alignment + i)));
        total = _mm256_add_epi32(total, _mm256_madd_epi16(products, ones));
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
VNNI static inline __m128i sums_of_four(const __m512i totals[rows_at_once]) {
  __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(totals[0], totals[1]),
                                _mm512_unpackhi_epi32(totals[0], totals[1]));
  __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(totals[2], totals[3]),
                                _mm512_unpackhi_epi32(totals[2], totals[3]));
  __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
  __m256i half =
      _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
  return _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

VNNI static void four_rows_vnni(const uint8_t *const rows[rows_at_once], const int8_t *query,
                                size_t stride, int32_t sums[rows_at_once]) {
  const __m512i half = _mm512_set1_epi8(low_half);
  __m512i totals[rows_at_once];
  for (size_t r = 0; r < rows_at_once; r++) {
    __m512i low = _mm512_setzero_si512();
    __m512i high = _mm512_setzero_si512();
    for (size_t i = 0; i < stride; i += 64) {
      __m512i pairs = _mm512_loadu_si512(rows[r] + i);
      low = _mm512_dpbusd_epi32(low, _mm512_and_si512(pairs, half),
                                _mm512_loadu_si512(query + 2 * i));
      high = _mm512_dpbusd_epi32(high, _mm512_and_si512(_mm512_srli_epi16(pairs, 4), half),
                                 _mm512_loadu_si512(query + 2 * i + 64));
    }
    totals[r] = _mm512_add_epi32(low, high);
  }
  _mm_storeu_si128((__m128i *)(void *)sums, sums_of_four(totals));
}

/* Four rows with four queries: sums[q][r]. Meanwhile `later` on is fetched, in the order of
 * addresses. */
VNNI static void four_by_four_vnni(const uint8_t *const rows[rows_at_once], uintptr_t later,
                                   const nibble_query queries[4], size_t stride,
                                   int32_t sums[4][rows_at_once]) {
  const __m512i half = _mm512_set1_epi8(low_half);
  __m512i totals[4][rows_at_once];
  for (size_t q = 0; q < 4; q++)
    for (size_t r = 0; r < rows_at_once; r++)
      totals[q][r] = _mm512_setzero_si512();
  for (size_t i = 0; i < stride; i += 64) {
    __m512i low[rows_at_once], high[rows_at_once];
    for (size_t r = 0; r < rows_at_once; r++) {
      __builtin_prefetch((const void *)(later + rows_at_once * i + nibble_alignment * r));
      __m512i pairs = _mm512_loadu_si512(rows[r] + i);
      low[r] = _mm512_and_si512(pairs, half);
      high[r] = _mm512_and_si512(_mm512_srli_epi16(pairs, 4), half);
    }
    for (size_t q = 0; q < 4; q++) {
      __m512i first = _mm512_loadu_si512(queries[q].scalars + 2 * i);
      __m512i second = _mm512_loadu_si512(queries[q].scalars + 2 * i + 64);
      for (size_t r = 0; r < rows_at_once; r++)
        totals[q][r] = _mm512_dpbusd_epi32(
            _mm512_dpbusd_epi32(totals[q][r], low[r], first), high[r], second);
    }
  }
  for (size_t q = 0; q < 4; q++)
    _mm_storeu_si128((__m128i *)(void *)sums[q], sums_of_four(totals[q]));
}

#endif

bool nibble_variant_is_supported(nibble_variant variant) {
  switch (variant) {
  case nibble_variant_portable:
    return true;
#if defined(__x86_64__)
  case nibble_variant_avx2:
    return __builtin_cpu_supports("avx2");
  case nibble_variant_avx512_vnni:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
#else
  case nibble_variant_avx2:
  case nibble_variant_avx512_vnni:
    return false;
#endif
  }
  return false;
}

nibble_variant nibble_best_variant(void) {
  if (nibble_variant_is_supported(nibble_variant_avx512_vnni))
    return nibble_variant_avx512_vnni;
  if (nibble_variant_is_supported(nibble_variant_avx2))
    return nibble_variant_avx2;
  return nibble_variant_portable;
}

static four_rows *kernel(nibble_variant variant) {
#if defined(__x86_64__)
  if (variant == nibble_variant_avx512_vnni)
    return four_rows_vnni;
  if (variant == nibble_variant_avx2)
    return four_rows_avx2;
#else
  (void)variant;
#endif
  return four_rows_portable;
}

/* Up to four rows of a matrix; the first of them stands for those behind the last. */
typedef struct row_group {
  size_t count;
  const uint8_t *rows[rows_at_once];
} row_group;

static inline row_group group_at(const uint8_t *codes, size_t stride, size_t first,
                                 size_t row_count) {
  row_group group;
  group.count = row_count - first < rows_at_once ? row_count - first : rows_at_once;
  for (size_t n = 0; n < rows_at_once; n++)
    group.rows[n] = codes + (first + (n < group.count ? n : 0)) * stride;
  return group;
}

/* The product that a sum stands for: u - 7.5 is (2 * u - 15) / 2. */
static inline float product(int32_t sum, nibble_query query, float scale) {
  return (float)(2 * sum - 15 * query.sum) * (scale * (query.scale / 2));
}

void nibble_dot_products(nibble_variant variant, nibble_query query, const uint8_t *codes,
                         const float *scales, size_t stride, size_t row_count, float *products) {
  four_rows *four = kernel(variant);
  for (size_t r = 0; r < row_count; r += rows_at_once) {
    row_group group = group_at(codes, stride, r, row_count);
    int32_t sums[rows_at_once];
    four(group.rows, query.scalars, stride, sums);
    for (size_t n = 0; n < group.count; n++)
      products[r + n] = product(sums[n], query, scales[r + n]);
  }
}

void nibble_dot_products_of(nibble_variant variant, nibble_query query, const uint8_t *codes,
                            const float *scales, size_t stride, const uint32_t *numbers,
                            size_t count, float *products) {
  /* In bytes: as much as a processor can wait for at once. Measured. */
  enum { gather_lookahead = 1024 };
  size_t ahead = gather_lookahead / stride / rows_at_once * rows_at_once;
  ahead = ahead > rows_at_once ? ahead : rows_at_once;
  four_rows *four = kernel(variant);
  for (size_t n = 0; n < count && n < ahead; n++)
    prefetch_bytes(codes + numbers[n] * stride, stride);
  for (size_t n = 0; n < count; n += rows_at_once) {
    size_t now = count - n < rows_at_once ? count - n : rows_at_once;
    const uint8_t *rows[rows_at_once];
    for (size_t r = 0; r < rows_at_once; r++) {
      rows[r] = codes + numbers[n + (r < now ? r : 0)] * stride;
      if (n + ahead + r < count)
        prefetch_bytes(codes + numbers[n + ahead + r] * stride, stride);
    }
    int32_t sums[rows_at_once];
    four(rows, query.scalars, stride, sums);
    for (size_t r = 0; r < now; r++)
      products[n + r] = product(sums[r], query, scales[numbers[n + r]]);
  }
}

void nibble_dot_products_batch(nibble_variant variant, const nibble_query queries[nibble_batch],
                               const uint8_t *codes, const float *scales, size_t stride,
                               size_t row_count, float *products, size_t products_stride) {
#if defined(__x86_64__)
  /* In bytes; measured, and of little influence from 2 to 16 KiB. */
  enum { batch_lookahead = 8192 };
  if (variant == nibble_variant_avx512_vnni) {
    for (size_t r = 0; r < row_count; r += rows_at_once) {
      row_group group = group_at(codes, stride, r, row_count);
      for (size_t first = 0; first < nibble_batch; first += 4) {
        int32_t sums[4][rows_at_once];
        uintptr_t later = (uintptr_t)group.rows[0] + batch_lookahead;
        four_by_four_vnni(group.rows, later, queries + first, stride, sums);
        for (size_t q = 0; q < 4; q++)
          for (size_t n = 0; n < group.count; n++)
            products[(first + q) * products_stride + r + n] =
                product(sums[q][n], queries[first + q], scales[r + n]);
      }
    }
    return;
  }
#endif
  /* Rows that stay in the first cache while all queries pass over them. */
  enum { rows_in_cache = 32 };
  for (size_t r = 0; r < row_count; r += rows_in_cache) {
    size_t count = row_count - r < rows_in_cache ? row_count - r : rows_in_cache;
    for (size_t q = 0; q < nibble_batch; q++)
      nibble_dot_products(variant, queries[q], codes + r * stride, scales + r, stride, count,
                          products + q * products_stride + r);
  }
}
