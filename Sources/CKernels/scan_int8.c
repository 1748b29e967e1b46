#include "scan.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Products are rounded before they are added, in every variant, so that all give the same bits. */
#pragma STDC FP_CONTRACT OFF

enum { lane_count = 32, scale_bytes = 4 };

static inline float scale_of(const uint8_t *row) {
  float scale;
  memcpy(&scale, row, sizeof scale);
  return scale;
}

static inline float sum_by_halves(float lanes[lane_count]) {
  for (size_t width = lane_count / 2; width > 0; width /= 2)
    for (size_t lane = 0; lane < width; lane++)
      lanes[lane] += lanes[lane + width];
  return lanes[0];
}

/* Adds the products of the last scalars, fewer than there are lanes, and sums. */
static inline float finish(float lanes[lane_count], const float *query, const int8_t *levels,
                           size_t rest) {
  for (size_t lane = 0; lane < rest; lane++)
    lanes[lane] += query[lane] * (float)levels[lane];
  return sum_by_halves(lanes);
}

static void dot_products_int8_portable(const float *query, const uint8_t *rows, size_t dimension,
                                       size_t row_count, float *products) {
  for (size_t r = 0; r < row_count; r++) {
    const uint8_t *row = rows + r * (dimension + scale_bytes);
    const int8_t *levels = (const int8_t *)(row + scale_bytes);
    float lanes[lane_count] = {0};
    size_t i = 0;
    for (; i + lane_count <= dimension; i += lane_count)
      for (size_t lane = 0; lane < lane_count; lane++)
        lanes[lane] += query[i + lane] * (float)levels[i + lane];
    products[r] = scale_of(row) * finish(lanes, query + i, levels + i, dimension - i);
  }
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2,f16c")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl")))

AVX2 static void dot_products_int8_avx2(const float *query, const uint8_t *rows, size_t dimension,
                                        size_t row_count, float *products) {
  for (size_t r = 0; r < row_count; r++) {
    const uint8_t *row = rows + r * (dimension + scale_bytes);
    const int8_t *levels = (const int8_t *)(row + scale_bytes);
    __m256 sums[4];
    for (int part = 0; part < 4; part++)
      sums[part] = _mm256_setzero_ps();
    size_t i = 0;
    for (; i + lane_count <= dimension; i += lane_count)
      for (int part = 0; part < 4; part++) {
        __m128i eight = _mm_loadl_epi64((const __m128i *)(const void *)(levels + i + 8 * part));
        __m256 values = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(eight));
        sums[part] = _mm256_add_ps(
            sums[part], _mm256_mul_ps(_mm256_loadu_ps(query + i + 8 * part), values));
      }
    float lanes[lane_count];
    for (int part = 0; part < 4; part++)
      _mm256_storeu_ps(lanes + 8 * part, sums[part]);
    products[r] = scale_of(row) * finish(lanes, query + i, levels + i, dimension - i);
  }
}

AVX512 static void dot_products_int8_avx512(const float *query, const uint8_t *rows,
                                            size_t dimension, size_t row_count, float *products) {
  for (size_t r = 0; r < row_count; r++) {
    const uint8_t *row = rows + r * (dimension + scale_bytes);
    const int8_t *levels = (const int8_t *)(row + scale_bytes);
    __m512 low = _mm512_setzero_ps(), high = _mm512_setzero_ps();
    size_t i = 0;
    for (; i + lane_count <= dimension; i += lane_count) {
      __m128i first = _mm_loadu_si128((const __m128i *)(const void *)(levels + i));
      __m128i second = _mm_loadu_si128((const __m128i *)(const void *)(levels + i + 16));
      low = _mm512_add_ps(low, _mm512_mul_ps(_mm512_loadu_ps(query + i),
                                             _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(first))));
      high = _mm512_add_ps(high, _mm512_mul_ps(_mm512_loadu_ps(query + i + 16),
                                               _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(second))));
    }
    float lanes[lane_count];
    _mm512_storeu_ps(lanes, low);
    _mm512_storeu_ps(lanes + 16, high);
    products[r] = scale_of(row) * finish(lanes, query + i, levels + i, dimension - i);
  }
}

#endif

void scan_dot_products_int8(scan_variant variant, const float *query, const uint8_t *rows,
                            size_t dimension, size_t row_count, float *products) {
#if defined(__x86_64__)
  if (variant == scan_variant_avx512) {
    dot_products_int8_avx512(query, rows, dimension, row_count, products);
    return;
  }
  if (variant == scan_variant_avx2) {
    dot_products_int8_avx2(query, rows, dimension, row_count, products);
    return;
  }
#else
  (void)variant;
#endif
  dot_products_int8_portable(query, rows, dimension, row_count, products);
}
