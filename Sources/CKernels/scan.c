#include "scan.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Products are rounded before they are added, in every variant, so that all give the same bits. */
#pragma STDC FP_CONTRACT OFF

enum { lane_count = 32 };

static inline float float_from_half(uint16_t half) {
#if defined(__aarch64__)
  __fp16 value;
  memcpy(&value, &half, sizeof value);
  return (float)value;
#else
  /* Exponent and fraction moved to their places in binary32, then scaled by 2^112, the difference
   * of the exponent biases; this also makes subnormals exact. Infinity and NaN need their exponent
   * completed. */
  uint32_t magnitude_bits = (uint32_t)(half & 0x7fffu) << 13;
  float magnitude;
  memcpy(&magnitude, &magnitude_bits, sizeof magnitude);
  magnitude *= 0x1p112f;
  uint32_t bits;
  memcpy(&bits, &magnitude, sizeof bits);
  if ((half & 0x7c00u) == 0x7c00u)
    bits |= 0x7f800000u;
  bits |= (uint32_t)(half & 0x8000u) << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
#endif
}

static inline float sum_by_halves(float lanes[lane_count]) {
  for (size_t width = lane_count / 2; width > 0; width /= 2)
    for (size_t lane = 0; lane < width; lane++)
      lanes[lane] += lanes[lane + width];
  return lanes[0];
}

static void dot_products_float16_portable(const float *query, const uint16_t *rows,
                                          size_t dimension, size_t row_count, float *products) {
  for (size_t r = 0; r < row_count; r++) {
    const uint16_t *row = rows + r * dimension;
    float lanes[lane_count] = {0};
    size_t i = 0;
    for (; i + lane_count <= dimension; i += lane_count)
      for (size_t lane = 0; lane < lane_count; lane++)
        lanes[lane] += query[i + lane] * float_from_half(row[i + lane]);
    for (size_t lane = 0; i + lane < dimension; lane++)
      lanes[lane] += query[i + lane] * float_from_half(row[i + lane]);
    products[r] = sum_by_halves(lanes);
  }
}

static void dot_products_float32_portable(const float *query, const float *rows, size_t dimension,
                                          size_t row_count, float *products) {
  for (size_t r = 0; r < row_count; r++) {
    const float *row = rows + r * dimension;
    float lanes[lane_count] = {0};
    size_t i = 0;
    for (; i + lane_count <= dimension; i += lane_count)
      for (size_t lane = 0; lane < lane_count; lane++)
        lanes[lane] += query[i + lane] * row[i + lane];
    for (size_t lane = 0; i + lane < dimension; lane++)
      lanes[lane] += query[i + lane] * row[i + lane];
    products[r] = sum_by_halves(lanes);
  }
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2,f16c")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl")))

/* 32 lanes in four registers of eight. */
typedef struct {
  __m256 lanes[4];
} avx2_lanes;

AVX2 static inline float avx2_sum_by_halves(avx2_lanes sums) {
  __m256 eight = _mm256_add_ps(_mm256_add_ps(sums.lanes[0], sums.lanes[2]),
                               _mm256_add_ps(sums.lanes[1], sums.lanes[3]));
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
  __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

AVX2 static inline avx2_lanes avx2_add_float16(avx2_lanes sums, const float *query,
                                               const uint16_t *row) {
  for (int part = 0; part < 4; part++) {
    __m256 values = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(const void *)(row + 8 * part)));
    sums.lanes[part] =
        _mm256_add_ps(sums.lanes[part], _mm256_mul_ps(_mm256_loadu_ps(query + 8 * part), values));
  }
  return sums;
}

AVX2 static inline avx2_lanes avx2_add_float32(avx2_lanes sums, const float *query,
                                               const float *row) {
  for (int part = 0; part < 4; part++)
    sums.lanes[part] = _mm256_add_ps(
        sums.lanes[part],
        _mm256_mul_ps(_mm256_loadu_ps(query + 8 * part), _mm256_loadu_ps(row + 8 * part)));
  return sums;
}

AVX2 static inline avx2_lanes avx2_zero(void) {
  avx2_lanes sums;
  for (int part = 0; part < 4; part++)
    sums.lanes[part] = _mm256_setzero_ps();
  return sums;
}

AVX2 static void dot_products_float16_avx2(const float *query, const uint16_t *rows,
                                           size_t dimension, size_t row_count, float *products) {
  size_t whole = dimension - dimension % lane_count;
  size_t rest = dimension - whole;
  float query_rest[lane_count] = {0};
  memcpy(query_rest, query + whole, rest * sizeof *query);
  for (size_t r = 0; r < row_count; r++) {
    const uint16_t *row = rows + r * dimension;
    avx2_lanes sums = avx2_zero();
    for (size_t i = 0; i < whole; i += lane_count)
      sums = avx2_add_float16(sums, query + i, row + i);
    if (rest > 0) {
      uint16_t row_rest[lane_count] = {0};
      memcpy(row_rest, row + whole, rest * sizeof *row);
      sums = avx2_add_float16(sums, query_rest, row_rest);
    }
    products[r] = avx2_sum_by_halves(sums);
  }
}

AVX2 static void dot_products_float32_avx2(const float *query, const float *rows, size_t dimension,
                                           size_t row_count, float *products) {
  size_t whole = dimension - dimension % lane_count;
  size_t rest = dimension - whole;
  float query_rest[lane_count] = {0};
  memcpy(query_rest, query + whole, rest * sizeof *query);
  for (size_t r = 0; r < row_count; r++) {
    const float *row = rows + r * dimension;
    avx2_lanes sums = avx2_zero();
    for (size_t i = 0; i < whole; i += lane_count)
      sums = avx2_add_float32(sums, query + i, row + i);
    if (rest > 0) {
      float row_rest[lane_count] = {0};
      memcpy(row_rest, row + whole, rest * sizeof *row);
      sums = avx2_add_float32(sums, query_rest, row_rest);
    }
    products[r] = avx2_sum_by_halves(sums);
  }
}

AVX512 static inline float avx512_sum_by_halves(__m512 low, __m512 high) {
  __m512 sixteen = _mm512_add_ps(low, high);
  __m256 upper = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(sixteen), 1));
  __m256 eight = _mm256_add_ps(_mm512_castps512_ps256(sixteen), upper);
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
  __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

/* A mask of the lanes of a group of 16 that begins at `first` and has `rest` elements left. */
static inline uint16_t group_mask(size_t rest, size_t first) {
  if (rest <= first)
    return 0;
  size_t count = rest - first;
  return count >= 16 ? 0xffff : (uint16_t)((1u << count) - 1u);
}

AVX512 static void dot_products_float16_avx512(const float *query, const uint16_t *rows,
                                               size_t dimension, size_t row_count,
                                               float *products) {
  size_t whole = dimension - dimension % lane_count;
  size_t rest = dimension - whole;
  __mmask16 low_mask = group_mask(rest, 0);
  __mmask16 high_mask = group_mask(rest, 16);
  for (size_t r = 0; r < row_count; r++) {
    const uint16_t *row = rows + r * dimension;
    __m512 low = _mm512_setzero_ps();
    __m512 high = _mm512_setzero_ps();
    for (size_t i = 0; i < whole; i += lane_count) {
      __m512 first = _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(const void *)(row + i)));
      __m512 second =
          _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(const void *)(row + i + 16)));
      low = _mm512_add_ps(low, _mm512_mul_ps(_mm512_loadu_ps(query + i), first));
      high = _mm512_add_ps(high, _mm512_mul_ps(_mm512_loadu_ps(query + i + 16), second));
    }
    if (rest > 0) {
      __m512 first = _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(low_mask, row + whole));
      low = _mm512_add_ps(
          low, _mm512_mul_ps(_mm512_maskz_loadu_ps(low_mask, query + whole), first));
    }
    if (rest > 16) {
      __m512 second = _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(high_mask, row + whole + 16));
      high = _mm512_add_ps(
          high, _mm512_mul_ps(_mm512_maskz_loadu_ps(high_mask, query + whole + 16), second));
    }
    products[r] = avx512_sum_by_halves(low, high);
  }
}

AVX512 static void dot_products_float32_avx512(const float *query, const float *rows,
                                               size_t dimension, size_t row_count,
                                               float *products) {
  size_t whole = dimension - dimension % lane_count;
  size_t rest = dimension - whole;
  __mmask16 low_mask = group_mask(rest, 0);
  __mmask16 high_mask = group_mask(rest, 16);
  for (size_t r = 0; r < row_count; r++) {
    const float *row = rows + r * dimension;
    __m512 low = _mm512_setzero_ps();
    __m512 high = _mm512_setzero_ps();
    for (size_t i = 0; i < whole; i += lane_count) {
      low = _mm512_add_ps(low,
                          _mm512_mul_ps(_mm512_loadu_ps(query + i), _mm512_loadu_ps(row + i)));
      high = _mm512_add_ps(
          high, _mm512_mul_ps(_mm512_loadu_ps(query + i + 16), _mm512_loadu_ps(row + i + 16)));
    }
    if (rest > 0)
      low = _mm512_add_ps(low, _mm512_mul_ps(_mm512_maskz_loadu_ps(low_mask, query + whole),
                                             _mm512_maskz_loadu_ps(low_mask, row + whole)));
    if (rest > 16)
      high = _mm512_add_ps(
          high, _mm512_mul_ps(_mm512_maskz_loadu_ps(high_mask, query + whole + 16),
                              _mm512_maskz_loadu_ps(high_mask, row + whole + 16)));
    products[r] = avx512_sum_by_halves(low, high);
  }
}

#endif

bool scan_variant_is_supported(scan_variant variant) {
  switch (variant) {
  case scan_variant_portable:
    return true;
#if defined(__x86_64__)
  case scan_variant_avx2:
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("f16c");
  case scan_variant_avx512:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl");
#else
  case scan_variant_avx2:
  case scan_variant_avx512:
    return false;
#endif
  }
  return false;
}

scan_variant scan_best_variant(void) {
  if (scan_variant_is_supported(scan_variant_avx512))
    return scan_variant_avx512;
  if (scan_variant_is_supported(scan_variant_avx2))
    return scan_variant_avx2;
  return scan_variant_portable;
}

void scan_dot_products_float16(scan_variant variant, const float *query, const uint16_t *rows,
                               size_t dimension, size_t row_count, float *products) {
#if defined(__x86_64__)
  if (variant == scan_variant_avx512) {
    dot_products_float16_avx512(query, rows, dimension, row_count, products);
    return;
  }
  if (variant == scan_variant_avx2) {
    dot_products_float16_avx2(query, rows, dimension, row_count, products);
    return;
  }
#else
  (void)variant;
#endif
  dot_products_float16_portable(query, rows, dimension, row_count, products);
}

void scan_dot_products_float32(scan_variant variant, const float *query, const float *rows,
                               size_t dimension, size_t row_count, float *products) {
#if defined(__x86_64__)
  if (variant == scan_variant_avx512) {
    dot_products_float32_avx512(query, rows, dimension, row_count, products);
    return;
  }
  if (variant == scan_variant_avx2) {
    dot_products_float32_avx2(query, rows, dimension, row_count, products);
    return;
  }
#else
  (void)variant;
#endif
  dot_products_float32_portable(query, rows, dimension, row_count, products);
}
