#ifndef CKERNELS_SCAN_H
#define CKERNELS_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Dot products of one query with the rows of a matrix, row after row in memory.
 *
 * Every variant returns the same bits: element i is multiplied and then added (never fused) into
 * lane i mod 32, and the 32 lanes are summed by halves. A result therefore depends neither on the
 * machine nor on how the rows are divided among threads. Rows need no alignment beyond that of
 * their elements.
 */

typedef enum scan_variant {
  scan_variant_portable = 0,
  scan_variant_avx2 = 1,   /* AVX2 and F16C */
  scan_variant_avx512 = 2, /* AVX-512 F, BW and VL */
} scan_variant;

/* Whether this processor and its operating system can run a variant. */
bool scan_variant_is_supported(scan_variant variant);

/* The fastest variant that can run here. */
scan_variant scan_best_variant(void);

/* products[r] = sum over i of query[i] * rows[r * dimension + i], rows in IEEE 754 binary16. */
void scan_dot_products_float16(scan_variant variant, const float *query, const uint16_t *rows,
                               size_t dimension, size_t row_count, float *products);

/* products[n] = the product with row numbers[n], the bits of the function above; for rows here and
 * there. */
void scan_dot_products_float16_of(scan_variant variant, const float *query, const uint16_t *rows,
                                  size_t dimension, const uint32_t *numbers, size_t count,
                                  float *products);

/* All rows, in IEEE 754 binary32. */
void scan_dot_products_float32(scan_variant variant, const float *query, const float *rows,
                               size_t dimension, size_t row_count, float *products);

/* Rows of a scale in binary32 and then `dimension` bytes, whatever their alignment:
 * products[r] = scale of row r * sum over i of query[i] * byte i of row r. */
void scan_dot_products_int8(scan_variant variant, const float *query, const uint8_t *rows,
                            size_t dimension, size_t row_count, float *products);

/* products[n] = the product with row numbers[n], the bits of the function above. */
void scan_dot_products_int8_of(scan_variant variant, const float *query, const uint8_t *rows,
                               size_t dimension, const uint32_t *numbers, size_t count,
                               float *products);

#endif
